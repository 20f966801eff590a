use library::{Library, LibraryError, PostFilter, Reader};
use rusqlite::Connection;

use crate::world::{World, agent, post};

/// The first released format, with one post in it.
const FIRST: &str = include_str!("../../src/schema/0001_first.sql");

#[test]
fn posts_of_the_first_format_are_copied_first_and_can_then_be_searched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(FIRST).unwrap();
    old.execute_batch(
        "INSERT INTO posts (agent_id, platform, native_id, source, url, author_handle, caption, hashtags, published_at,
         published_precision, media, views, first_seen_at, fetched_at)
         VALUES ('this-computer', 'tiktok', '1', 'practice', 'https://practice.invalid/1', 'mia', '東京 coffee', '[]',
         1000, 'exact', 'video', 5, 1, 1), ('this-computer', 'tiktok', '2', 'practice', 'https://practice.invalid/2',
         'mia', 'tea', '[]', 1000, 'exact', 'video', 5, 1, 1);
         PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    drop(Library::open(&path).unwrap());
    let reader = Reader::open(&path).unwrap();
    let search = |text: &str| {
        let filter = PostFilter {
            search: text.to_owned(),
            ..PostFilter::default()
        };
        let query = library::PostQuery {
            filter,
            limit: 10,
            ..Default::default()
        };
        reader.page(&agent(), &query).unwrap().posts.len()
    };
    assert_eq!(
        (search("coffee"), search("東京"), search("@mia"), search("")),
        (1, 1, 2, 2)
    );
    let copy = Connection::open(folder.path().join("backups/library-before-version-2.db")).unwrap();
    let kept: i64 = copy
        .query_row("SELECT count(*) FROM posts", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 2);
}

#[test]
fn a_reader_waits_for_the_writer_to_make_the_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    Connection::open(&path).unwrap().execute_batch(FIRST).unwrap();
    assert!(matches!(
        Reader::open(&path),
        Err(LibraryError::NotReady { found: 0 })
    ));
    assert!(matches!(
        Reader::open(&folder.path().join("nowhere.db")),
        Err(LibraryError::Open { .. })
    ));
}

#[test]
fn a_reader_cannot_write() {
    let mut world = World::with(&[post("a", 1, "")]);
    let path = world.folder.path().join("library.db");
    let reader = Reader::open(&path).unwrap();
    assert_eq!(reader.posts(&agent()).unwrap(), 1);
    world.store(&[post("b", 2, "")]);
    assert_eq!(
        reader.posts(&agent()).unwrap(),
        2,
        "it sees what was stored since"
    );
}
