use contract::{Country, Platform, UnixMillis};
use library::{CountryBasis, Counts, Media, Origin, Post, PostFilter, PostQuery, PostSort};

use crate::world::{DAY, NOW, World, by, job, names, post, views};

/// All pages, one after the other.
fn walk(world: &World, sort: PostSort, filter: &PostFilter, limit: u32) -> Vec<String> {
    let mut query = PostQuery {
        filter: filter.clone(),
        sort,
        after: None,
        limit,
    };
    let mut all = Vec::new();
    loop {
        let page = world.page(&query);
        all.extend(names(&page.posts));
        match page.next {
            Some(next) => query.after = Some(next),
            None => return all,
        }
    }
}

/// Posts of which many share an instant, a number of views, or have none.
fn crowd() -> Vec<Post> {
    (0_i64..97)
        .map(|n| {
            let seen = (n % 4 != 0).then(|| u64::try_from(n % 7).unwrap());
            let counts = Counts {
                views: seen,
                likes: Some(1),
                ..Counts::default()
            };
            Post {
                counts,
                author: Some(by(&format!("c{}", n % 5))),
                ..post(&format!("p{n:02}"), n / 10, "same words")
            }
        })
        .collect()
}

#[test]
fn pages_of_every_order_hold_every_post_once() {
    let world = World::with(&crowd());
    let searched = PostFilter {
        search: "same".to_owned(),
        ..PostFilter::default()
    };
    for filter in [PostFilter::default(), searched] {
        for sort in [
            PostSort::Newest,
            PostSort::Views,
            PostSort::Engagement,
            PostSort::Outlier,
        ] {
            let whole = walk(&world, sort, &filter, 500);
            for limit in [1, 3, 10, 97] {
                assert_eq!(walk(&world, sort, &filter, limit), whole, "{sort:?} by {limit}");
            }
            let mut once = whole.clone();
            once.sort();
            once.dedup();
            assert_eq!((whole.len(), once.len()), (97, 97), "{sort:?}");
        }
    }
}

#[test]
fn posts_without_a_number_come_after_those_that_have_one() {
    let world = World::with(&[post("none", 1, ""), views("few", 2, 0), views("many", 3, 9)]);
    assert_eq!(
        walk(&world, PostSort::Views, &PostFilter::default(), 1),
        ["many", "few", "none"]
    );
}

#[test]
fn a_post_that_comes_between_two_pages_neither_repeats_nor_hides_another() {
    let mut world = World::with(&[post("a", 1, ""), post("b", 2, ""), post("c", 3, "")]);
    let first = world.page(&PostQuery {
        limit: 2,
        ..PostQuery::default()
    });
    world.store(&[post("new", 0, ""), post("old", 9, "")]);
    let second = world.page(&PostQuery {
        limit: 2,
        after: first.next,
        ..PostQuery::default()
    });
    assert_eq!(names(&first.posts), ["a", "b"]);
    assert_eq!(names(&second.posts), ["c", "old"]);
}

#[test]
fn the_first_page_says_how_many_match_and_says_when_it_stopped_counting() {
    let world = World::with(&crowd());
    let page = world.page(&PostQuery {
        limit: 10,
        ..PostQuery::default()
    });
    assert_eq!((page.total, page.total_is_floor), (Some(97), false));
    let next = world.page(&PostQuery {
        limit: 10,
        after: page.next,
        ..PostQuery::default()
    });
    assert_eq!(next.total, None);
}

#[test]
fn each_filter_lets_through_what_it_says() {
    let swiss = Origin {
        country: Country::parse("ch").unwrap(),
        basis: CountryBasis::PostLocation,
    };
    let mut world = World::new();
    world.store_for(
        "1",
        &[
            Post {
                platform: Platform::Instagram,
                media: Media::Carousel,
                ..post("ig", 1, "")
            },
            Post {
                language: Some("de".to_owned()),
                origin: Some(swiss),
                ..post("de", 30, "")
            },
        ],
        &[],
    );
    world.store_for(
        "2",
        &[Post {
            author: Some(by("ben")),
            ..post("ben", 60, "")
        }],
        &[],
    );
    let ben = world.card("ben").creator.unwrap().id;
    let base = PostFilter::default;
    for (filter, expected) in [
        (
            PostFilter {
                platforms: vec![Platform::Instagram],
                ..base()
            },
            vec!["ig"],
        ),
        (
            PostFilter {
                media: vec![Media::Carousel, Media::Live],
                ..base()
            },
            vec!["ig"],
        ),
        (
            PostFilter {
                languages: vec!["de".to_owned()],
                ..base()
            },
            vec!["de"],
        ),
        (
            PostFilter {
                countries: vec![swiss.country],
                ..base()
            },
            vec!["de"],
        ),
        (
            PostFilter {
                creator: Some(ben),
                ..base()
            },
            vec!["ben"],
        ),
        (
            PostFilter {
                job: Some(job("2")),
                ..base()
            },
            vec!["ben"],
        ),
        (
            PostFilter {
                from: Some(UnixMillis(NOW - DAY)),
                ..base()
            },
            vec!["ig"],
        ),
        (
            PostFilter {
                until: Some(UnixMillis(NOW - 2 * DAY)),
                ..base()
            },
            vec!["ben"],
        ),
        (
            PostFilter {
                outlier_min: Some(1),
                ..base()
            },
            vec![],
        ),
    ] {
        assert_eq!(world.found(filter.clone()), expected, "{filter:?}");
    }
}

#[test]
fn there_is_to_filter_by_what_occurs() {
    let mut german = post("de", 30, "");
    german.language = Some("de".to_owned());
    let world = World::with(&[
        german,
        Post {
            author: Some(by("Benedikt")),
            ..post("b", 1, "")
        },
    ]);
    let choices = world.reader.choices(&crate::world::agent()).unwrap();
    assert_eq!(
        (choices.posts, choices.languages.as_slice()),
        (2, ["de".to_owned()].as_slice())
    );
    let found = world.reader.creators(&crate::world::agent(), "@bene").unwrap();
    assert_eq!(found[0].name, "Benedikt");
}
