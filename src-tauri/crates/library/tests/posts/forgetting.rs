use contract::UnixMillis;
use library::{Post, PostFilter, SourceId};

use crate::world::{DAY, NOW, World, agent, by, comment, job, post, views};

#[test]
fn everything_of_a_creator_goes_also_what_they_wrote_under_others_posts() {
    let mut world = World::new();
    let theirs = Post {
        author: Some(by("Ben")),
        ..post("b", 1, "a rare word")
    };
    let notes = [
        comment("a", "c1", "hello from me"),
        comment("b", "c2", "under my own"),
    ];
    world.store_for("1", &[theirs, post("a", 2, "other")], &notes);
    let ben = world.card("b").creator.unwrap().id;
    let gone = world.library.forget_creator(&agent(), ben).unwrap();
    assert_eq!((gone.posts, gone.comments), (1, 2));
    assert_eq!(world.found(PostFilter::default()), ["a"]);
    assert!(world.search("rare").is_empty(), "the index forgets too");
    let inside = PostFilter {
        search: "hello".to_owned(),
        in_comments: true,
        ..PostFilter::default()
    };
    assert!(world.found(inside).is_empty());
    let bytes = std::fs::read(world.folder.path().join("library.db")).unwrap();
    let text = b"hello from me";
    assert!(
        !bytes.windows(text.len()).any(|part| part == text),
        "nor does the file hold what they wrote"
    );
}

#[test]
fn a_monitor_goes_with_its_posts_or_without() {
    let mut world = World::new();
    world.store_for("1", &[post("mine", 1, ""), post("shared", 2, "")], &[]);
    world.store_for("2", &[post("shared", 2, "")], &[]);
    let kept = world.library.forget_job(&agent(), &job("2"), false).unwrap();
    assert_eq!(kept.posts, 0);
    world.store_for("2", &[post("shared", 2, "")], &[]);
    let gone = world.library.forget_job(&agent(), &job("1"), true).unwrap();
    assert_eq!(gone.posts, 1);
    assert_eq!(
        world.found(PostFilter::default()),
        ["shared"],
        "what another monitor found stays"
    );
}

#[test]
fn the_feeds_posts_end_after_thirty_days_unless_they_were_fetched_again() {
    let feed = |id: &str, days: i64| Post {
        source: SourceId::YoutubeFeed,
        fetched_at: UnixMillis(NOW - days * DAY),
        ..post(id, 24 * 60, "")
    };
    let mut world = World::with(&[feed("old", 31), feed("fresh", 29), post("file", 24 * 90, "")]);
    let gone = world.library.forget_expired(UnixMillis(NOW)).unwrap();
    assert_eq!(gone.posts, 1);
    let mut left = world.found(PostFilter::default());
    left.sort();
    assert_eq!(left, ["file", "fresh"]);
}

#[test]
fn what_is_usual_is_worked_out_anew_when_posts_go() {
    let mut world = World::new();
    world.store_for("1", &[views("a", 1, 10), views("b", 2, 20)], &[]);
    world.store_for("2", &[views("c", 3, 30)], &[]);
    assert!(world.card("a").outlier.is_some());
    world.library.forget_job(&agent(), &job("2"), true).unwrap();
    assert_eq!(world.card("a").outlier, None);
}

#[test]
fn young_posts_are_fetched_again_daily_and_older_ones_before_they_would_have_to_go() {
    let video = |id: &str, published: i64, fetched: i64| Post {
        source: SourceId::YoutubeApi,
        fetched_at: UnixMillis(NOW - fetched * DAY),
        ..post(id, published * 24 + 1, "")
    };
    let world = World::with(&[
        video("young", 3, 2),
        video("young-today", 3, 0),
        video("older", 60, 19),
        video("ending", 60, 21),
        post("file", 24 * 90, ""),
    ]);
    let due = |source| {
        let due = world.library.due_again(source, UnixMillis(NOW), 10).unwrap();
        due.into_iter().map(|post| post.native_id).collect::<Vec<_>>()
    };
    assert_eq!(due(SourceId::YoutubeApi), ["ending", "young"]);
    assert!(due(SourceId::Import).is_empty(), "a file has nothing to ask");
}

#[test]
fn what_is_fetched_again_has_new_counts_and_what_was_deleted_meanwhile_stays_deleted() {
    let later = UnixMillis(NOW + DAY);
    let again = |id: &str, count: u64| Post {
        fetched_at: later,
        ..views(id, 1, count)
    };
    let mut world = World::with(&[views("kept", 1, 10)]);
    let stored = world
        .library
        .refresh(&agent(), &[again("kept", 25), again("gone", 7)], later);
    assert_eq!(stored.unwrap(), 1);
    assert_eq!(world.found(PostFilter::default()), ["kept"]);
    let detail = world
        .reader
        .post(&agent(), world.card("kept").id)
        .unwrap()
        .unwrap();
    let series: Vec<_> = detail.series.iter().map(|at| at.counts.views).collect();
    assert_eq!(series, [Some(10), Some(25)], "both counts are kept, by time");
}
