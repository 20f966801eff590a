use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use contract::{LookBack, MaxResults, MonitorSpec, Platform, TargetKind, UnixMillis};
use serde_json::json;
use sources::{Collected, Note, Query, Retry, SourceFailure, SourceId};

use crate::made_youtube::*;
use crate::world::{Asked, CANARY, NOW, Reply, World, ask, in_country, spec};

fn account(name: &str) -> MonitorSpec {
    spec(Platform::YouTube, TargetKind::Username, name)
}

fn tag() -> MonitorSpec {
    spec(Platform::YouTube, TargetKind::Hashtag, "#cooking")
}

async fn collect(world: &World, spec: &MonitorSpec) -> Result<Collected, SourceFailure> {
    ask(&world.sources(), SourceId::YoutubeApi, spec, 1).await
}

fn ids(found: &Collected) -> Vec<&str> {
    found.posts.iter().map(|post| post.native_id.as_str()).collect()
}

async fn made() -> World {
    World::new(|asked| answers(asked, &videos(), &["aaaaaaaaaaa", "bbbbbbbbbbb", "ddddddddddd"])).await
}

#[tokio::test]
async fn an_account_becomes_its_uploads_without_any_search() {
    let world = made().await;
    let found = collect(&world, &account("@kitchen")).await.unwrap();
    assert_eq!(ids(&found), ["aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc"]);
    let post = &found.posts[0];
    assert_eq!(post.title.as_deref(), Some("PERFECT PIPE & BACKDOOR"));
    assert_eq!(post.hashtags, ["cooking", "pasta"]);
    assert_eq!(post.duration_ms, Some(127_000));
    assert_eq!(
        (post.counts.views, post.counts.likes, post.counts.comments),
        (Some(8_087), None, None),
        "a hidden count is not 0"
    );
    let author = post.author.as_ref().unwrap();
    assert_eq!(
        (author.handle.as_deref(), author.followers),
        (Some("kitchen"), Some(1_200))
    );
    assert_eq!(post.origin.unwrap().country.to_string(), "us");
    assert_eq!(post.thumbnail_url.as_deref(), Some("https://i.ytimg.com/h.jpg"));
    assert_eq!(world.count("GET", "/search"), 0);
    assert_eq!(found.cost, contract::Money::ZERO);
}

#[tokio::test]
async fn a_handle_is_looked_up_once_and_then_known_by_its_channel() {
    let world = made().await;
    collect(&world, &account("@Kitchen")).await.unwrap();
    collect(&world, &account("@kitchen")).await.unwrap();
    let by_handle = world
        .all()
        .iter()
        .filter(|asked| !asked.q("forHandle").is_empty())
        .count();
    assert_eq!(by_handle, 1);
}

#[tokio::test]
async fn a_handle_whose_channel_is_gone_is_looked_up_anew() {
    let moved = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&moved);
    let world = World::new(move |asked: &Asked| {
        let gone = seen.load(Ordering::SeqCst) > 0 && asked.q("id") == KITCHEN;
        match asked.path.as_str() {
            "/youtube/v3/channels" if gone => Reply::Json(200, json!({})),
            "/youtube/v3/channels" if seen.load(Ordering::SeqCst) > 0 => {
                page(&[channel(BAKERY, "kitchen", None)], None)
            }
            _ => answers(asked, &videos(), &[]),
        }
    })
    .await;
    collect(&world, &account("@kitchen")).await.unwrap();
    moved.store(1, Ordering::SeqCst);
    let found = collect(&world, &account("@kitchen")).await.unwrap();
    assert_eq!(ids(&found), ["ddddddddddd"]);
}

#[tokio::test]
async fn a_channel_id_needs_no_handle() {
    let world = made().await;
    let found = collect(&world, &account(&format!("@{KITCHEN}"))).await.unwrap();
    assert_eq!(found.posts.len(), 3);
    assert!(world.all().iter().all(|asked| asked.q("forHandle").is_empty()));
}

#[tokio::test]
async fn an_unknown_handle_is_told_and_is_no_error_of_youtubes() {
    let failure = collect(&made().await, &account("@nobody")).await.unwrap_err();
    assert_eq!(
        failure,
        SourceFailure::AccountNotFound {
            name: "@nobody".to_owned()
        }
    );
}

