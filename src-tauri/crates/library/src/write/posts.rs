use std::collections::HashMap;

use contract::{AgentId, Platform, UnixMillis};
use rusqlite::{OptionalExtension, Transaction, named_params, params};

use crate::codec::count;
use crate::{Author, LibraryError, Post, creators, index, place};

/// Whose posts are stored, and from where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Putting<'a> {
    pub(crate) agent: &'a AgentId,
    /// The file they come from; none for a check.
    pub(crate) import: Option<i64>,
    /// When they are stored.
    pub(crate) at: UnixMillis,
}

/// A post that was stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Put {
    pub(crate) row: i64,
    pub(crate) creator: Option<i64>,
    /// Whether it was not there before.
    pub(crate) is_new: bool,
}

/// Creators already looked up, so that a file with a thousand posts of one is quick.
#[derive(Debug, Default)]
pub(crate) struct CreatorMemory(HashMap<(Platform, String), (Author, i64)>);

/// What is known of a post before it is stored again.
struct Known {
    row: i64,
    place: i64,
    published_at: i64,
    fetched_at: i64,
    text: Text,
    counts: [Option<i64>; 5],
}

/// What the search index holds of a post.
#[derive(PartialEq, Eq)]
struct Text {
    title: Option<String>,
    caption: String,
    handle: Option<String>,
    name: Option<String>,
    hashtags: String,
}

/// Stores posts. The search index is written at the end, in the order of their places.
pub(crate) fn put_posts(
    change: &Transaction<'_>,
    putting: &Putting<'_>,
    posts: &[Post],
    creators: &mut CreatorMemory,
) -> Result<Vec<Put>, LibraryError> {
    let mut searched: Vec<(i64, &Post)> = Vec::with_capacity(posts.len());
    let mut put = Vec::with_capacity(posts.len());
    for post in posts {
        let known = known(change, putting.agent, post)?;
        let creator = creators.of(change, putting.agent, post)?;
        let place = place_for(change, known.as_ref(), post)?;
        let row = upsert(change, putting, post, known.as_ref(), place, creator)?;
        note_counts(change, row, known.as_ref(), post)?;
        if is_searched_anew(known.as_ref(), post, place) {
            if let Some(known) = &known {
                index::take_post(change, known.place)?;
                // The same post twice in one call is searched by its last text.
                searched.retain(|(place, _)| *place != known.place);
            }
            searched.push((place, post));
        }
        let is_new = known.is_none();
        put.push(Put { row, creator, is_new });
    }
    searched.sort_unstable_by_key(|(place, _)| *place);
    for (place, post) in searched {
        index::put_post(change, place, post)?;
    }
    Ok(put)
}

impl CreatorMemory {
    fn of(
        &mut self,
        change: &Transaction<'_>,
        agent: &AgentId,
        post: &Post,
    ) -> Result<Option<i64>, LibraryError> {
        let Some(author) = &post.author else {
            return Ok(None);
        };
        let name = author.native_id.as_ref().or(author.handle.as_ref());
        let Some(name) = name else { return Ok(None) };
        let key = (post.platform, name.clone());
        if let Some((known, id)) = self.0.get(&key).filter(|(known, _)| known == author) {
            debug_assert_eq!(known, author);
            return Ok(Some(*id));
        }
        let found = creators::find_or_make(change, agent.as_str(), post)?;
        if let Some(id) = found {
            self.0.insert(key, (author.clone(), id));
        }
        Ok(found)
    }
}

fn known(change: &Transaction<'_>, agent: &AgentId, post: &Post) -> rusqlite::Result<Option<Known>> {
    change
        .prepare_cached(
            "SELECT id, place, published_at, fetched_at, title, caption, author_handle, author_name, hashtags,
             views, likes, comments, shares, saves
             FROM posts WHERE agent_id = ?1 AND platform = ?2 AND native_id = ?3",
        )?
        .query_row(params![agent.as_str(), post.platform.as_str(), post.native_id], |row| {
            Ok(Known {
                row: row.get(0)?,
                place: row.get(1)?,
                published_at: row.get(2)?,
                fetched_at: row.get(3)?,
                text: Text {
                    title: row.get(4)?,
                    caption: row.get(5)?,
                    handle: row.get(6)?,
                    name: row.get(7)?,
                    hashtags: row.get(8)?,
                },
                counts: [row.get(9)?, row.get(10)?, row.get(11)?, row.get(12)?, row.get(13)?],
            })
        })
        .optional()
}

