//! The rules of the published page, over the whole space of what a form can say.
#![allow(
    clippy::unwrap_used,
    reason = "a test states its assumptions, also in its helpers"
)]

use contract::{
    Country, Field, LookBack, MaxResults, MonitorDraft, MonitorSpec, Platform, Reason, TargetKind, supports,
};
use proptest::prelude::*;

const DOCUMENTED_PAIRS: [(&str, &str); 8] = [
    ("tiktok", "username"),
    ("tiktok", "hashtag"),
    ("tiktok", "keyword"),
    ("instagram", "username"),
    ("instagram", "hashtag"),
    ("youtube", "username"),
    ("youtube", "hashtag"),
    ("youtube", "keyword"),
];

fn fitting_value(kind: &str) -> &'static str {
    match kind {
        "username" => "@creator",
        "hashtag" => "#skincare",
        _ => "ai tools",
    }
}

fn draft(platform: &str, kind: &str, value: &str) -> MonitorDraft {
    MonitorDraft {
        platform: Some(platform.to_owned()),
        kind: Some(kind.to_owned()),
        value: Some(value.to_owned()),
        ..MonitorDraft::default()
    }
}

#[test]
fn exactly_the_eight_documented_pairs_pass() {
    let mut passed = Vec::new();
    for platform in Platform::ALL {
        for kind in TargetKind::ALL {
            let draft = draft(platform.as_str(), kind.as_str(), fitting_value(kind.as_str()));
            let accepted = MonitorSpec::parse(&draft).is_ok();
            assert_eq!(
                accepted,
                supports(platform, kind),
                "{platform} {kind}: the table and the type agree"
            );
            if accepted {
                passed.push((platform.as_str(), kind.as_str()));
            }
        }
    }
    assert_eq!(
        passed, DOCUMENTED_PAIRS,
        "no pair more, none less, in the page's order"
    );
}

#[test]
fn an_unsupported_pair_is_a_problem_of_the_type_alone() {
    let problems = MonitorSpec::parse(&draft("instagram", "keyword", "ai tools"))
        .unwrap_err()
        .list();
    assert_eq!(problems.len(), 1, "the value is fine: {problems:?}");
    assert_eq!(
        (problems[0].field, problems[0].reason),
        (Field::Type, Reason::UnsupportedPair)
    );
}

#[test]
fn all_wrong_fields_are_reported_together_in_the_order_of_the_page() {
    let everything_wrong = MonitorDraft {
        platform: Some("myspace".to_owned()),
        kind: Some("username".to_owned()),
        value: Some("creator".to_owned()),
        days: Some(5),
        country: Some("xx".to_owned()),
        max_results: Some(51),
        monitoring: None,
        comment_monitoring: None,
    };
    let named: Vec<_> = MonitorSpec::parse(&everything_wrong)
        .unwrap_err()
        .list()
        .into_iter()
        .map(|p| p.field)
        .collect();
    let expected = [
        Field::Platform,
        Field::Value,
        Field::Days,
        Field::Country,
        Field::MaxResults,
    ];
    assert_eq!(
        named, expected,
        "each wrong field once, the right ones not at all"
    );
}

#[test]
fn an_empty_draft_misses_exactly_the_three_required_fields() {
    let problems = MonitorSpec::parse(&MonitorDraft::default()).unwrap_err();
    let named: Vec<_> = problems.list().into_iter().map(|p| (p.field, p.reason)).collect();
    let missing = |field| (field, Reason::Missing);
    assert_eq!(
        named,
        [
            missing(Field::Platform),
            missing(Field::Type),
            missing(Field::Value)
        ]
    );
    assert_eq!(
        problems.to_string(),
        "platform is required; type is required; value is required"
    );
}

#[test]
fn what_is_left_out_takes_the_documented_or_the_dearest_default() {
    let spec = MonitorSpec::parse(&draft("tiktok", "username", "@creator")).unwrap();
    assert_eq!(spec.days, LookBack::NoLimit);
    assert_eq!(
        spec.max_results,
        MaxResults::CEILING,
        "a price shown must never be too low"
    );
    assert!(!spec.monitoring, "documented default");
    assert!(!spec.comment_monitoring, "documented default");
    assert_eq!(spec.country, None);
}

