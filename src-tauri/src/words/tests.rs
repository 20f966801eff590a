use contract::{Money, Platform};
use local_service::reasons;

use super::*;

fn shop() -> Named {
    Named {
        value: "@shop".to_owned(),
        platform: Platform::Instagram,
    }
}

fn everything() -> Vec<Says> {
    let several = |what| Says::Several {
        what,
        count: 5,
        names: vec!["@a".to_owned(), "@b".to_owned(), "@c".to_owned()],
    };
    vec![
        Says::Stopped(shop(), Why::Told("It is private.".to_owned())),
        Says::Stopped(
            shop(),
            Why::MayRun {
                up_to: Money::from_micros(750_000),
            },
        ),
        Says::Stopped(shop(), Why::Silent),
        Says::Stopped(shop(), Why::NotTold),
        Says::WorksAgain(shop()),
        Says::Finished(shop()),
        Says::KeyRefused("Alder".to_owned()),
        Says::KeyOutOfReach("Alder".to_owned()),
        Says::OwnNetwork,
        Says::ServiceDown("Alder".to_owned()),
        Says::Budget("Alder".to_owned(), 80),
        Says::Budget("Alder".to_owned(), 100),
        several(Several::Stopped),
        several(Several::WorkAgain),
        several(Several::Finished),
        several(Several::Mixed),
    ]
}

#[test]
fn a_failure_is_told_by_name_place_and_reason() {
    let says = Says::Stopped(shop(), Why::Told("It is private.".to_owned()));
    let (title, body) = Words::of("en").toast(&says, false);
    assert_eq!(title, "@shop on Instagram stopped");
    assert_eq!(body, "It is private.");
}

#[test]
fn a_name_from_the_right_keeps_its_side_and_leaves_the_words_theirs() {
    let named = Named {
        value: "#تسويق".to_owned(),
        platform: Platform::TikTok,
    };
    let (title, _) = Words::of("en").toast(&Says::Stopped(named, Why::Silent), false);
    assert_eq!(title, "\u{2068}#تسويق\u{2069} on TikTok stopped");
    let several = Says::Several {
        what: Several::Stopped,
        count: 2,
        names: vec!["#تسويق".to_owned(), "@shop".to_owned()],
    };
    let (_, body) = Words::of("en").toast(&several, false);
    assert_eq!(body, "\u{2068}#تسويق\u{2069}, @shop");
}

#[test]
fn every_language_tells_every_reason_of_this_computers_service_in_its_own_words() {
    for (tag, _) in FILES {
        for sentence in reasons().iter().filter(|sentence| sentence.code != "charged") {
            let body = Words::of(tag).why(&Why::OurWords(sentence.template.clone()));
            assert!(!body.starts_with("reason_"), "{tag} has no {}", sentence.code);
            assert!(
                *tag == BASE || body != sentence.template,
                "{tag} {}",
                sentence.code
            );
        }
    }
}

#[test]
fn a_reason_is_told_with_its_values_and_with_what_it_cost() {
    let text = "@x is private, so its posts cannot be collected. Follow a public account or a hashtag \
                instead. Apify charged $0.03 for it.";
    let body = Words::of("de").why(&Why::OurWords(text.to_owned()));
    assert!(
        body.starts_with("@x ist privat") && body.contains("$0.03"),
        "{body}"
    );
}

#[test]
fn a_reason_that_is_not_in_the_list_stays_as_it_came() {
    let body = Words::of("de").why(&Why::OurWords("Written by an earlier version.".to_owned()));
    assert_eq!(body, "Written by an earlier version.");
}

#[test]
fn several_failures_are_counted_with_the_first_few_names() {
    let says = |count| Says::Several {
        what: Several::Stopped,
        count,
        names: vec!["@a".to_owned(), "@b".to_owned(), "@c".to_owned()],
    };
    let three = Words::of("en").toast(&says(3), false);
    assert_eq!(three, ("3 monitors stopped".to_owned(), "@a, @b, @c".to_owned()));
    let (_, body) = Words::of("en").toast(&says(4), false);
    assert_eq!(body, "@a, @b, @c and 1 more");
}

#[test]
fn what_quiet_hours_held_says_so() {
    let (title, _) = Words::of("en").toast(&Says::OwnNetwork, true);
    assert!(title.starts_with("In quiet hours: "), "{title}");
}

#[test]
fn every_language_says_everything_in_its_own_words_and_leaves_no_place_empty() {
    for (tag, _) in FILES {
        for says in everything() {
            let (title, body) = Words::of(tag).toast(&says, true);
            for text in [&title, &body] {
                assert!(!text.trim().is_empty(), "{tag} says nothing of {says:?}");
                assert!(
                    !text.contains("notify_"),
                    "{tag} has no words for {says:?}: {text}"
                );
                assert!(!text.contains('{') && !text.contains("  "), "{tag}: {text:?}");
            }
        }
    }
}

#[test]
fn every_language_has_the_messages_of_english_with_the_same_places_for_values() {
    let places = |message: &Message| {
        let text = message.text(Some(2)).unwrap_or_default().to_owned();
        let mut names: Vec<_> = text
            .split('{')
            .skip(1)
            .map(|part| part.split('}').next().unwrap_or_default().to_owned())
            .collect();
        names.sort();
        names
    };
    let english = &CATALOGUE[BASE];
    for (tag, messages) in CATALOGUE.iter() {
        for (name, message) in english.iter().filter(|(name, _)| !name.starts_with('$')) {
            let theirs = messages.get(name).unwrap_or_else(|| panic!("{tag} lacks {name}"));
            assert_eq!(places(theirs), places(message), "{tag} {name}");
        }
    }
}

#[test]
fn a_tag_with_a_region_finds_its_language_and_an_unknown_one_is_english() {
    assert_eq!(Words::of("en-GB").tag, "en");
    assert_eq!(Words::of("tlh").tag, "en");
}

#[test]
fn a_target_that_looks_like_a_place_for_a_value_stays_as_it_is() {
    assert_eq!(filled("{a} {b}", &[("a", "{b}"), ("b", "x")]), "{b} x");
}
