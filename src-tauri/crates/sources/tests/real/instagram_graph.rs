use contract::{LookBack, MonitorSpec, Platform, TargetKind, UnixMillis};
use serde_json::{Value, json};
use sources::{Collected, Note, Retry, SourceFailure, SourceId};

use crate::world::{Asked, CANARY, NOW, Reply, World, ask, in_country, spec};

const ME: &str = "17841406338772941";

fn made_post(id: u64, published: &str) -> Value {
    json!({"id": id.to_string(), "caption": "Blue #Bottle", "comments_count": 11, "media_type": "VIDEO",
        "media_url": "https://video.example/v.mp4", "thumbnail_url": "https://scontent.example/t.jpg",
        "permalink": format!("https://www.instagram.com/p/{id}/"), "timestamp": published})
}

/// A page whose `next` holds a token, as Meta's do.
fn page(items: &[Value], after: &str) -> Value {
    json!({"data": items, "paging": {"cursors": {"after": after},
        "next": format!("https://graph.facebook.com/v25.0/x?access_token={CANARY}&after={after}")}})
}

fn error(code: u32, sub: u32) -> Reply {
    Reply::Json(
        400,
        json!({"error": {"message": format!("(#{code}) Secret words"), "type": "OAuthException", "code": code, "error_subcode": sub}}),
    )
}

fn accounts() -> Reply {
    let linked = json!({"instagram_business_account": {"id": ME, "username": "mine"}, "id": "1"});
    Reply::Json(200, json!({"data": [{"id": "0"}, linked]}))
}

fn answers(asked: &Asked) -> Reply {
    let path = asked.path.trim_start_matches("/v25.0/");
    match path {
        "me/accounts" => accounts(),
        "ig_hashtag_search" => Reply::Json(200, json!({"data": [{"id": "17841562426109234"}]})),
        "17841562426109234/recent_media" => {
            // The cursor is the same text on every page.
            let start = if asked.q("after").is_empty() { 1 } else { 2 };
            let items = [
                made_post(start, "2026-11-25T19:00:42+0000"),
                made_post(2, "2026-11-25T18:00:42+0000"),
            ];
            Reply::Json(200, page(&items, "same"))
        }
        "17841562426109234/top_media" => {
            let items = [
                made_post(9, "2026-11-01T10:00:00+0000"),
                made_post(2, "2026-11-25T18:00:42+0000"),
            ];
            Reply::Json(200, page(&items, "same"))
        }
        ME => discovery(asked),
        _ if path.ends_with("recently_searched_hashtags") => {
            Reply::Json(200, json!({"data": [{"id": "1"}, {"id": "2"}]}))
        }
        _ => Reply::Text(404, String::new()),
    }
}

fn discovery(asked: &Asked) -> Reply {
    let fields = asked.q("fields");
    if !fields.starts_with("business_discovery.username(bluebottle)") {
        return error(110, 2_207_013);
    }
    let (items, after) = if fields.contains(".after(p2)") {
        (vec![made_post(3, "2026-10-01T10:00:00+0000")], "p3")
    } else {
        (
            vec![
                made_post(1, "2026-11-24T10:00:00+0000"),
                json!({"id": "2", "caption": "no time"}),
            ],
            "p2",
        )
    };
    let media = page(&items, after);
    Reply::Json(
        200,
        json!({"business_discovery": {"id": "17841407673135339", "username": "bluebottle", "name": "Blue Bottle",
            "followers_count": 500, "media": media}, "id": ME}),
    )
}

fn account(name: &str) -> MonitorSpec {
    spec(Platform::Instagram, TargetKind::Username, name)
}

fn tag() -> MonitorSpec {
    spec(Platform::Instagram, TargetKind::Hashtag, "#bluebottle")
}

async fn collect(world: &World, spec: &MonitorSpec) -> Result<Collected, SourceFailure> {
    ask(&world.sources(), SourceId::InstagramGraph, spec, 1).await
}

#[tokio::test]
async fn a_professional_account_is_found_and_its_pages_are_read_to_the_period_s_end() {
    let world = World::new(answers).await;
    let found = collect(&world, &account("@bluebottle")).await.unwrap();
    let ids: Vec<_> = found.posts.iter().map(|post| post.native_id.as_str()).collect();
    assert_eq!(ids, ["1", "3"]);
    let post = &found.posts[0];
    assert_eq!(
        (post.counts.comments, post.counts.likes),
        (Some(11), None),
        "hidden likes are not 0"
    );
    assert_eq!(
        post.thumbnail_url.as_deref(),
        Some("https://scontent.example/t.jpg")
    );
    assert_eq!(post.author.as_ref().unwrap().followers, Some(500));
    assert!(found.notes.contains(&Note::Partial));
    let week = MonitorSpec {
        days: LookBack::Week,
        ..account("@bluebottle")
    };
    assert_eq!(collect(&world, &week).await.unwrap().posts.len(), 1);
}