#[tokio::test]
async fn a_hashtag_is_checked_in_the_video_because_the_search_is_fuzzy() {
    let world = made().await;
    let found = collect(&world, &tag()).await.unwrap();
    assert_eq!(
        ids(&found),
        ["aaaaaaaaaaa", "ddddddddddd"],
        "in the text, and among the tags"
    );
    assert!(found.notes.contains(&Note::TagChecked));
    let search = world
        .all()
        .into_iter()
        .find(|asked| asked.path.ends_with("search"))
        .unwrap();
    assert_eq!(
        (search.q("q"), search.q("type"), search.q("order")),
        ("#cooking", "video", "date")
    );
}

#[tokio::test]
async fn period_country_and_number_are_applied_after_the_search_whatever_it_did() {
    let world = made().await;
    let wanted = MonitorSpec {
        days: LookBack::Week,
        ..spec(Platform::YouTube, TargetKind::Keyword, "salt and bread")
    };
    let found = collect(&world, &in_country("us", wanted.clone())).await.unwrap();
    assert_eq!(ids(&found), ["aaaaaaaaaaa", "ddddddddddd", "bbbbbbbbbbb"]);
    assert!(
        found.notes.contains(&Note::CountryPartlyApplied),
        "the bakery does not tell its country"
    );
    let german = collect(&world, &in_country("de", wanted.clone())).await.unwrap();
    assert_eq!(ids(&german), ["ddddddddddd"]);
    let one = MonitorSpec {
        max_results: MaxResults::new(1).unwrap(),
        ..wanted
    };
    assert_eq!(ids(&collect(&world, &one).await.unwrap()), ["aaaaaaaaaaa"]);
    let search = world
        .all()
        .into_iter()
        .find(|asked| asked.path.ends_with("search"))
        .unwrap();
    assert_eq!(
        search.q("publishedAfter"),
        "2026-11-18T20:00:00Z",
        "it must end in Z"
    );
    assert_eq!(search.q("regionCode"), "US");
}

#[tokio::test]
async fn uploads_are_paged_until_there_are_enough_or_all_are_too_old() {
    let world = World::new(|asked: &Asked| match asked.path.as_str() {
        "/youtube/v3/playlistItems" => match asked.q("pageToken") {
            "" => page(&[upload("aaaaaaaaaaa", &day(24))], Some("p2")),
            "p2" => page(&[upload("bbbbbbbbbbb", &day(20))], Some("p3")),
            _ => page(&[upload("ccccccccccc", &day(1))], Some("p4")),
        },
        _ => answers(asked, &videos(), &[]),
    })
    .await;
    let week = MonitorSpec {
        days: LookBack::Week,
        ..account("@kitchen")
    };
    assert_eq!(
        ids(&collect(&world, &week).await.unwrap()),
        ["aaaaaaaaaaa", "bbbbbbbbbbb"]
    );
    assert_eq!(
        world.count("GET", "/playlistItems"),
        3,
        "the third page is too old, and the last asked for"
    );
    let one = MonitorSpec {
        max_results: MaxResults::new(1).unwrap(),
        ..account("@kitchen")
    };
    collect(&world, &one).await.unwrap();
    assert_eq!(world.count("GET", "/playlistItems"), 4, "one is enough");
}

