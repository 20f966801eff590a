//! A library in a folder of its own, with a writer and a reader beside it, as the app has them.

use contract::{AgentId, JobId, Platform, UnixMillis};
use library::{
    Author, CheckRecord, Comment, Counts, Library, Media, Post, PostCard, PostFilter, PostPage, PostQuery,
    Precision, Reader, SourceId,
};
use tempfile::TempDir;

/// A Wednesday in 2026.
pub(crate) const NOW: i64 = 1_795_600_000_000;
pub(crate) const DAY: i64 = 24 * 60 * 60 * 1_000;

pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) library: Library,
    pub(crate) reader: Reader,
    check: u32,
}

pub(crate) fn agent() -> AgentId {
    AgentId::parse("this-computer").unwrap()
}

pub(crate) fn job(id: &str) -> JobId {
    JobId::parse(id).unwrap()
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let library = Library::open(&path).unwrap();
        let reader = Reader::open(&path).unwrap();
        Self {
            folder,
            library,
            reader,
            check: 0,
        }
    }

    pub(crate) fn with(posts: &[Post]) -> Self {
        let mut world = Self::new();
        world.store(posts);
        world
    }

    pub(crate) fn store(&mut self, posts: &[Post]) {
        self.store_for("1", posts, &[]);
    }

    pub(crate) fn store_for(&mut self, id: &str, posts: &[Post], comments: &[Comment]) {
        self.check += 1;
        let (agent, job) = (agent(), job(id));
        let record = CheckRecord {
            agent: &agent,
            job: &job,
            check: self.check,
            posts,
            comments,
            at: UnixMillis(NOW),
        };
        self.library.store_check(&record).unwrap();
    }

    pub(crate) fn page(&self, query: &PostQuery) -> PostPage {
        self.reader.page(&agent(), query).unwrap()
    }

    /// The ids of what a filter lets through, newest first.
    pub(crate) fn found(&self, filter: PostFilter) -> Vec<String> {
        let query = PostQuery {
            filter,
            limit: 100,
            ..PostQuery::default()
        };
        names(&self.page(&query).posts)
    }

    pub(crate) fn search(&self, text: &str) -> Vec<String> {
        self.found(PostFilter {
            search: text.to_owned(),
            ..PostFilter::default()
        })
    }

    pub(crate) fn card(&self, id: &str) -> PostCard {
        let query = PostQuery {
            limit: 500,
            ..PostQuery::default()
        };
        self.page(&query)
            .posts
            .into_iter()
            .find(|post| post.native_id == id)
            .unwrap()
    }
}

pub(crate) fn names(posts: &[PostCard]) -> Vec<String> {
    posts.iter().map(|post| post.native_id.clone()).collect()
}

/// A post published so many hours before [`NOW`].
pub(crate) fn post(id: &str, hours: i64, caption: &str) -> Post {
    Post {
        platform: Platform::TikTok,
        native_id: id.to_owned(),
        source: SourceId::Import,
        url: format!("https://www.tiktok.com/@mia/video/{id}"),
        author: Some(by("mia")),
        title: None,
        caption: caption.to_owned(),
        hashtags: Vec::new(),
        published_at: UnixMillis(NOW - hours * 60 * 60 * 1_000),
        published_precision: Precision::Exact,
        media: Media::Video,
        duration_ms: None,
        thumbnail_url: None,
        counts: Counts::default(),
        origin: None,
        language: None,
        is_ad: None,
        fetched_at: UnixMillis(NOW),
    }
}

pub(crate) fn by(handle: &str) -> Author {
    Author {
        handle: Some(handle.to_owned()),
        ..Author::default()
    }
}

pub(crate) fn views(id: &str, hours: i64, count: u64) -> Post {
    Post {
        counts: Counts {
            views: Some(count),
            ..Counts::default()
        },
        ..post(id, hours, "")
    }
}

pub(crate) fn comment(post: &str, id: &str, text: &str) -> Comment {
    Comment {
        native_id: id.to_owned(),
        platform: Platform::TikTok,
        post_native_id: post.to_owned(),
        parent_native_id: None,
        source: SourceId::Import,
        author_handle: Some("ben".to_owned()),
        text: text.to_owned(),
        published_at: None,
        published_precision: Precision::Approximate,
        likes: None,
        replies: None,
        fetched_at: UnixMillis(NOW),
    }
}
