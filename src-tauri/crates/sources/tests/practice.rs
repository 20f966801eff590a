//! Practice is the same for the same question at the same time, grows like the real thing, and
//! never looks like it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test states its assumptions"
)]

use contract::{
    Country, LookBack, MaxResults, MonitorSpec, Platform, Target, TargetKind, UnixMillis, supports,
};
use proptest::prelude::*;
use sources::{
    Collected, Note, PRACTICE_FAILURES, Query, Retry, SourceFailure, SourceId, SourceSettings, Sources,
    comments_per_post,
};

/// 2026-11-23, in milliseconds.
const NOW: UnixMillis = UnixMillis(1_795_392_000_000);
const MINUTE: i64 = 60_000;

fn spec(platform: Platform, kind: TargetKind, value: &str) -> MonitorSpec {
    MonitorSpec {
        target: Target::parse(platform, kind, value).unwrap(),
        days: LookBack::NoLimit,
        country: None,
        max_results: MaxResults::CEILING,
        monitoring: false,
        comment_monitoring: true,
    }
}

fn value(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Username => "@fashionbrand",
        TargetKind::Hashtag => "#cooking",
        TargetKind::Keyword => "ai tools",
    }
}

fn pairs() -> impl Iterator<Item = (Platform, TargetKind)> {
    let all = Platform::ALL
        .into_iter()
        .flat_map(|platform| TargetKind::ALL.map(|kind| (platform, kind)));
    all.filter(|(platform, kind)| supports(*platform, *kind))
}

fn collect(query: &Query) -> Result<Collected, SourceFailure> {
    let sources = Sources::new(SourceSettings::default());
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(sources.collect(SourceId::Practice, query))
}

#[test]
fn every_pair_of_the_contract_has_posts_that_say_they_are_practice() {
    for (platform, kind) in pairs() {
        let found = collect(&Query::of(&spec(platform, kind, value(kind)), NOW)).unwrap();
        assert!(found.posts.len() > 10, "{platform} {kind}: {}", found.posts.len());
        assert!(!found.comments.is_empty(), "{platform} {kind}");
        assert!(found.notes.contains(&Note::PracticeData));
        for post in &found.posts {
            assert!(post.is_practice() && post.platform == platform);
            assert!(
                post.url.starts_with("https://practice.invalid/"),
                "never a real address: {}",
                post.url
            );
            assert!(post.caption.starts_with("[Practice]"), "{}", post.caption);
            assert!(post.published_at <= NOW, "nothing comes from the future");
        }
    }
}

#[test]
fn the_same_question_at_the_same_time_has_the_same_answer_and_case_does_not_matter() {
    let ask = |name| {
        collect(&Query::of(
            &spec(Platform::TikTok, TargetKind::Username, name),
            NOW,
        ))
        .unwrap()
    };
    assert_eq!(ask("@creator"), ask("@creator"));
    assert_eq!(
        ask("@Creator").posts[0].native_id,
        ask("@creator").posts[0].native_id
    );
    assert_ne!(
        ask("@creator").posts[0].native_id,
        ask("@another").posts[0].native_id
    );
}

#[test]
fn later_there_are_a_few_new_posts_and_the_known_ones_have_grown() {
    let spec = spec(Platform::YouTube, TargetKind::Hashtag, "#cooking");
    let first = collect(&Query::of(&spec, NOW)).unwrap();
    let later = collect(&Query::of(&spec, NOW.plus(30 * MINUTE))).unwrap();
    let is_new = |id: &str| first.posts.iter().all(|post| post.native_id != id);
    let new = later.posts.iter().filter(|post| is_new(&post.native_id)).count();
    assert!((1..=25).contains(&new), "{new} new posts in half an hour");
    let grown = first.posts.iter().filter(|old| {
        let again = later.posts.iter().find(|post| post.native_id == old.native_id);
        again.is_some_and(|post| post.counts.views > old.counts.views)
    });
    assert!(grown.count() > 3, "known posts are refreshed with higher counts");
}

