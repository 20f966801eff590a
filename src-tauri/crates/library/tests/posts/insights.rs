use contract::{Platform, UnixMillis};
use jiff::tz::TimeZone;
use library::insights::{Insights, InsightsQuery, Step};
use library::{Counts, Post};

use crate::world::{DAY, NOW, World, agent, by, post, views};

fn insights(world: &World, days: i64) -> Insights {
    let query = InsightsQuery {
        from: UnixMillis(NOW - days * DAY),
        until: UnixMillis(NOW + 1),
    };
    world
        .reader
        .insights(&agent(), &query, &TimeZone::get("Europe/Berlin").unwrap())
        .unwrap()
}

#[test]
fn platforms_stand_side_by_side_and_are_never_added_up() {
    let youtube = Post {
        platform: Platform::YouTube,
        ..views("y", 1, 50)
    };
    let world = World::with(&[views("a", 1, 10), views("b", 2, 20), youtube]);
    let told = insights(&world, 10);
    let posts: Vec<_> = told
        .platforms
        .iter()
        .map(|one| (one.platform, one.posts))
        .collect();
    assert_eq!(posts, [(Platform::TikTok, 2), (Platform::YouTube, 1)]);
    assert_eq!(told.step, Step::Day);
    let counted: u32 = told.platforms[0].counts.iter().sum();
    assert_eq!(counted, 2);
}

#[test]
fn a_median_rate_leaves_posts_without_views_out() {
    let with = |id: &str, seen: Option<u64>, likes: u64| Post {
        counts: Counts {
            views: seen,
            likes: Some(likes),
            ..Counts::default()
        },
        ..post(id, 2, "")
    };
    let world = World::with(&[
        with("a", Some(100), 5),
        with("b", Some(100), 7),
        with("c", None, 9_999),
    ]);
    let told = insights(&world, 10);
    let rates: Vec<_> = told.platforms[0].engagement.iter().flatten().collect();
    assert_eq!(rates, [&60_000]);
    assert_eq!((told.platforms[0].posts, told.platforms[0].with_views), (3, 2));
}

#[test]
fn creators_and_hashtags_need_three_posts() {
    let tagged = |id: &str, who: &str, seen: u64, tag: &str| Post {
        author: Some(by(who)),
        hashtags: vec![tag.to_owned()],
        ..views(id, 3, seen)
    };
    let world = World::with(&[
        tagged("a", "mia", 10, "often"),
        tagged("b", "mia", 30, "often"),
        tagged("c", "mia", 20, "often"),
        tagged("d", "ben", 900, "rare"),
        tagged("e", "ben", 900, "rare"),
    ]);
    let told = insights(&world, 10);
    let creators: Vec<_> = told.platforms[0]
        .creators
        .iter()
        .map(|one| (one.name.as_str(), one.twice_views))
        .collect();
    assert_eq!(creators, [("mia", 40)]);
    let tags: Vec<_> = told.platforms[0]
        .hashtags
        .iter()
        .map(|one| (one.tag.as_str(), one.posts))
        .collect();
    assert_eq!(tags, [("often", 3)]);
}

#[test]
fn weeks_begin_on_monday_in_the_persons_zone_also_when_clocks_change() {
    let world = World::with(&[post("a", 1, "")]);
    let told = insights(&world, 120);
    assert_eq!(told.step, Step::Week);
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    for start in &told.starts {
        let local = zone.to_datetime(jiff::Timestamp::from_millisecond(start.0).unwrap());
        assert_eq!(
            (local.weekday().to_monday_zero_offset(), local.hour()),
            (0, 0),
            "{local}"
        );
    }
}

#[test]
fn a_best_time_is_told_in_the_persons_zone() {
    let mut late = views("a", 0, 100);
    // Sunday 22 November 2026, 23:30 UTC is Monday 0:30 in Berlin.
    late.published_at = UnixMillis(1_795_390_200_000);
    let world = World::with(&[late]);
    let told = insights(&world, 10);
    let cells = &told.platforms[0].times;
    assert_eq!(cells.len(), 84);
    assert_eq!((cells[0].posts, cells[0].twice_views), (1, Some(200)));
}