#[test]
fn an_empty_country_means_any() {
    let mut draft = draft("tiktok", "username", "@creator");
    draft.country = Some(String::new());
    assert_eq!(MonitorSpec::parse(&draft).unwrap().country, None);
}

#[test]
fn every_country_of_the_list_is_accepted_in_either_case() {
    let list = Country::list();
    assert_eq!(list.len(), 249, "ISO 3166-1 has 249 officially assigned codes");
    for entry in list {
        let code = entry.code.to_string();
        assert_eq!(Country::parse(&code), Some(entry.code));
        assert_eq!(Country::parse(&code.to_uppercase()), Some(entry.code));
    }
}

#[test]
fn every_two_letters_outside_the_list_are_refused() {
    let known: Vec<_> = Country::list()
        .into_iter()
        .map(|entry| entry.code.to_string())
        .collect();
    for pair in ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b}"))) {
        assert_eq!(Country::parse(&pair).is_some(), known.contains(&pair), "{pair}");
    }
}

/// Values of every kind a person or a program could give, right and wrong.
fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        "@[a-z0-9._]{0,20}",
        "#[\\p{L}\\p{N}_]{0,20}",
        "[\\p{L} ]{0,30}",
        "[@#]{0,3}[\\s\\PC]{0,20}",
        any::<String>(),
    ]
}

/// The rule for a value, said a second time and in another way than the types say it.
fn value_is_right(kind: &str, value: &str) -> bool {
    let value = value.trim();
    let length = value.chars().count();
    if value.chars().any(char::is_control) {
        return false;
    }
    match kind {
        "username" | "hashtag" => {
            let sign = if kind == "username" { '@' } else { '#' };
            (2..=151).contains(&length)
                && value.starts_with(sign)
                && value.chars().any(|c| c != sign)
                && !value.chars().any(char::is_whitespace)
        }
        _ => (1..=300).contains(&length) && !value.starts_with('@') && !value.starts_with('#'),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_draft_is_accepted_exactly_when_every_field_keeps_its_rule(
        platform in prop_oneof!["tiktok", "instagram", "youtube", "[a-zA-Z]{0,9}"],
        kind in prop_oneof!["username", "hashtag", "keyword", "[a-zA-Z]{0,9}"],
        value in any_value(),
        days in prop_oneof![Just(0i64), Just(1), Just(7), Just(30), Just(90), Just(180), any::<i64>(), -2i64..200],
        country in prop_oneof![Just("us".to_owned()), "[a-zA-Z]{2}", any::<String>()],
        max_results in prop_oneof![-3i64..60, any::<i64>()],
        flags in any::<(bool, bool)>(),
    ) {
        let draft = MonitorDraft {
            platform: Some(platform.clone()),
            kind: Some(kind.clone()),
            value: Some(value.clone()),
            days: Some(days),
            country: Some(country.clone()),
            max_results: Some(max_results),
            monitoring: Some(flags.0),
            comment_monitoring: Some(flags.1),
        };
        let platform_right = ["tiktok", "instagram", "youtube"].contains(&platform.as_str());
        let kind_right = ["username", "hashtag", "keyword"].contains(&kind.as_str());
        let pair_right = DOCUMENTED_PAIRS.contains(&(platform.as_str(), kind.as_str()));
        let value_right = kind_right && value_is_right(&kind, &value);
        let rest_right = [0, 1, 7, 30, 90, 180].contains(&days)
            && (country.is_empty() || Country::parse(&country).is_some())
            && (1..=50).contains(&max_results);
        match MonitorSpec::parse(&draft) {
            Ok(spec) => {
                prop_assert!(pair_right && value_right && rest_right);
                prop_assert_eq!(MonitorSpec::parse(&MonitorDraft::from(&spec)), Ok(spec), "a spec survives the round trip");
            }
            Err(problems) => {
                prop_assert!(!(pair_right && value_right && rest_right), "refused without cause: {}", problems);
                prop_assert!(!problems.is_empty());
                prop_assert_eq!(problems.names(Field::Platform), !platform_right);
                prop_assert_eq!(problems.names(Field::Type), !kind_right || (platform_right && !pair_right));
                if kind_right {
                    prop_assert_eq!(problems.names(Field::Value), !value_right);
                }
            }
        }
    }
}
