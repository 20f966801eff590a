use contract::{Platform, TargetKind, supports};
use local_service::{Availability, Collects, Pace, ServiceKey, SourceId, availability};

#[test]
fn practice_serves_the_eight_pairs_and_real_sources_say_what_they_lack() {
    for (platform, kind) in Platform::ALL
        .iter()
        .flat_map(|platform| TargetKind::ALL.map(|kind| (*platform, kind)))
    {
        let practice = availability(Collects::Practice, platform, kind);
        let served = practice
            == Availability::Served {
                source: SourceId::Practice,
            };
        assert_eq!(served, supports(platform, kind), "{platform} {kind}");
        match availability(Collects::Sources, platform, kind) {
            Availability::Served { source } => {
                assert_eq!(
                    (source, platform, kind),
                    (SourceId::YoutubeFeed, Platform::YouTube, TargetKind::Username)
                );
            }
            Availability::Missing { what } => assert!(what.contains(platform.display_name()), "{what}"),
        }
    }
}

#[test]
fn generated_keys_differ_and_are_never_printed() {
    let (one, two) = (ServiceKey::generate().unwrap(), ServiceKey::generate().unwrap());
    assert_ne!(one.expose(), two.expose());
    assert_eq!(one.expose().len(), 64);
    assert!(!format!("{one:?}").contains(one.expose()));
    for bad in ["", "  \n", "two\nlines", "with blank", "é"] {
        assert!(ServiceKey::from_text(bad).is_err(), "{bad:?}");
    }
    assert_eq!(ServiceKey::from_text("abc\r\n").unwrap().expose(), "abc");
}

#[test]
fn a_pace_is_a_word_or_a_factor() {
    assert_eq!("1".parse(), Ok(Pace::NORMAL));
    assert_eq!("1.0".parse(), Ok(Pace::NORMAL));
    assert_eq!("0.01".parse(), Ok(Pace::FAST));
    assert_eq!("slow".parse(), Ok(Pace::SLOW));
    for bad in ["", "0", "-1", "quick", "1e3", "0.0001", "1001", "1.2.3", "NaN"] {
        assert!(bad.parse::<Pace>().is_err(), "{bad}");
    }
}
