//! A page of posts in one SQL statement: a walk down an index from where the last page ended.

use contract::AgentId;
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params_from_iter};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::cards::{COLUMNS, PostCard, card, whole_card};
use super::filtered::{Filtered, SEARCH_COUNT_MAX};
use super::{PostCursor, PostQuery, PostSort, Reader};
use crate::LibraryError;
use crate::codec::{self, Fields};

/// The most posts in one page.
const LIMIT_MAX: u32 = 500;

/// A page of posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PostPage {
    /// The posts.
    pub posts: Vec<PostCard>,
    /// Where the next page begins; none where this is the last.
    pub next: Option<PostCursor>,
    /// Posts that match, on the first page only.
    pub total: Option<u32>,
    /// Whether there are more than `total`: counting stops at 10,000, in a search at 100.
    pub total_is_floor: bool,
}

/// One statement: the rows of a page that have a value to sort by, or those that have none.
fn statement(
    part: &Filtered,
    sort: PostSort,
    given: bool,
    after: Option<&PostCursor>,
    limit: u32,
) -> (String, Vec<Value>) {
    let mut part = part.clone();
    let place = part.place();
    let order = match column(sort).filter(|_| given) {
        None => {
            if let Some(column) = column(sort) {
                part.conditions.push(format!("{column} IS NULL"));
            }
            if let Some(after) = after {
                part.and(format!("{place} < ?"), after.place);
            }
            format!("ORDER BY {place} DESC")
        }
        Some(column) => {
            match after.and_then(|after| after.value.map(|value| (value, after.place))) {
                Some((value, at)) => {
                    part.and(format!("({column}, posts.place) < (?, ?)"), value);
                    part.values.push(at.into());
                }
                None => part.conditions.push(format!("{column} IS NOT NULL")),
            }
            format!("ORDER BY {column} DESC, posts.place DESC")
        }
    };
    // Only the page's own rows are joined with their creators.
    let picked = part.sql(
        "posts.id AS picked, posts.place AS at",
        &format!("{order} LIMIT {limit}"),
    );
    let sql = format!(
        "SELECT {COLUMNS} FROM ({picked}) CROSS JOIN posts ON posts.id = picked
         LEFT JOIN creators ON creators.id = posts.creator_id {}",
        outer_order(sort)
    );
    (sql, part.values)
}

const fn column(sort: PostSort) -> Option<&'static str> {
    match sort {
        PostSort::Newest => None,
        PostSort::Views => Some("posts.views"),
        PostSort::Engagement => Some("posts.engagement"),
        PostSort::Outlier => Some("posts.outlier"),
    }
}

fn outer_order(sort: PostSort) -> String {
    match column(sort) {
        None => "ORDER BY posts.place DESC".to_owned(),
        Some(column) => format!("ORDER BY {column} DESC, posts.place DESC"),
    }
}

impl Reader {
    /// A page of an agent's posts. Pages follow each other without a gap and without a repeat,
    /// whatever is stored between them.
    ///
    /// # Errors
    /// SQLite's.
    pub fn page(&self, agent: &AgentId, query: &PostQuery) -> Result<PostPage, LibraryError> {
        let Some(part) = Filtered::of(agent, &query.filter) else {
            return Ok(PostPage::nothing());
        };
        if query.after.is_some() {
            return self.page_of(&part, query, card);
        }
        let _moment = self.moment()?;
        let mut page;
        let found;
        match self
            .index_alone(&part)?
            .filter(|_| query.sort == PostSort::Newest)
        {
            Some(matching) => (page, found) = self.searched(matching, query)?,
            None => (page, found) = (self.page_of(&part, query, card)?, self.count(&part)?),
        }
        let most = part.count_max();
        (page.total, page.total_is_floor) = (Some(found.min(most)), found > most);
        Ok(page)
    }

    /// A page whose captions are whole; nothing is counted.
    pub(crate) fn whole_page(&self, agent: &AgentId, query: &PostQuery) -> Result<PostPage, LibraryError> {
        match Filtered::of(agent, &query.filter) {
            Some(part) => self.page_of(&part, query, whole_card),
            None => Ok(PostPage::nothing()),
        }
    }

