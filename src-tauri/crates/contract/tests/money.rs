//! Prices, their arithmetic, and how amounts are written.
#![allow(
    clippy::unwrap_used,
    reason = "a test states its assumptions, also in its helpers"
)]

use contract::{
    AgentId, Ceiling, CostEstimate, CreditRange, ErrorCode, JobId, JobStatus, Money, MonitorChanges,
    MonitorDraft, MonitorSpec, PriceList,
};
use proptest::prelude::*;

fn spec(max_results: i64, comments: bool) -> MonitorSpec {
    MonitorSpec::parse(&MonitorDraft {
        platform: Some("instagram".to_owned()),
        kind: Some("username".to_owned()),
        value: Some("@fashionbrand".to_owned()),
        days: Some(30),
        max_results: Some(max_results),
        monitoring: Some(true),
        comment_monitoring: Some(comments),
        ..MonitorDraft::default()
    })
    .unwrap()
}

#[test]
fn fifty_posts_cost_at_most_seventy_five_cents() {
    let estimate = CostEstimate::for_check(&spec(50, false), PriceList::PUBLISHED);
    assert_eq!(
        estimate.at_most,
        Ceiling::Known {
            amount: Money::from_micros(750_000)
        }
    );
    assert_eq!(estimate.lines.len(), 1, "comments that are off have no line");
    assert_eq!(estimate.lines[0].unit.to_string(), "$0.015");
    assert_eq!(estimate.lines[0].amount.unwrap().to_string(), "$0.75");
}

#[test]
fn comments_leave_no_ceiling_but_the_posts_part_is_known() {
    let estimate = CostEstimate::for_check(&spec(20, true), PriceList::PUBLISHED);
    assert_eq!(
        estimate.at_most,
        Ceiling::OpenEnded {
            posts: Money::from_micros(300_000)
        }
    );
    assert_eq!(
        (estimate.lines[1].count, estimate.lines[1].amount),
        (None, None),
        "nobody publishes how many"
    );
    assert_eq!(estimate.lines[1].unit.to_string(), "$0.002");
}

#[test]
fn comments_of_which_a_source_takes_only_so_many_have_a_ceiling() {
    let capped = PriceList {
        post: Money::from_micros(5_000),
        comment: Money::from_micros(5_000),
        comments_per_post: Some(20),
    };
    let with = CostEstimate::for_check(&spec(10, true), capped);
    let amount = Money::from_micros(1_050_000);
    assert_eq!(
        with.at_most,
        Ceiling::Known { amount },
        "10 posts and 200 comments"
    );
    assert_eq!(with.lines[1].count, Some(200));
    assert_eq!(
        with.lines.iter().filter_map(|line| line.amount).sum::<Money>(),
        amount
    );
    let without = CostEstimate::for_check(&spec(10, false), capped);
    assert_eq!(without.at_most.counted(), Money::from_micros(50_000));
}

#[test]
fn what_costs_nothing_has_a_ceiling_of_nothing_with_comments_too() {
    let estimate = CostEstimate::for_check(&spec(20, true), PriceList::FREE);
    assert_eq!(estimate.at_most, Ceiling::Known { amount: Money::ZERO });
}

#[test]
fn credits_follow_the_published_formula_at_its_published_examples() {
    let range = |micros| {
        let range = CreditRange::of(Money::from_micros(micros), None);
        (range.low, range.high)
    };
    assert_eq!(range(15_000), (2, 5), "one post");
    assert_eq!(range(750_000), (86, 259), "50 posts");
    assert_eq!(range(1_750_000), (201, 603), "50 posts with 500 comments");
    let known = CreditRange::of(Money::from_micros(750_000), Some(1_500));
    assert_eq!(
        (known.low, known.high),
        (129, 129),
        "a known markup leaves no range"
    );
}

#[test]
fn only_what_differs_is_sent_in_an_update() {
    let (old, new) = (spec(20, false), spec(50, true));
    let changes = MonitorChanges::between(&old, &new).unwrap();
    let sent: Vec<_> = changes
        .fields()
        .iter()
        .map(|(field, text)| (field.as_str(), text.as_str()))
        .collect();
    assert_eq!(sent, [("max_results", "50"), ("comment_monitoring", "true")]);
    assert_eq!(MonitorChanges::between(&old, &old), None, "nothing to send");
}

#[test]
fn a_patch_that_breaks_the_pair_is_refused_as_a_whole() {
    let patch = MonitorDraft {
        kind: Some("keyword".to_owned()),
        ..MonitorDraft::default()
    };
    let problems = spec(20, false).patched(patch).unwrap_err();
    assert!(
        problems.names(contract::Field::Type),
        "Instagram has no keyword search: {problems}"
    );
    assert!(
        problems.names(contract::Field::Value),
        "an @name is no keyword: {problems}"
    );
}

#[test]
fn an_unknown_status_keeps_its_own_word() {
    let status = JobStatus::from("reviewing".to_owned());
    assert_eq!(status.as_str(), "reviewing");
    assert!(!status.is_final(), "nobody knows, so it is asked again");
    assert!(
        !status.can_be_updated(),
        "only pending and processing are documented"
    );
}

#[test]
fn ids_that_could_leave_their_place_in_an_address_are_refused() {
    for bad in [
        "",
        "  ",
        "..",
        "a/b",
        "a?b",
        "a#b",
        "a b",
        "a\nb",
        "%2e",
        &"x".repeat(201),
    ] {
        assert!(JobId::parse(bad).is_err(), "{bad:?}");
        assert!(AgentId::parse(bad).is_err(), "{bad:?}");
    }
    assert_eq!(
        JobId::parse("18446744073709551615").unwrap().as_str(),
        "18446744073709551615"
    );
}

#[test]
fn every_documented_code_finds_itself_by_name() {
    for code in ErrorCode::ALL {
        assert_eq!(ErrorCode::from_name(code.as_str()), Some(code));
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(json, format!("\"{}\"", code.as_str()), "one name everywhere");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ceiling_is_the_sum_of_its_lines(posts in 1i64..=50) {
        let estimate = CostEstimate::for_check(&spec(posts, false), PriceList::PUBLISHED);
        let sum: Money = estimate.lines.iter().filter_map(|line| line.amount).sum();
        prop_assert_eq!(estimate.at_most.counted(), sum);
        prop_assert_eq!(sum.micros(), posts * 15_000);
    }

    #[test]
    fn an_amount_is_written_without_loss(micros in any::<i64>()) {
        let text = Money::from_micros(micros).to_string();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let decimals = text.rsplit('.').next().unwrap().len();
        prop_assert!((2..=6).contains(&decimals), "{}", text);
        let read: i128 = digits.parse::<i128>().unwrap() * 10i128.pow(6 - u32::try_from(decimals).unwrap());
        prop_assert_eq!(read, i128::from(micros).abs());
        prop_assert_eq!(text.starts_with('-'), micros < 0);
    }

    #[test]
    fn money_stays_at_the_end_of_its_range(a in any::<i64>(), b in any::<i64>(), n in any::<u32>()) {
        let (a, b) = (Money::from_micros(a), Money::from_micros(b));
        let _ = (a + b, a - b, a.times(n), a.less_at_least_zero(b));
    }
}