#[tokio::test]
async fn a_used_up_allowance_rests_until_midnight_pacific_and_asks_nothing_meanwhile() {
    let world = World::new(|asked: &Asked| match asked.path.as_str() {
        "/youtube/v3/search" => error(403, "quotaExceeded"),
        _ => answers(asked, &videos(), &[]),
    })
    .await;
    let sources = world.sources();
    let failure = ask(&sources, SourceId::YoutubeApi, &tag(), 1).await.unwrap_err();
    // 2026-11-26T00:00 in California.
    let midnight = UnixMillis(1_795_680_000_000);
    assert_eq!(failure.retry(), Retry::NotBefore(midnight), "{failure}");
    assert!(failure.to_string().contains("midnight Pacific"));
    ask(&sources, SourceId::YoutubeApi, &tag(), 2).await.unwrap_err();
    assert_eq!(world.count("GET", "/search"), 1, "the second check sends nothing");
    let usage = sources.usage(SourceId::YoutubeApi, NOW).await.unwrap().unwrap();
    assert_eq!(
        (
            usage.buckets[0].name,
            usage.buckets[0].used,
            usage.buckets[0].used_up
        ),
        ("searches", 1, true)
    );
    assert!(!usage.buckets[1].used_up, "the other allowance is another");
    let after = Query::of(&tag(), midnight);
    sources.collect(SourceId::YoutubeApi, &after).await.unwrap_err();
    assert_eq!(world.count("GET", "/search"), 2, "at midnight it is asked again");
    assert!(
        ask(&sources, SourceId::YoutubeApi, &account("@kitchen"), 1)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn what_a_key_used_is_counted_by_key_and_outlives_a_restart() {
    let world = made().await;
    collect(&world, &account("@kitchen")).await.unwrap();
    collect(&world, &tag()).await.unwrap();
    let again = world.sources();
    let usage = again.usage(SourceId::YoutubeApi, NOW).await.unwrap().unwrap();
    let numbers: Vec<_> = usage
        .buckets
        .iter()
        .map(|bucket| (bucket.used, bucket.limit))
        .collect();
    let sent = u64::try_from(world.all().len()).unwrap();
    assert_eq!(numbers, [(1, 100), (sent - 1, 10_000)]);
    again.set_key(
        SourceId::YoutubeApi,
        Some(sources::SourceKey::parse("another-key").unwrap()),
    );
    let usage = again.usage(SourceId::YoutubeApi, NOW).await.unwrap().unwrap();
    assert!(usage.buckets.iter().all(|bucket| bucket.used == 0));
}

#[tokio::test]
async fn comments_come_with_their_replies_and_as_they_are_displayed() {
    let wanted = MonitorSpec {
        comment_monitoring: true,
        ..account("@kitchen")
    };
    let found = collect(&made().await, &wanted).await.unwrap();
    assert_eq!(
        found.comments.len(),
        6,
        "three videos with a comment and a reply each"
    );
    let (top, reply) = (&found.comments[0], &found.comments[1]);
    assert_eq!(
        (top.text.as_str(), top.author_handle.as_deref()),
        ("Nice <b>one</b>", Some("anna"))
    );
    assert_eq!((top.likes, top.replies, reply.replies), (Some(3), Some(1), None));
    assert_eq!(reply.parent_native_id.as_deref(), Some("c1"));
}

#[tokio::test]
async fn comments_that_are_turned_off_or_cut_short_are_a_note_and_not_a_failure() {
    for (reason, status, note) in [
        ("commentsDisabled", 403, Note::CommentsTurnedOff),
        ("quotaExceeded", 403, Note::CommentsPartial),
        ("backendError", 500, Note::CommentsPartial),
    ] {
        let world = World::new(move |asked: &Asked| match asked.path.as_str() {
            "/youtube/v3/commentThreads" => error(status, reason),
            _ => answers(asked, &videos(), &[]),
        })
        .await;
        let wanted = MonitorSpec {
            comment_monitoring: true,
            ..account("@kitchen")
        };
        let found = collect(&world, &wanted).await.unwrap();
        assert_eq!((found.posts.len(), found.comments.len()), (3, 0));
        assert!(found.notes.contains(&note), "{reason}: {:?}", found.notes);
    }
}

#[tokio::test]
async fn every_refusal_has_its_own_meaning_and_shows_no_html() {
    let later = |failure: &SourceFailure| failure.retry() == Retry::Later;
    let refused = |failure: &SourceFailure| matches!(failure, SourceFailure::KeyRefused { .. });
    let not_allowed = |failure: &SourceFailure| matches!(failure, SourceFailure::KeyNotAllowed { .. });
    type Meaning = fn(&SourceFailure) -> bool;
    let table: [(u16, &'static str, Meaning); 9] = [
        (400, "keyInvalid", refused),
        (400, "keyExpired", refused),
        (401, "authError", refused),
        (403, "accessNotConfigured", not_allowed),
        (403, "ipRefererBlocked", not_allowed),
        (403, "SERVICE_UNAVAILABLE", later),
        (429, "rateLimitExceeded", later),
        (500, "backendError", later),
        (503, "", later),
    ];
    for (status, reason, meaning) in table {
        let world = World::new(move |_: &Asked| error(status, reason)).await;
        let failure = collect(&world, &account("@kitchen")).await.unwrap_err();
        assert!(meaning(&failure), "{status} {reason}: {failure:?}");
        assert!(!failure.to_string().contains('<'), "{failure}");
    }
    let new_form = json!({"error": {"code": 400, "message": "API key not valid. Please pass a valid API key.",
        "errors": [{"reason": "badRequest"}], "status": "INVALID_ARGUMENT"}});
    let world = World::new(move |_: &Asked| Reply::Json(400, new_form.clone())).await;
    assert!(refused(&collect(&world, &account("@kitchen")).await.unwrap_err()));
}

#[tokio::test]
async fn rubbish_and_answers_that_are_cut_off_are_no_empty_result() {
    for body in [
        "<html>Before you continue</html>",
        "[]",
        "",
        r#"{"items": [{"id": "UC"#,
    ] {
        let world = World::new(move |_: &Asked| Reply::Text(200, body.to_owned())).await;
        let failure = collect(&world, &account("@kitchen")).await.unwrap_err();
        assert_eq!(failure.retry(), Retry::Later, "{body}: {failure}");
    }
    let world = World::new(|_: &Asked| Reply::Cut(r#"{"items": ["#.to_owned())).await;
    let failure = collect(&world, &account("@kitchen")).await.unwrap_err();
    assert_eq!(failure, SourceFailure::Unreachable { platform: "YouTube" });
}

#[tokio::test]
async fn a_slow_server_can_be_given_up_at_any_moment() {
    let world = World::new(|_: &Asked| Reply::Slow(Duration::from_secs(600))).await;
    let wanted = account("@kitchen");
    let asking = collect(&world, &wanted);
    assert!(
        tokio::time::timeout(Duration::from_millis(300), asking)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_video_that_cannot_be_read_is_left_out_and_told() {
    let mut all = videos();
    all[1]["snippet"]["publishedAt"] = json!("some day");
    let world = World::new(move |asked: &Asked| match asked.path.as_str() {
        "/youtube/v3/playlistItems" => {
            let items = ["aaaaaaaaaaa", "bbbbbbbbbbb"].map(|id| upload(id, &day(24)));
            page(&items, None)
        }
        _ => answers(asked, &all, &[]),
    })
    .await;
    let found = collect(&world, &account("@kitchen")).await.unwrap();
    assert_eq!(ids(&found), ["aaaaaaaaaaa"]);
    assert!(found.notes.contains(&Note::Partial));
}

#[tokio::test]
async fn the_key_goes_into_a_header_and_into_no_address() {
    let world = made().await;
    collect(&world, &tag()).await.unwrap();
    for asked in world.all() {
        assert_eq!(
            asked.headers.get("x-goog-api-key").map(String::as_str),
            Some(CANARY)
        );
        assert!(!asked.raw_query.contains(CANARY) && !asked.path.contains(CANARY));
    }
}

#[tokio::test]
async fn a_key_is_tried_with_one_cheap_call() {
    let world = made().await;
    world
        .sources()
        .try_own_key(SourceId::YoutubeApi, NOW)
        .await
        .unwrap();
    assert_eq!((world.all().len(), world.count("GET", "/search")), (1, 0));
}

#[tokio::test]
async fn known_videos_are_fetched_again_fifty_a_call_and_what_is_gone_is_left_out() {
    let world = made().await;
    let mut asked: Vec<String> = (0..60).map(|number| format!("gone{number:07}")).collect();
    asked.push("aaaaaaaaaaa".to_owned());
    let found = world.sources().youtube_again(&asked, NOW).await.unwrap();
    assert_eq!((found.len(), found[0].counts.views), (1, Some(8_087)));
    assert_eq!((world.count("GET", "/videos"), world.all().len()), (2, 2));
}
