use std::sync::Arc;

use contract::{LookBack, MaxResults, Money, MonitorSpec, Platform, TargetKind, supports};
use serde_json::{Value, json};
use sources::{Collected, Note, Retry, SourceFailure, SourceId, Sources, prices};

use crate::made_apify::{Apify, Trouble, made_instagram, made_tiktok, made_youtube};
use crate::world::{CANARY, Reply, World, ask, spec};

const DAY: &str = "2026-11-24T12:00:00.000Z";

async fn world(apify: &Apify) -> World {
    let apify = apify.clone();
    World::new(move |asked| apify.answer(asked)).await
}

fn tiktok() -> MonitorSpec {
    spec(Platform::TikTok, TargetKind::Username, "@kitchen")
}

fn two() -> Vec<Value> {
    vec![
        made_tiktok(7_320_768_196_569_599_275, DAY),
        made_tiktok(7_320_768_196_569_599_276, "2026-11-20T12:00:00.000Z"),
    ]
}

async fn collect(sources: &Sources, spec: &MonitorSpec, check: u32) -> Result<Collected, SourceFailure> {
    ask(sources, SourceId::Apify, spec, check).await
}

async fn failure(apify: &Apify, spec: &MonitorSpec) -> SourceFailure {
    collect(&world(apify).await.sources(), spec, 1).await.unwrap_err()
}

#[tokio::test]
async fn a_run_becomes_posts_and_what_it_really_cost() {
    let apify = Apify::new(two());
    let world = world(&apify).await;
    let found = collect(&world.sources(), &tiktok(), 1).await.unwrap();
    assert_eq!(found.cost, Money::from_micros(12_300));
    let post = &found.posts[0];
    assert_eq!(
        post.native_id, "7320768196569599275",
        "every digit of an id above 2^53"
    );
    assert_eq!(post.caption, "A #pasta day", "without the zero byte");
    assert_eq!(post.hashtags, ["pasta", "fyp"]);
    assert_eq!((post.counts.views, post.counts.saves), (Some(1_200_000), Some(0)));
    assert_eq!((post.duration_ms, post.is_ad), (Some(12_000), Some(false)));
    assert_eq!(post.origin.unwrap().basis.as_str(), "post_location");
    let start = world
        .all()
        .into_iter()
        .find(|asked| asked.method == "POST")
        .unwrap();
    assert_eq!(
        (start.q("maxItems"), start.q("maxTotalChargeUsd")),
        ("50", "0.250000")
    );
    assert_eq!(start.headers["authorization"], format!("Bearer {CANARY}"));
    assert!(world.all().iter().all(|asked| !asked.raw_query.contains(CANARY)));
}

#[tokio::test]
async fn every_pair_has_its_actor_and_says_what_it_follows() {
    let values = [
        ("@kitchen", TargetKind::Username),
        ("#pasta", TargetKind::Hashtag),
        ("fresh pasta", TargetKind::Keyword),
    ];
    let mut pairs = 0;
    for platform in Platform::ALL {
        for (value, kind) in values {
            if !supports(platform, kind) {
                continue;
            }
            let items = match platform {
                Platform::TikTok => two(),
                Platform::Instagram => vec![made_instagram("33", DAY)],
                Platform::YouTube => vec![made_youtube("aaaaaaaaaaa", DAY)],
            };
            let apify = Apify::new(items);
            let found = collect(&world(&apify).await.sources(), &spec(platform, kind, value), 1).await;
            assert!(found.is_ok(), "{platform} {kind}: {found:?}");
            let (actor, input) = apify.inputs().remove(0);
            let owner = actor.split('~').next().unwrap().to_owned();
            let expected = match platform {
                Platform::TikTok => "clockworks",
                Platform::Instagram => "apify",
                Platform::YouTube => "streamers",
            };
            assert_eq!(owner, expected);
            let plain = value.trim_start_matches(['@', '#']);
            assert!(input.to_string().contains(plain), "{platform} {kind}: {input}");
            pairs += 1;
        }
    }
    assert_eq!(pairs, 8);
}

