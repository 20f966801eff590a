use std::collections::HashSet;

use contract::{TargetKind, UnixMillis};
use jiff::Timestamp;
use library::Post;
use serde_json::Value;

use super::calls::{Calls, NoPage};
use super::people::{self, IDS_MAX};
use super::read;
use crate::fields::Fields;
use crate::{Collected, Note, Query, SourceFailure};

/// Pages of uploads at most; a page has fifty, as many as a check may ask for.
const UPLOAD_PAGES: usize = 4;
/// Searches at most for one check: there are a hundred a day for everything.
const SEARCHES: usize = 3;

/// A channel's latest videos, by its list of uploads: no search is spent on them.
pub(super) async fn of_channel(calls: &Calls<'_>, query: &Query) -> Result<Collected, SourceFailure> {
    let name = query.target.value();
    let missing = || SourceFailure::AccountNotFound {
        name: name.to_owned(),
    };
    let channel = people::find(calls, name).await?.ok_or_else(missing)?;
    let mut found = Collected::default();
    if let Some(uploads) = &channel.uploads {
        let ids = upload_ids(calls, uploads, query, &mut found.notes).await?;
        found.posts = details(calls, &ids, query.now, &mut found.notes).await?;
        people::complete(calls, &mut found.posts, Some(&channel)).await;
    }
    Ok(found)
}

/// Newest first as a rule, but not always: a page ends the walk only where all of it is too old.
async fn upload_ids(
    calls: &Calls<'_>,
    playlist: &str,
    query: &Query,
    notes: &mut Vec<Note>,
) -> Result<Vec<String>, SourceFailure> {
    let (mut ids, mut token) = (Vec::new(), String::new());
    for _ in 0..UPLOAD_PAGES {
        let mut ask = vec![
            ("part", "snippet,contentDetails"),
            ("playlistId", playlist),
            ("maxResults", "50"),
        ];
        if !token.is_empty() {
            ask.push(("pageToken", &token));
        }
        let page = match calls.page("playlistItems", &ask).await {
            Ok(page) => page,
            // A channel that never uploaded has no such list.
            Err(NoPage::NotFound | NoPage::CommentsOff) => break,
            Err(NoPage::Failed(_)) if !ids.is_empty() => {
                notes.push(Note::StoppedEarly);
                break;
            }
            Err(NoPage::Failed(failure)) => return Err(failure),
        };
        let young = page.items.iter().filter(|item| is_young(item, query.since));
        let before = ids.len();
        ids.extend(young.filter_map(|item| Fields(item).text("/contentDetails/videoId")));
        let Some(next) = page.next.filter(|next| *next != token) else {
            break;
        };
        if ids.len() >= usize::from(query.limit.get()) || ids.len() == before {
            break;
        }
        token = next;
    }
    Ok(ids)
}

fn is_young(item: &Value, since: Option<UnixMillis>) -> bool {
    let published = Fields(item).time("/contentDetails/videoPublishedAt");
    since.is_none_or(|since| published.is_none_or(|at| at >= since))
}

/// Videos of a hashtag or a search. The search is fuzzy: a tag is checked in the video itself.
pub(super) async fn by_search(calls: &Calls<'_>, query: &Query) -> Result<Collected, SourceFailure> {
    let mut search = Search::of(query);
    let mut found = Collected::default();
    if query.target.kind() == TargetKind::Hashtag {
        found.notes.push(Note::TagChecked);
    }
    for turn in 0..SEARCHES {
        let more = match search.turn(calls, query, &mut found).await {
            Ok(more) => more,
            Err(_) if turn > 0 => {
                found.notes.push(Note::StoppedEarly);
                break;
            }
            Err(failure) => return Err(failure),
        };
        if !more || found.posts.len() >= usize::from(query.limit.get()) {
            break;
        }
    }
    found.notes.dedup();
    Ok(found)
}

/// A search while its pages are read.
struct Search {
    words: String,
    since: Option<String>,
    country: Option<String>,
    token: String,
    seen: HashSet<String>,
}

impl Search {
    fn of(query: &Query) -> Self {
        Self {
            words: query.target.value().to_owned(),
            since: query.since.and_then(rfc3339),
            country: query.country.map(|country| country.to_string().to_uppercase()),
            token: String::new(),
            seen: HashSet::new(),
        }
    }

    /// One page and its videos; whether another is worth a search.
    async fn turn(
        &mut self,
        calls: &Calls<'_>,
        query: &Query,
        found: &mut Collected,
    ) -> Result<bool, SourceFailure> {
        let page = calls.list("search", &self.ask()).await?;
        let ids = page
            .items
            .iter()
            .filter_map(|item| Fields(item).text("/id/videoId"));
        let new: Vec<_> = ids.filter(|id| self.seen.insert(id.clone())).collect();
        let mut posts = details(calls, &new, query.now, &mut found.notes).await?;
        if query.target.kind() == TargetKind::Hashtag {
            let tag = query.plain().to_lowercase();
            posts.retain(|post| post.hashtags.contains(&tag));
        }
        people::complete(calls, &mut posts, None).await;
        let wanted = |post: &Post| {
            query.since.is_none_or(|since| post.published_at >= since)
                && query
                    .country
                    .is_none_or(|country| post.origin.is_none_or(|origin| origin.country == country))
        };
        found.posts.extend(posts.into_iter().filter(wanted));
        let next = page.next.filter(|next| *next != self.token && !new.is_empty());
        let more = next.is_some();
        self.token = next.unwrap_or_default();
        Ok(more)
    }

    fn ask(&self) -> Vec<(&'static str, &str)> {
        let mut ask = vec![
            ("part", "snippet"),
            ("type", "video"),
            ("order", "date"),
            ("maxResults", "50"),
            ("safeSearch", "none"),
            ("q", self.words.as_str()),
        ];
        if let Some(since) = &self.since {
            ask.push(("publishedAfter", since));
        }
        if let Some(country) = &self.country {
            ask.push(("regionCode", country));
        }
        if !self.token.is_empty() {
            ask.push(("pageToken", &self.token));
        }
        ask
    }
}

/// `2026-11-25T00:00:00Z`: YouTube refuses a time that does not end in `Z`.
fn rfc3339(at: UnixMillis) -> Option<String> {
    let seconds = Timestamp::from_second(at.0.div_euclid(1_000)).ok()?;
    Some(seconds.to_string())
}

/// The videos of these ids. One that is private or gone is not given, and one that cannot be read is
/// left out and noted.
pub(super) async fn details(
    calls: &Calls<'_>,
    ids: &[String],
    now: UnixMillis,
    notes: &mut Vec<Note>,
) -> Result<Vec<Post>, SourceFailure> {
    let mut posts = Vec::new();
    for some in ids.chunks(IDS_MAX) {
        let joined = some.join(",");
        let query = [
            ("part", "id,snippet,contentDetails,statistics,status"),
            ("id", joined.as_str()),
            ("maxResults", "50"),
        ];
        let page = calls.list("videos", &query).await?;
        let given = page.items.len();
        let read: Vec<_> = page
            .items
            .iter()
            .filter_map(|item| read::video(item, now))
            .collect();
        if read.len() < given && !notes.contains(&Note::Partial) {
            notes.push(Note::Partial);
        }
        posts.extend(read);
    }
    Ok(posts)
}