#[test]
fn counts_that_a_platform_does_not_show_are_missing_and_not_zero() {
    let youtube = collect(&Query::of(
        &spec(Platform::YouTube, TargetKind::Keyword, "ai tools"),
        NOW,
    ))
    .unwrap();
    assert!(
        youtube
            .posts
            .iter()
            .all(|post| post.counts.shares.is_none() && post.counts.saves.is_none())
    );
    let instagram = collect(&Query::of(
        &spec(Platform::Instagram, TargetKind::Hashtag, "#cooking"),
        NOW,
    ))
    .unwrap();
    assert!(
        instagram.posts.iter().any(|post| post.counts.views.is_none()),
        "pictures have no views"
    );
}

#[test]
fn each_planned_failure_fails_with_a_reason_that_names_the_target() {
    for planned in PRACTICE_FAILURES {
        for (platform, _) in pairs().filter(|(_, kind)| *kind == planned.kind) {
            let value = match planned.kind {
                TargetKind::Keyword => format!("why does {} happen", planned.value),
                _ => planned.value.to_uppercase(),
            };
            let failure = collect(&Query::of(&spec(platform, planned.kind, &value), NOW)).unwrap_err();
            let sentence = failure.to_string();
            assert!(sentence.ends_with('.'), "{sentence}");
            let named = sentence.contains(&value) || sentence.contains(platform.display_name());
            assert!(named, "{sentence} does not say what failed");
        }
    }
    let waits = PRACTICE_FAILURES.iter().filter(|planned| {
        let found = collect(&Query::of(
            &spec(Platform::TikTok, planned.kind, planned.value),
            NOW,
        ));
        found.is_err_and(|failure| failure.retry() == Retry::Later)
    });
    assert_eq!(
        waits.count(),
        1,
        "one of them may pass by itself, so that retries can be watched"
    );
}

#[test]
fn no_comments_come_unless_they_are_asked_for() {
    let quiet = MonitorSpec {
        comment_monitoring: false,
        ..spec(Platform::TikTok, TargetKind::Keyword, "ai tools")
    };
    assert!(collect(&Query::of(&quiet, NOW)).unwrap().comments.is_empty());
}

#[test]
fn a_pair_that_a_source_does_not_serve_says_what_is_missing() {
    let sources = Sources::new(SourceSettings::default());
    let query = Query::of(&spec(Platform::TikTok, TargetKind::Username, "@creator"), NOW);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let failure = runtime
        .block_on(sources.collect(SourceId::YoutubeFeed, &query))
        .unwrap_err();
    assert!(failure.to_string().contains("Apify"), "{failure}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn nothing_passes_the_period_the_ceiling_or_the_comments_that_were_promised(
        pair in 0_usize..8, limit in 1_i64..=50, days in 0_usize..6, minutes in 0_i64..1_000_000,
        name in "[a-zA-Zぁ-ん0-9_]{1,12}", comments: bool,
    ) {
        let (platform, kind) = pairs().nth(pair).unwrap();
        let sign = match kind { TargetKind::Username => "@", TargetKind::Hashtag => "#", TargetKind::Keyword => "" };
        let spec = MonitorSpec {
            days: LookBack::ALL[days], max_results: MaxResults::new(limit).unwrap(),
            country: Country::parse("de"), comment_monitoring: comments,
            ..spec(platform, kind, &format!("{sign}{name}"))
        };
        let query = Query::of(&spec, NOW.plus(minutes * MINUTE));
        let found = collect(&query).unwrap();
        prop_assert!(found.posts.len() <= usize::try_from(limit).unwrap());
        prop_assert!(found.posts.iter().all(|post| query.since.is_none_or(|since| post.published_at >= since)));
        prop_assert!(found.posts.is_sorted_by(|a, b| a.published_at >= b.published_at));
        let cap = usize::try_from(comments_per_post(SourceId::Practice)).unwrap();
        prop_assert!(found.comments.len() <= found.posts.len() * cap);
        prop_assert!(comments || found.comments.is_empty());
    }
}