#[tokio::test]
async fn the_search_of_tiktok_has_the_contract_s_own_periods_and_nothing_billed_extra() {
    for (days, name) in LookBack::ALL.into_iter().zip(["0", "1", "2", "3", "4", "5"]) {
        let apify = Apify::new(Vec::new());
        let wanted = MonitorSpec {
            days,
            max_results: MaxResults::new(7).unwrap(),
            ..spec(Platform::TikTok, TargetKind::Keyword, "ai tools")
        };
        collect(&world(&apify).await.sources(), &wanted, 1).await.unwrap();
        let input = &apify.inputs()[0].1;
        assert_eq!(
            (&input["searchDatePosted"], &input["resultsPerPage"]),
            (&json!(name), &json!(7))
        );
        assert_eq!(input["shouldDownloadVideos"], json!(false));
    }
}

#[tokio::test]
async fn instagram_items_are_read_and_a_hidden_count_is_not_zero() {
    let apify = Apify::new(vec![made_instagram("33", DAY)]);
    let wanted = spec(Platform::Instagram, TargetKind::Username, "@kitchen");
    let found = collect(&world(&apify).await.sources(), &wanted, 1).await.unwrap();
    let post = &found.posts[0];
    assert_eq!((post.counts.likes, post.counts.comments), (None, Some(4)));
    assert_eq!(
        (post.media.as_str(), post.hashtags.join(" ")),
        ("carousel", "views more".to_owned())
    );
}

#[tokio::test]
async fn a_run_is_found_again_after_a_restart_and_not_paid_twice() {
    let apify = Apify::new(two());
    apify.set(|state| state.polls = 1_000_000);
    let world = world(&apify).await;
    let (sources, wanted) = (world.sources(), tiktok());
    let first = tokio::spawn(async move { collect(&sources, &wanted, 1).await });
    while world.count("GET", "/v2/actor-runs/run1") < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    first.abort();
    let _ = first.await;
    apify.set(|state| state.run_ends());
    let found = collect(&world.sources(), &tiktok(), 1).await.unwrap();
    assert_eq!((found.posts.len(), apify.starts()), (2, 1));
    // Run again once more: a check that was cut off while it was stored.
    collect(&world.sources(), &tiktok(), 1).await.unwrap();
    assert_eq!(apify.starts(), 1);
    collect(&world.sources(), &tiktok(), 2).await.unwrap();
    assert_eq!(apify.starts(), 2, "the next check is another run");
}

#[tokio::test]
async fn a_start_whose_answer_was_lost_is_looked_for_before_another_is_paid() {
    let apify = Apify::new(two());
    apify.set(|state| state.trouble = vec![Trouble::LosesAnswer]);
    let found = collect(&world(&apify).await.sources(), &tiktok(), 1)
        .await
        .unwrap();
    assert_eq!((found.posts.len(), apify.starts()), (2, 1));
}

