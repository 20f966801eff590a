use contract::UnixMillis;
use library::{Author, Counts, Post};

use crate::world::{DAY, NOW, World, agent, by, post, views};

#[test]
fn an_outlier_is_views_by_the_creators_median_of_the_last_thirty_days() {
    let old = views("old", 24 * 40, 1_000_000);
    let world = World::with(&[views("a", 1, 100), views("b", 2, 200), views("c", 3, 400), old]);
    let outliers = ["a", "b", "c", "old"].map(|id| world.card(id).outlier);
    assert_eq!(outliers, [Some(500), Some(1_000), Some(2_000), Some(5_000_000)]);
    let usual = world.card("a").creator.unwrap().usual.unwrap();
    assert_eq!(
        (usual.twice_views, usual.posts),
        (400, 3),
        "the post of 40 days ago is not part of the median"
    );
}

#[test]
fn under_three_posts_there_is_no_outlier() {
    let mut world = World::with(&[views("a", 1, 100), views("b", 2, 900)]);
    assert_eq!(world.card("b").outlier, None);
    assert_eq!(world.card("b").creator.unwrap().usual, None);
    world.store(&[views("c", 3, 100)]);
    assert_eq!(
        world.card("b").outlier,
        Some(9_000),
        "with the third post there is"
    );
}

#[test]
fn a_median_of_nothing_makes_no_outlier() {
    let world = World::with(&[views("a", 1, 0), views("b", 2, 0), views("c", 3, 7)]);
    assert_eq!(world.card("c").outlier, None);
}

#[test]
fn engagement_needs_views_and_something_to_divide() {
    let counts = |views, likes, shares| Counts {
        views,
        likes,
        shares,
        ..Counts::default()
    };
    let with = |id: &str, counts| Post {
        counts,
        ..post(id, 1, "")
    };
    let world = World::with(&[
        with("full", counts(Some(1_000), Some(80), Some(11))),
        with("silent", counts(Some(1_000), None, None)),
        with("unseen", counts(None, Some(80), None)),
        with("nobody", counts(Some(0), Some(0), None)),
        with("zero", counts(Some(10), Some(0), None)),
    ]);
    let rates = ["full", "silent", "unseen", "nobody", "zero"].map(|id| world.card(id).engagement);
    assert_eq!(rates, [Some(91_000), None, None, None, Some(0)]);
}

#[test]
fn a_series_has_a_row_for_each_change_and_none_for_what_stayed() {
    let mut world = World::new();
    for (day, count) in [(0, 10), (1, 10), (2, 25)] {
        let mut seen = views("a", 100, count);
        seen.fetched_at = UnixMillis(NOW + day * DAY);
        world.store(&[seen]);
    }
    let detail = world.reader.post(&agent(), world.card("a").id).unwrap().unwrap();
    let series: Vec<_> = detail
        .series
        .iter()
        .map(|at| (at.at.0 - NOW, at.counts.views))
        .collect();
    assert_eq!(series, [(0, Some(10)), (2 * DAY, Some(25))]);
}

#[test]
fn what_was_fetched_earlier_never_undoes_newer_counts() {
    let mut world = World::with(&[views("a", 100, 500)]);
    let mut earlier = views("a", 100, 20);
    earlier.fetched_at = UnixMillis(NOW - DAY);
    earlier.counts.likes = Some(3);
    world.store(&[earlier]);
    let card = world.card("a");
    assert_eq!(
        (card.counts.views, card.counts.likes),
        (Some(500), Some(3)),
        "only what was missing is taken"
    );
}

#[test]
fn a_creator_with_an_id_and_one_with_a_handle_only_are_the_same_where_the_handle_is() {
    let known = |id: &str, handle: &str| Author {
        native_id: Some(id.to_owned()),
        ..by(handle)
    };
    let world = World::with(&[
        Post {
            author: Some(by("Mia")),
            ..post("a", 1, "")
        },
        Post {
            author: Some(known("7", "mia")),
            ..post("b", 2, "")
        },
        Post {
            author: Some(known("8", "mia")),
            ..post("c", 3, "")
        },
    ]);
    let creators = ["a", "b", "c"].map(|id| world.card(id).creator.unwrap().id);
    assert_eq!(creators[0], creators[1]);
    assert_ne!(
        creators[1], creators[2],
        "two ids are two people, whatever they are called"
    );
}

#[test]
fn a_post_whose_day_is_corrected_moves_to_its_place() {
    let mut world = World::with(&[post("a", 1, "word"), post("b", 2, "word")]);
    world.store(&[post("a", 3, "word")]);
    assert_eq!(world.search("word"), ["b", "a"]);
    assert_eq!(world.found(library::PostFilter::default()), ["b", "a"]);
}