    /// Everything read while this is kept is of one moment.
    pub(crate) fn moment(&self) -> Result<Transaction<'_>, LibraryError> {
        Ok(self.db.unchecked_transaction()?)
    }

    fn page_of(&self, part: &Filtered, query: &PostQuery, card: ReadCard) -> Result<PostPage, LibraryError> {
        let posts = rows(&self.db, part, query, limit(query), card)?;
        Ok(page_with(posts, query))
    }

    /// The first page of a search that nothing else narrows, and how many it finds: one walk of the index
    /// gives both.
    fn searched(&self, matching: &[Value], query: &PostQuery) -> Result<(PostPage, u32), LibraryError> {
        let walk = format!(
            "SELECT rowid FROM post_search WHERE post_search MATCH ? ORDER BY rowid DESC LIMIT {}",
            SEARCH_COUNT_MAX.max(limit(query)) + 1
        );
        let mut walk = self.db.prepare_cached(&walk)?;
        let places = walk.query_map(params_from_iter(matching), |row| row.get(0))?;
        let places: Vec<i64> = places.collect::<Result<_, _>>()?;
        let shown = &places[..places.len().min(wanted(query) + 1)];
        let sql = format!(
            "SELECT {COLUMNS} FROM posts LEFT JOIN creators ON creators.id = posts.creator_id
             WHERE posts.place IN (SELECT value FROM json_each(?)) ORDER BY posts.place DESC"
        );
        let posts = read(
            &self.db,
            (sql, vec![serde_json::json!(shown).to_string().into()]),
            card,
        )?;
        Ok((
            page_with(posts, query),
            u32::try_from(places.len()).unwrap_or(u32::MAX),
        ))
    }

    /// One past the most that is counted stands for all above it.
    fn count(&self, part: &Filtered) -> Result<u32, LibraryError> {
        let limit = format!("LIMIT {}", part.count_max() + 1);
        let (counted, values) = match self.index_alone(part)? {
            Some(matching) => (
                format!("SELECT 1 FROM post_search WHERE post_search MATCH ? {limit}"),
                matching,
            ),
            None => (part.sql("1", &limit), part.values.as_slice()),
        };
        Ok(self
            .db
            .prepare_cached(&format!("SELECT count(*) FROM ({counted})"))?
            .query_row(params_from_iter(values), |row| row.get(0))?)
    }

    /// What is searched for, where the index alone knows what is found: nothing else narrows it, and all
    /// posts are this agent's. A look at each match would cost the most.
    fn index_alone<'a>(&self, part: &'a Filtered) -> Result<Option<&'a [Value]>, LibraryError> {
        match part.search_alone() {
            Some(matching) if self.is_only_agent(&part.values[0])? => Ok(Some(matching)),
            _ => Ok(None),
        }
    }

    /// Whether the library holds posts of no other agent: both ends of an index say so.
    fn is_only_agent(&self, agent: &Value) -> Result<bool, LibraryError> {
        let sql =
            "SELECT (SELECT min(agent_id) FROM posts) IS ?1 AND (SELECT max(agent_id) FROM posts) IS ?1";
        Ok(self
            .db
            .prepare_cached(sql)?
            .query_row([agent], |row| row.get(0))?)
    }
}

/// How a row becomes a card.
type ReadCard = fn(&Fields<'_>) -> rusqlite::Result<PostCard>;

/// One row more than the page, to know whether another follows. Posts without a value to sort by
/// come after all those that have one.
fn rows(
    db: &Connection,
    part: &Filtered,
    query: &PostQuery,
    limit: u32,
    card: ReadCard,
) -> Result<Vec<(PostCard, i64)>, LibraryError> {
    let after = query.after.as_ref();
    let without_begun = query.sort == PostSort::Newest || after.is_some_and(|after| after.value.is_none());
    let mut found = Vec::new();
    if !without_begun {
        found = read(db, statement(part, query.sort, true, after, limit + 1), card)?;
    }
    let wanted = (limit + 1).saturating_sub(u32::try_from(found.len()).unwrap_or(u32::MAX));
    if wanted > 0 {
        let after = after.filter(|_| without_begun);
        found.extend(read(db, statement(part, query.sort, false, after, wanted), card)?);
    }
    Ok(found)
}

fn read(
    db: &Connection,
    (sql, values): (String, Vec<Value>),
    card: ReadCard,
) -> Result<Vec<(PostCard, i64)>, LibraryError> {
    let mut statement = db.prepare_cached(&sql)?;
    let values = params_from_iter(values);
    Ok(codec::all(&mut statement, values, |row| {
        Ok((card(row)?, row.get("place")?))
    })?)
}

fn limit(query: &PostQuery) -> u32 {
    query.limit.clamp(1, LIMIT_MAX)
}

fn wanted(query: &PostQuery) -> usize {
    usize::try_from(limit(query)).unwrap_or(usize::MAX)
}

/// Of one row more than was wanted, the page and where the next one begins.
fn page_with(posts: Vec<(PostCard, i64)>, query: &PostQuery) -> PostPage {
    let wanted = wanted(query);
    let last = wanted.checked_sub(1).and_then(|index| posts.get(index));
    let next = last
        .filter(|_| posts.len() > wanted)
        .map(|(last, place)| cursor(query.sort, last, *place));
    PostPage {
        posts: posts.into_iter().take(wanted).map(|(card, _)| card).collect(),
        next,
        total: None,
        total_is_floor: false,
    }
}

fn cursor(sort: PostSort, last: &PostCard, place: i64) -> PostCursor {
    let value = match sort {
        PostSort::Newest => None,
        PostSort::Views => last.counts.views,
        PostSort::Engagement => last.engagement,
        PostSort::Outlier => last.outlier,
    };
    PostCursor {
        value: value.and_then(|value| i64::try_from(value).ok()),
        place,
    }
}

impl PostPage {
    /// A first page on which nothing stands.
    pub const fn nothing() -> Self {
        Self {
            posts: Vec::new(),
            next: None,
            total: Some(0),
            total_is_floor: false,
        }
    }
}