#[tokio::test]
async fn a_start_that_cannot_be_found_is_not_repeated_at_once() {
    let apify = Apify::new(two());
    let inner = apify.clone();
    let hidden = Arc::new(std::sync::atomic::AtomicBool::new(true));
    let hides = Arc::clone(&hidden);
    let world = World::new(move |asked| {
        let listing = asked.method == "GET" && asked.path.ends_with("/runs");
        if listing && hides.load(std::sync::atomic::Ordering::SeqCst) {
            return Reply::Text(503, String::new());
        }
        inner.answer(asked)
    })
    .await;
    apify.set(|state| state.trouble = vec![Trouble::LosesAnswer]);
    let failure = collect(&world.sources(), &tiktok(), 1).await.unwrap_err();
    assert_eq!(
        (failure.clone(), failure.retry()),
        (SourceFailure::StartUnsure, Retry::Later)
    );
    let again = collect(&world.sources(), &tiktok(), 1).await.unwrap_err();
    assert_eq!(
        (again.retry(), apify.starts()),
        (Retry::Later, 1),
        "nothing is paid while it cannot be looked for"
    );
    hidden.store(false, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(
        collect(&world.sources(), &tiktok(), 2).await.unwrap().posts.len(),
        2
    );
    assert_eq!(
        apify.starts(),
        1,
        "the next check reads the run that was paid for"
    );
}

#[tokio::test]
async fn another_monitor_s_run_is_not_taken_for_the_lost_one() {
    let apify = Apify::new(two());
    let world = world(&apify).await;
    let other = sources::Attempt {
        job: "8".to_owned(),
        check: 1,
    };
    let query = sources::Query::of(&tiktok(), crate::world::NOW).asked_by(other);
    world.sources().collect(SourceId::Apify, &query).await.unwrap();
    // The start never arrives, although its answer seems lost too.
    apify.set(|state| state.trouble = vec![Trouble::Refuses(502, "bad-gateway")]);
    assert_eq!(
        collect(&world.sources(), &tiktok(), 1).await.unwrap_err(),
        SourceFailure::StartUnsure
    );
    collect(&world.sources(), &tiktok(), 1).await.unwrap();
    assert_eq!(apify.starts(), 2);
}

#[tokio::test]
async fn runs_that_fail_keep_what_they_brought_and_tell_what_they_cost() {
    for ends in ["FAILED", "TIMED-OUT", "ABORTED"] {
        let apify = Apify::new(two());
        apify.set(|state| state.ends = ends);
        let found = collect(&world(&apify).await.sources(), &tiktok(), 1)
            .await
            .unwrap();
        assert_eq!((found.posts.len(), found.cost), (2, Money::from_micros(12_300)));
        assert!(found.notes.contains(&Note::StoppedEarly), "{ends}");
        let empty = Apify::new(Vec::new());
        empty.set(|state| state.ends = ends);
        let failure = failure(&empty, &tiktok()).await;
        assert_eq!(
            (failure.cost(), failure.retry()),
            (Money::from_micros(12_300), Retry::Later)
        );
        assert!(failure.to_string().contains("$0.0123"), "{failure}");
    }
}

#[tokio::test]
async fn a_bill_that_does_not_come_is_counted_at_its_ceiling_and_said_so() {
    let apify = Apify::new(two());
    apify.set(|state| state.cost = None);
    let found = collect(&world(&apify).await.sources(), &tiktok(), 1)
        .await
        .unwrap();
    let ceiling = prices(SourceId::Apify, Platform::TikTok).post.times(50);
    assert_eq!(found.cost, ceiling);
    assert!(found.notes.contains(&Note::CostIsCeiling));
}

#[tokio::test]
async fn errors_in_the_place_of_posts_are_understood() {
    let not_found =
        json!({"error": "This profile/hashtag does not exist.", "errorCode": "NOT_FOUND", "input": "X"});
    let no_items =
        json!({"error": "no_items", "errorDescription": "Empty or private data for provided input"});
    let invalid =
        json!({"note": "You have set all video limits in the input to 0", "error": "INVALID_INPUT"});
    let failed = |row: Value| async move { failure(&Apify::new(vec![row]), &tiktok()).await };
    let gone = failed(not_found.clone()).await;
    assert!(gone.to_string().starts_with("@kitchen was not found."), "{gone}");
    assert_eq!(
        (gone.cost(), gone.retry()),
        (Money::from_micros(12_300), Retry::Pointless)
    );
    assert!(failed(no_items.clone()).await.to_string().contains("is private"));
    assert!(failed(invalid).await.to_string().contains("newer version"));
    let tag = spec(Platform::TikTok, TargetKind::Hashtag, "#nobodyusesthis");
    let none = collect(&world(&Apify::new(vec![no_items])).await.sources(), &tag, 1)
        .await
        .unwrap();
    assert!(none.posts.is_empty(), "a hashtag without posts is no failure");
    let mixed = Apify::new(vec![two().remove(0), not_found, json!({"id": "1"})]);
    let found = collect(&world(&mixed).await.sources(), &tiktok(), 1)
        .await
        .unwrap();
    assert_eq!(found.posts.len(), 1);
    assert!(found.notes.contains(&Note::Partial));
}

#[tokio::test]
async fn every_refusal_of_a_start_has_its_meaning_and_nothing_was_started() {
    type Meaning = fn(&SourceFailure) -> bool;
    let key: Meaning = |failure| matches!(failure, SourceFailure::KeyRefused { .. });
    let actor: Meaning = |failure| matches!(failure, SourceFailure::ActorUnavailable { .. });
    let money: Meaning = |failure| matches!(failure, SourceFailure::ProviderLimit);
    let busy: Meaning = |failure| matches!(failure, SourceFailure::TooManyRequests { .. });
    let rights: Meaning = |failure| matches!(failure, SourceFailure::KeyNotAllowed { .. });
    let table = [
        (401, "invalid-token", key),
        (401, "token-not-provided", key),
        (402, "not-enough-usage-to-run-paid-actor", money),
        (403, "actor-is-not-rented", actor),
        (403, "insufficient-permissions", rights),
        (403, "apify-plan-required-to-use-paid-actor", actor),
        (404, "actor-not-found", actor),
        (400, "invalid-input", actor),
        (402, "actor-memory-limit-exceeded", busy),
        (429, "rate-limit-exceeded", busy),
    ];
    for (status, kind, meaning) in table {
        let apify = Apify::new(two());
        apify.set(|state| state.trouble = vec![Trouble::Refuses(status, kind)]);
        let world = world(&apify).await;
        let failure = collect(&world.sources(), &tiktok(), 1).await.unwrap_err();
        assert!(meaning(&failure), "{status} {kind}: {failure:?}");
        assert_eq!(apify.starts(), 0);
        assert!(
            collect(&world.sources(), &tiktok(), 1).await.is_ok(),
            "and it can be tried again"
        );
    }
}

#[tokio::test]
async fn comments_are_a_second_run_whose_cost_is_added() {
    let apify = Apify::new(two());
    let url = "https://www.tiktok.com/@kitchen/video/7320768196569599275";
    apify.set(|state| {
        state.comments = vec![
            json!({"cid": "9", "text": "Nice", "diggCount": 2, "createTimeISO": DAY, "uniqueId": "anna", "videoWebUrl": url}),
            json!({"cid": "10", "text": "Of another post", "videoWebUrl": "https://www.tiktok.com/@x/video/1"}),
        ];
    });
    let wanted = MonitorSpec {
        comment_monitoring: true,
        ..tiktok()
    };
    let world = world(&apify).await;
    let found = collect(&world.sources(), &wanted, 1).await.unwrap();
    assert_eq!(
        (found.comments.len(), found.cost),
        (1, Money::from_micros(24_600))
    );
    assert_eq!(found.comments[0].author_handle.as_deref(), Some("anna"));
    let cap = prices(SourceId::Apify, Platform::TikTok).comment.times(2 * 20);
    let starts: Vec<_> = world
        .all()
        .into_iter()
        .filter(|asked| asked.method == "POST")
        .collect();
    assert_eq!(
        starts[1].q("maxTotalChargeUsd"),
        format!("{}.{:06}", cap.micros() / 1_000_000, cap.micros() % 1_000_000)
    );
    collect(&world.sources(), &wanted, 1).await.unwrap();
    assert_eq!(apify.starts(), 2, "both runs are found again");
}

#[tokio::test]
async fn work_that_nobody_waits_for_is_ended_and_its_cost_told() {
    let apify = Apify::new(two());
    apify.set(|state| state.polls = 1_000_000);
    let world = world(&apify).await;
    let (sources, wanted) = (world.sources(), tiktok());
    let running = tokio::spawn(async move { collect(&sources, &wanted, 1).await });
    while world.count("GET", "/v2/actor-runs/run1") < 1 {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    running.abort();
    let _ = running.await;
    let cost = world.sources().abandon(SourceId::Apify, "7").await.unwrap();
    assert_eq!(cost, Money::from_micros(12_300));
    assert_eq!(world.count("POST", "/abort"), 1);
    let again = world.sources().abandon(SourceId::Apify, "7").await.unwrap();
    assert_eq!((again, world.count("POST", "/abort")), (Money::ZERO, 1), "once");
    let without_key = world.sources();
    without_key.set_key(SourceId::Apify, None);
    assert_eq!(
        without_key.abandon(SourceId::Apify, "unknown").await,
        Ok(Money::ZERO)
    );
}

#[tokio::test]
async fn a_network_that_fails_for_a_while_does_not_lose_the_run() {
    let apify = Apify::new(two());
    let inner = apify.clone();
    let polls = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let world = World::new(move |asked| {
        let poll = asked.path.starts_with("/v2/actor-runs/");
        if poll && polls.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < 3 {
            return Reply::Text(502, "<html>".to_owned());
        }
        inner.answer(asked)
    })
    .await;
    let found = collect(&world.sources(), &tiktok(), 1).await.unwrap();
    assert_eq!((found.posts.len(), apify.starts()), (2, 1));
}

#[tokio::test]
async fn a_token_is_tried_and_its_account_named() {
    let world = world(&Apify::new(Vec::new())).await;
    let found = world
        .sources()
        .try_own_key(SourceId::Apify, crate::world::NOW)
        .await
        .unwrap();
    assert_eq!(found.account.as_deref(), Some("anna"));
}