fn place_for(change: &Transaction<'_>, known: Option<&Known>, post: &Post) -> rusqlite::Result<i64> {
    match known {
        Some(known) if !is_newer_news(known, post) => Ok(known.place),
        Some(known)
            if place::start_of(UnixMillis(known.published_at)) == place::start_of(post.published_at) =>
        {
            Ok(known.place)
        }
        _ => place::free(change, post.published_at),
    }
}

/// Whether what is known was fetched no later than this. An old file never undoes newer counts.
const fn is_newer_news(known: &Known, post: &Post) -> bool {
    post.fetched_at.0 >= known.fetched_at
}

fn is_searched_anew(known: Option<&Known>, post: &Post, place: i64) -> bool {
    let Some(known) = known else { return true };
    if !is_newer_news(known, post) {
        return false;
    }
    let author = post.author.as_ref();
    let now = Text {
        title: post.title.clone().or_else(|| known.text.title.clone()),
        caption: post.caption.clone(),
        handle: author
            .and_then(|author| author.handle.clone())
            .or_else(|| known.text.handle.clone()),
        name: author
            .and_then(|author| author.display_name.clone())
            .or_else(|| known.text.name.clone()),
        hashtags: tags_text(post),
    };
    place != known.place || now != known.text
}

fn tags_text(post: &Post) -> String {
    serde_json::Value::from(post.hashtags.clone()).to_string()
}

const fn counts_of(post: &Post) -> [Option<u64>; 5] {
    let counts = &post.counts;
    [
        counts.views,
        counts.likes,
        counts.comments,
        counts.shares,
        counts.saves,
    ]
}

/// A row of the series, where a count changed or the post is new.
fn note_counts(
    change: &Transaction<'_>,
    row: i64,
    known: Option<&Known>,
    post: &Post,
) -> rusqlite::Result<()> {
    let now = counts_of(post).map(count);
    let same = known.is_some_and(|known| {
        now.iter()
            .zip(known.counts)
            .all(|(new, old)| new.is_none() || *new == old)
    });
    if same || now.iter().all(Option::is_none) {
        return Ok(());
    }
    change
        .prepare_cached(
            "INSERT INTO post_counts (post_id, at, views, likes, comments, shares, saves)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            row,
            post.fetched_at.0,
            now[0],
            now[1],
            now[2],
            now[3],
            now[4]
        ])
        .map(drop)
}

macro_rules! insert_post {
    ($conflict:literal) => {
        concat!(
            "INSERT INTO posts (agent_id, platform, native_id, source, url, author_handle, author_name,
             author_native_id, author_url, author_followers, author_verified, title, caption, hashtags, published_at,
             published_precision, media, duration_ms, thumbnail_url, views, likes, comments, shares, saves, country,
             country_basis, language, is_ad, first_seen_at, fetched_at, place, creator_id, import_id)
             VALUES (:agent, :platform, :native_id, :source, :url, :handle, :name, :author_id, :author_url,
             :followers, :verified, :title, :caption, :hashtags, :published_at, :precision, :media, :duration,
             :thumbnail, :views, :likes, :comments, :shares, :saves, :country, :basis, :language, :is_ad, :at,
             :fetched_at, :place, :creator, :import)
             ON CONFLICT (agent_id, platform, native_id) DO UPDATE SET ",
            $conflict,
            " RETURNING id"
        )
    };
}

