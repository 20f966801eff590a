//! The library keeps each post once, knows when it was first seen, and loses nothing it was told.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test states its assumptions"
)]

use contract::{AgentId, Country, JobId, Platform, UnixMillis};
use library::{
    Author, CheckRecord, Comment, CountryBasis, Counts, Library, LibraryError, Media, Origin, Post,
    Precision, SourceId, StoredCheck,
};

fn agent(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

fn job(id: &str) -> JobId {
    JobId::parse(id).unwrap()
}

fn post(native_id: &str) -> Post {
    Post {
        platform: Platform::TikTok,
        native_id: native_id.to_owned(),
        source: SourceId::Practice,
        url: format!("https://practice.invalid/{native_id}"),
        author: Some(Author {
            handle: Some("mia".to_owned()),
            followers: Some(12),
            ..Author::default()
        }),
        title: None,
        caption: "Zwölf Ideen 12 のアイデア".to_owned(),
        hashtags: vec!["ideas".to_owned(), "アイデア".to_owned()],
        published_at: UnixMillis(1_000),
        published_precision: Precision::Exact,
        media: Media::Video,
        duration_ms: Some(12_500),
        thumbnail_url: None,
        counts: Counts {
            views: Some(10),
            likes: None,
            ..Counts::default()
        },
        origin: Some(Origin {
            country: Country::parse("de").unwrap(),
            basis: CountryBasis::PostLocation,
        }),
        language: Some("de".to_owned()),
        is_ad: None,
        fetched_at: UnixMillis(2_000),
    }
}

fn comment(post: &str, native_id: &str) -> Comment {
    Comment {
        native_id: native_id.to_owned(),
        platform: Platform::TikTok,
        post_native_id: post.to_owned(),
        parent_native_id: None,
        source: SourceId::Practice,
        author_handle: None,
        text: "so good".to_owned(),
        published_at: None,
        published_precision: Precision::Approximate,
        likes: None,
        replies: Some(0),
        fetched_at: UnixMillis(2_000),
    }
}

fn store(library: &mut Library, check: u32, posts: &[Post], comments: &[Comment]) -> StoredCheck {
    let (agent, job) = (agent("practice"), job("1"));
    let at = UnixMillis(5_000 + i64::from(check));
    library
        .store_check(&CheckRecord {
            agent: &agent,
            job: &job,
            check,
            posts,
            comments,
            at,
        })
        .unwrap()
}

#[test]
fn a_record_comes_back_as_it_went_in_and_what_was_not_given_stays_not_given() {
    let mut library = Library::in_memory().unwrap();
    let (there, note) = (post("7312345678901234567"), comment("7312345678901234567", "c1"));
    store(
        &mut library,
        1,
        std::slice::from_ref(&there),
        std::slice::from_ref(&note),
    );
    assert_eq!(
        library
            .posts_of_job(&agent("practice"), &job("1"), 0, 10)
            .unwrap(),
        [there]
    );
    assert_eq!(
        library
            .comments_of_job(&agent("practice"), &job("1"), 0, 10)
            .unwrap(),
        [note]
    );
}

#[test]
fn storing_the_same_check_twice_changes_nothing() {
    let mut library = Library::in_memory().unwrap();
    let (posts, comments) = ([post("a"), post("b")], [comment("a", "c1")]);
    let first = store(&mut library, 1, &posts, &comments);
    assert_eq!(
        first,
        StoredCheck {
            posts: 2,
            new_posts: 2,
            comments: 1,
            new_comments: 1
        }
    );
    assert_eq!(
        store(&mut library, 1, &posts, &comments),
        first,
        "a check that is run again counts the same"
    );
    assert_eq!(
        library
            .counts_of_job(&agent("practice"), &job("1"))
            .unwrap()
            .posts,
        2
    );
}

#[test]
fn a_later_check_counts_only_what_it_saw_first_and_refreshes_the_rest() {
    let mut library = Library::in_memory().unwrap();
    store(&mut library, 1, &[post("a"), post("b")], &[]);
    let mut grown = post("b");
    grown.counts = Counts {
        views: Some(99),
        ..Counts::default()
    };
    let second = store(&mut library, 2, &[grown, post("c")], &[]);
    assert_eq!((second.posts, second.new_posts), (2, 1));
    let kept = library
        .posts_of_job(&agent("practice"), &job("1"), 0, 10)
        .unwrap();
    let views: Vec<_> = kept
        .iter()
        .map(|post| (post.native_id.as_str(), post.counts.views))
        .collect();
    assert!(
        views.contains(&("b", Some(99))),
        "known posts carry the newest counts: {views:?}"
    );
    assert_eq!(views.len(), 3);
}

#[test]
fn a_count_that_the_source_leaves_out_later_does_not_erase_the_one_it_gave() {
    let mut library = Library::in_memory().unwrap();
    store(&mut library, 1, &[post("a")], &[]);
    let mut silent = post("a");
    (silent.counts, silent.origin, silent.author) = (Counts::default(), None, None);
    store(&mut library, 2, &[silent], &[]);
    let kept = library
        .posts_of_job(&agent("practice"), &job("1"), 0, 1)
        .unwrap()
        .remove(0);
    assert_eq!(kept.counts.views, Some(10));
    assert_eq!(kept.origin, post("a").origin);
    assert_eq!(kept.author, post("a").author);
}

#[test]
fn a_post_twice_in_one_check_is_one_post() {
    let mut library = Library::in_memory().unwrap();
    let stored = store(&mut library, 1, &[post("a"), post("a")], &[]);
    assert_eq!((stored.posts, stored.new_posts), (1, 1));
}

#[test]
fn agents_do_not_see_each_others_posts() {
    let mut library = Library::in_memory().unwrap();
    store(&mut library, 1, &[post("a")], &[]);
    assert!(
        library
            .posts_of_job(&agent("other"), &job("1"), 0, 10)
            .unwrap()
            .is_empty()
    );
    let (other, first, posts) = (agent("other"), job("1"), [post("a")]);
    let record = CheckRecord {
        agent: &other,
        job: &first,
        check: 1,
        posts: &posts,
        comments: &[],
        at: UnixMillis(1),
    };
    assert_eq!(
        library.store_check(&record).unwrap().new_posts,
        1,
        "the same post is new to another agent"
    );
}

#[test]
fn a_comment_without_its_post_is_left_out_and_the_rest_is_kept() {
    let mut library = Library::in_memory().unwrap();
    let stored = store(
        &mut library,
        1,
        &[post("a")],
        &[comment("nowhere", "c0"), comment("a", "c1")],
    );
    assert_eq!(stored.comments, 1);
}

#[test]
fn what_was_stored_is_there_after_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    store(&mut Library::open(&path).unwrap(), 1, &[post("a")], &[]);
    let again = Library::open(&path).unwrap();
    assert_eq!(
        again.counts_of_job(&agent("practice"), &job("1")).unwrap().posts,
        1
    );
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    drop(Library::open(&path).unwrap());
    rusqlite::Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert!(matches!(
        Library::open(&path),
        Err(LibraryError::TooNew { found: 99, .. })
    ));
}
