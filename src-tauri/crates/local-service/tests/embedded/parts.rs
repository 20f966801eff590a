use contract::{Platform, TargetKind, supports};
use local_service::{Availability, Collects, Pace, ServiceKey, SourceId, SourceKey};

use crate::host::{Host, config};

#[tokio::test]
async fn practice_serves_the_eight_pairs_and_real_sources_say_what_they_lack() {
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(config(folder.path())).await.unwrap();
    let sources = host.service.sources();
    let real = |platform, kind| sources.availability(Collects::Sources, platform, kind, "@name");
    for (platform, kind) in pairs() {
        let practice = sources.availability(Collects::Practice, platform, kind, "@name");
        let served = matches!(
            practice,
            Availability::Served {
                source: SourceId::Practice
            }
        );
        assert_eq!(served, supports(platform, kind), "{platform} {kind}");
        assert!(
            matches!(real(platform, kind), Availability::Missing { what } if what.sentence().to_lowercase().contains(&platform.display_name().to_lowercase())),
            "{platform} {kind}"
        );
    }
    let id = "@UC_x5XG1OV2P6uZZ5FSM9Ttw";
    let feed = sources.availability(Collects::Sources, Platform::YouTube, TargetKind::Username, id);
    assert_eq!(
        feed,
        Availability::Served {
            source: SourceId::YoutubeFeed
        }
    );
}

#[tokio::test]
async fn with_keys_all_eight_pairs_are_served_and_a_choice_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(config(folder.path())).await.unwrap();
    let sources = host.service.sources();
    let key = || SourceKey::parse("a-key-for-a-test").ok();
    let real = |platform, kind| sources.availability(Collects::Sources, platform, kind, "@name");
    sources.set_key(SourceId::Apify, key()).await.unwrap();
    for (platform, kind) in pairs() {
        let served = real(platform, kind)
            == Availability::Served {
                source: SourceId::Apify,
            };
        assert_eq!(served, supports(platform, kind), "{platform} {kind}");
    }
    let youtube = || real(Platform::YouTube, TargetKind::Hashtag);
    sources.set_key(SourceId::YoutubeApi, key()).await.unwrap();
    assert_eq!(
        youtube(),
        Availability::Served {
            source: SourceId::YoutubeApi
        }
    );
    sources.choose(Platform::YouTube, Some(SourceId::Apify));
    assert_eq!(
        youtube(),
        Availability::Served {
            source: SourceId::Apify
        }
    );
    sources.set_key(SourceId::Apify, None).await.unwrap();
    assert!(
        matches!(youtube(), Availability::Missing { .. }),
        "no other is taken in secret"
    );
}

fn pairs() -> impl Iterator<Item = (Platform, TargetKind)> {
    let kinds = |platform: &Platform| TargetKind::ALL.map(|kind| (*platform, kind));
    Platform::ALL
        .iter()
        .flat_map(kinds)
        .collect::<Vec<_>>()
        .into_iter()
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