#[tokio::test]
async fn a_hashtag_says_what_instagram_keeps_back() {
    let world = World::new(answers).await;
    let found = collect(&world, &in_country("us", tag())).await.unwrap();
    let ids: Vec<_> = found.posts.iter().map(|post| post.native_id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "9"], "each once, whichever list it was on");
    assert!(found.posts.iter().all(|post| post.author.is_none()));
    for note in [Note::Window24h, Note::AuthorNotAvailable, Note::CountryNotApplied] {
        assert!(found.notes.contains(&note), "{note:?}");
    }
    let day = MonitorSpec {
        days: LookBack::Day,
        ..tag()
    };
    let found = collect(&world, &day).await.unwrap();
    assert!(
        !found.notes.contains(&Note::Window24h),
        "one day is what it gives"
    );
    let lookups = world.count("GET", "/ig_hashtag_search");
    assert_eq!(lookups, 1, "a hashtag's id is looked up once");
}

#[tokio::test]
async fn the_same_cursor_twice_is_no_loop_but_a_page_without_anything_new_ends_it() {
    let world = World::new(answers).await;
    collect(&world, &tag()).await.unwrap();
    assert_eq!(
        world.count("GET", "/recent_media"),
        2,
        "the second page repeats what the first had"
    );
}

#[tokio::test]
async fn comments_of_others_are_told_to_be_missing() {
    let wanted = MonitorSpec {
        comment_monitoring: true,
        ..account("@bluebottle")
    };
    let found = collect(&World::new(answers).await, &wanted).await.unwrap();
    assert!(found.comments.is_empty() && found.notes.contains(&Note::CommentsNotAvailable));
}

#[tokio::test]
async fn an_account_that_is_not_professional_is_told_as_such_and_odd_names_are_not_sent() {
    let world = World::new(answers).await;
    let failure = collect(&world, &account("@private.person")).await.unwrap_err();
    assert!(
        failure
            .to_string()
            .starts_with("@private.person was not found among"),
        "{failure}"
    );
    let before = world.all().len();
    for name in ["@a){id}", "@x,y", "@ünder", "@a_name_that_is_far_too_long_for_it"] {
        assert!(collect(&world, &account(name)).await.is_err());
    }
    assert_eq!(world.all().len(), before);
}

#[tokio::test]
async fn every_documented_error_has_its_meaning_and_meta_s_words_are_not_shown() {
    type Meaning = fn(&SourceFailure) -> bool;
    let key: Meaning = |failure| matches!(failure, SourceFailure::KeyRefused { .. });
    let rights: Meaning = |failure| matches!(failure, SourceFailure::KeyNotAllowed { .. });
    let busy: Meaning = |failure| matches!(failure, SourceFailure::TooManyRequests { .. });
    let later: Meaning = |failure| failure.retry() == Retry::Later;
    let rest: Meaning = |failure| failure.retry() == Retry::NotBefore(UnixMillis(NOW.0 + 86_400_000));
    let blocked: Meaning =
        |failure| matches!(failure, SourceFailure::HashtagBlocked { tag } if tag == "#bluebottle");
    for (code, sub, meaning) in [
        (190, 463, key),
        (10, 0, rights),
        (200, 0, rights),
        (368, 0, rights),
        (4, 0, busy),
        (80_002, 0, busy),
        (2_500, 0, later),
        (100, 0, later),
        (18, 2_207_034, rest),
        (24, 2_207_024, blocked),
    ] {
        let world = World::new(move |asked: &Asked| match asked.path.as_str() {
            "/v25.0/me/accounts" => accounts(),
            _ => error(code, sub),
        })
        .await;
        let failure = collect(&world, &tag()).await.unwrap_err();
        assert!(meaning(&failure), "{code}/{sub}: {failure:?}");
        assert!(!failure.to_string().contains("Secret words"), "{failure}");
    }
}

#[tokio::test]
async fn a_token_without_a_professional_account_is_told_so() {
    let world = World::new(|_: &Asked| Reply::Json(200, json!({"data": [{"id": "0"}]}))).await;
    assert_eq!(
        collect(&world, &tag()).await.unwrap_err(),
        SourceFailure::NoOwnAccount
    );
}

#[tokio::test]
async fn the_allowance_of_hashtags_is_instagram_s_own_number() {
    let world = World::new(answers).await;
    let usage = world
        .sources()
        .usage(SourceId::InstagramGraph, NOW)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((usage.buckets[0].used, usage.buckets[0].limit), (2, 30));
}