const REFRESH: &str = insert_post!(
    "source = excluded.source, url = excluded.url,
    author_handle = coalesce(excluded.author_handle, author_handle),
    author_name = coalesce(excluded.author_name, author_name),
    author_native_id = coalesce(excluded.author_native_id, author_native_id),
    author_url = coalesce(excluded.author_url, author_url),
    author_followers = coalesce(excluded.author_followers, author_followers),
    author_verified = coalesce(excluded.author_verified, author_verified),
    title = coalesce(excluded.title, title), caption = excluded.caption, hashtags = excluded.hashtags,
    published_at = excluded.published_at, published_precision = excluded.published_precision,
    media = excluded.media, duration_ms = coalesce(excluded.duration_ms, duration_ms),
    thumbnail_url = coalesce(excluded.thumbnail_url, thumbnail_url),
    views = coalesce(excluded.views, views), likes = coalesce(excluded.likes, likes),
    comments = coalesce(excluded.comments, comments), shares = coalesce(excluded.shares, shares),
    saves = coalesce(excluded.saves, saves),
    -- A country without its basis means nothing: both come from the same fetch.
    country = coalesce(excluded.country, country),
    country_basis = CASE WHEN excluded.country IS NULL THEN country_basis ELSE excluded.country_basis END,
    language = coalesce(excluded.language, language), is_ad = coalesce(excluded.is_ad, is_ad),
    fetched_at = excluded.fetched_at, place = excluded.place,
    creator_id = coalesce(excluded.creator_id, creator_id), import_id = coalesce(import_id, excluded.import_id)"
);

/// Only what is missing: the post was fetched earlier than what is known of it.
const FILL: &str = insert_post!(
    "author_handle = coalesce(author_handle, excluded.author_handle),
    author_name = coalesce(author_name, excluded.author_name),
    author_native_id = coalesce(author_native_id, excluded.author_native_id),
    author_url = coalesce(author_url, excluded.author_url), title = coalesce(title, excluded.title),
    duration_ms = coalesce(duration_ms, excluded.duration_ms),
    thumbnail_url = coalesce(thumbnail_url, excluded.thumbnail_url), views = coalesce(views, excluded.views),
    likes = coalesce(likes, excluded.likes), comments = coalesce(comments, excluded.comments),
    shares = coalesce(shares, excluded.shares), saves = coalesce(saves, excluded.saves),
    language = coalesce(language, excluded.language), creator_id = coalesce(creator_id, excluded.creator_id),
    import_id = coalesce(import_id, excluded.import_id)"
);

fn upsert(
    change: &Transaction<'_>,
    putting: &Putting<'_>,
    post: &Post,
    known: Option<&Known>,
    place: i64,
    creator: Option<i64>,
) -> rusqlite::Result<i64> {
    let nobody = Author::default();
    let author = post.author.as_ref().unwrap_or(&nobody);
    let older = known.is_some_and(|known| !is_newer_news(known, post));
    let row = change.prepare_cached(if older { FILL } else { REFRESH })?.query_row(
        named_params! {
            ":agent": putting.agent.as_str(), ":platform": post.platform.as_str(),
            ":native_id": post.native_id, ":source": post.source.as_str(), ":url": post.url,
            ":handle": author.handle, ":name": author.display_name, ":author_id": author.native_id,
            ":author_url": author.url, ":followers": count(author.followers), ":verified": author.verified,
            ":title": post.title, ":caption": post.caption, ":hashtags": tags_text(post),
            ":published_at": post.published_at.0, ":precision": post.published_precision.as_str(),
            ":media": post.media.as_str(), ":duration": count(post.duration_ms),
            ":thumbnail": post.thumbnail_url, ":views": count(post.counts.views),
            ":likes": count(post.counts.likes), ":comments": count(post.counts.comments),
            ":shares": count(post.counts.shares), ":saves": count(post.counts.saves),
            ":country": post.origin.map(|origin| origin.country.to_string()),
            ":basis": post.origin.map(|origin| origin.basis.as_str()), ":language": post.language,
            ":is_ad": post.is_ad, ":at": putting.at.0, ":fetched_at": post.fetched_at.0,
            ":place": place, ":creator": creator, ":import": putting.import,
        },
        |row| row.get(0),
    )?;
    debug_assert!(known.is_none_or(|known| known.row == row), "a post keeps its row");
    Ok(row)
}
