use contract::{AgentId, Platform, UnixMillis};
use library::{CheckRecord, Post, PostFilter, PostQuery};

use crate::world::{NOW, World, by, comment, job, names, post};

#[test]
fn a_word_is_found_from_its_beginning_while_it_is_typed() {
    let world = World::with(&[
        post("a", 1, "Sunscreen that never pills"),
        post("b", 2, "Soap curing"),
    ]);
    assert_eq!(world.search("sunsc"), ["a"]);
    assert_eq!(world.search("sunscreen never"), ["a"]);
    assert!(
        world.search("screen").is_empty(),
        "Latin words are found by their beginning"
    );
    assert!(
        world.search("sunscreen soap").is_empty(),
        "every word has to be there"
    );
}

#[test]
fn accents_case_and_width_make_no_difference() {
    let world = World::with(&[
        post("a", 1, "Crème brûlée für ÄRZTE"),
        post("b", 2, "ﾏｰｹﾃｨﾝｸﾞ ＳＡＬＥ"),
    ]);
    for typed in ["creme", "BRULEE", "ärzte", "arzte"] {
        assert_eq!(world.search(typed), ["a"], "{typed}");
    }
    assert_eq!(world.search("マーケティング"), ["b"]);
    assert_eq!(world.search("sale"), ["b"]);
}

#[test]
fn scripts_without_blanks_are_found_by_any_part_of_any_length() {
    let world = World::with(&[
        post("ja", 1, "新しい東京タワーのカフェ"),
        post("zh", 2, "今天北京的天气很好"),
        post("th", 3, "ครีมกันแดดที่ดีที่สุด"),
        post("ko", 4, "새로운 마케팅은 어렵다"),
    ]);
    for (typed, id) in [
        ("東京", "ja"),
        ("京", "ja"),
        ("タワー", "ja"),
        ("カフェ", "ja"),
        ("ワーの", "ja"),
        ("北京", "zh"),
        ("天气", "zh"),
        ("กันแดด", "th"),
        ("แดด", "th"),
        ("ดี", "th"),
        ("마케팅", "ko"),
        ("케팅", "ko"),
    ] {
        let found = world.search(typed);
        assert!(found.contains(&id.to_owned()), "{typed} finds {id}: {found:?}");
    }
    assert!(
        world.search("東カ").is_empty(),
        "letters that do not follow each other are no find"
    );
    assert_eq!(world.search("京").len(), 2);
    assert_eq!(
        world.search("東京 カフェ"),
        ["ja"],
        "parts with a blank between them are words"
    );
}

#[test]
fn creators_and_hashtags_are_searched_too() {
    let tagged = Post {
        hashtags: vec!["skincare".to_owned()],
        author: Some(by("salt.and_fern")),
        ..post("a", 1, "x")
    };
    let world = World::with(&[tagged, post("b", 2, "y")]);
    for typed in ["#skincare", "skinc", "@salt.and_fern", "fern"] {
        assert_eq!(world.search(typed), ["a"], "{typed}");
    }
}

#[test]
fn what_is_typed_is_text_and_never_a_command() {
    let world = World::with(&[post("a", 1, "text: NOT a \"quote\" AND more")]);
    for typed in [
        "\"",
        "text:",
        "(",
        "NOT",
        "a*b",
        "quote\" OR \"x",
        "^text",
        "{text}: a",
        "-more",
        "'; --",
    ] {
        let _ = world.search(typed);
    }
    assert_eq!(world.search("not a"), ["a"]);
    assert_eq!(world.search("\"quote\""), ["a"]);
}

#[test]
fn a_text_that_changed_is_found_by_its_new_words_only() {
    let mut world = World::with(&[post("a", 1, "first words")]);
    world.store(&[post("a", 1, "second thoughts")]);
    assert!(world.search("first").is_empty());
    assert_eq!(world.search("thoughts"), ["a"]);
    assert_eq!(world.found(PostFilter::default()).len(), 1);
}

#[test]
fn comments_are_searched_where_one_asks_for_it() {
    let mut world = World::new();
    world.store_for(
        "1",
        &[post("a", 1, "x"), post("b", 2, "y")],
        &[comment("b", "c1", "where can I buy this?")],
    );
    let filter = PostFilter {
        search: "buy".to_owned(),
        in_comments: true,
        ..PostFilter::default()
    };
    assert_eq!(world.found(filter), ["b"]);
    assert!(world.search("buy").is_empty());
}

#[test]
fn a_search_and_filters_narrow_together() {
    let elsewhere = Post {
        platform: Platform::YouTube,
        ..post("yt", 1, "sunscreen")
    };
    let world = World::with(&[elsewhere, post("tt", 2, "sunscreen"), post("no", 3, "soap")]);
    let filter = PostFilter {
        search: "sun".to_owned(),
        platforms: vec![Platform::TikTok],
        ..PostFilter::default()
    };
    assert_eq!(world.found(filter), ["tt"]);
}

#[test]
fn a_search_counts_only_what_is_the_agent_s_own() {
    let mut world = World::with(&[
        post("a", 1, "sun cream"),
        post("b", 2, "sun hat"),
        post("c", 3, "rain"),
    ]);
    let total = |world: &World| {
        let mut query = PostQuery {
            limit: 10,
            ..PostQuery::default()
        };
        query.filter.search = "sun".to_owned();
        let page = world.page(&query);
        (page.total, page.posts.len())
    };
    assert_eq!(total(&world), (Some(2), 2), "the library is this agent's alone");
    let other = AgentId::parse("another").unwrap();
    let record = CheckRecord {
        agent: &other,
        job: &job("9"),
        check: 1,
        posts: &[post("theirs", 4, "sun shade")],
        comments: &[],
        at: UnixMillis(NOW),
    };
    world.library.store_check(&record).unwrap();
    assert_eq!(total(&world), (Some(2), 2), "and is not any more");
}

#[test]
fn a_search_that_finds_much_stops_counting_and_pages_through_all_of_it() {
    let posts: Vec<_> = (0..450)
        .map(|number| post(&number.to_string(), number, "sun cream"))
        .collect();
    let mut world = World::with(&posts);
    world.store_for("9", &[post("rain", 0, "rain")], &[]);
    let newest_first: Vec<_> = (0..450).map(|number| number.to_string()).collect();
    for limit in [60, 200, 500] {
        let mut query = PostQuery {
            limit,
            ..PostQuery::default()
        };
        query.filter.search = "sun".to_owned();
        let first = world.page(&query);
        assert_eq!((first.total, first.total_is_floor), (Some(100), true), "{limit}");
        let (mut found, mut next) = (names(&first.posts), first.next);
        while next.is_some() {
            query.after = next;
            let page = world.page(&query);
            found.extend(names(&page.posts));
            next = page.next;
        }
        assert_eq!(found, newest_first, "{limit} at once");
    }
}
