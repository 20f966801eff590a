use contract::UnixMillis;
use library::{Comment, SourceId};
use serde_json::Value;

use super::calls::{Calls, NoPage};
use super::read;
use crate::fields::Fields;
use crate::{Collected, Note, Query, comments_per_post};

/// Adds the latest comments of each post, one call for each. Posts without comments are worth
/// having, so trouble here is a note and not a failure.
pub(super) async fn add(calls: &Calls<'_>, query: &Query, found: &mut Collected) {
    let mut turned_off = false;
    let mut wanted: Vec<_> = found.posts.iter().collect();
    wanted.sort_by_key(|post| std::cmp::Reverse(post.published_at));
    wanted.truncate(query.limit.get().into());
    let videos: Vec<String> = wanted
        .iter()
        // A count that is given as none needs no call.
        .filter(|post| post.counts.comments != Some(0))
        .map(|post| post.native_id.clone())
        .collect();
    for video in videos {
        match of_video(calls, &video, query.now).await {
            Ok(comments) => found.comments.extend(comments),
            Err(NoPage::CommentsOff) => turned_off = true,
            Err(NoPage::NotFound) => {}
            Err(NoPage::Failed(failure)) => {
                tracing::debug!(%failure, "the comments could not be fetched");
                found.notes.push(Note::CommentsPartial);
                break;
            }
        }
    }
    if turned_off {
        found.notes.push(Note::CommentsTurnedOff);
    }
}

async fn of_video(calls: &Calls<'_>, video: &str, now: UnixMillis) -> Result<Vec<Comment>, NoPage> {
    let query = [
        ("part", "snippet,replies"),
        ("videoId", video),
        ("order", "time"),
        ("maxResults", "100"),
        ("textFormat", "plainText"),
    ];
    let page = calls.page("commentThreads", &query).await?;
    let mut comments: Vec<_> = page
        .items
        .iter()
        .flat_map(|thread| of_thread(thread, video, now))
        .collect();
    let most = usize::try_from(comments_per_post(SourceId::YoutubeApi)).unwrap_or(usize::MAX);
    comments.truncate(most);
    Ok(comments)
}

/// A thread's first comment, and the few replies that come with it.
pub(super) fn of_thread(thread: &Value, video: &str, now: UnixMillis) -> Vec<Comment> {
    let fields = Fields(thread);
    let top = fields.at("/snippet/topLevelComment");
    let Some(mut top) = top.and_then(|item| read::comment(item, video, None, now)) else {
        return Vec::new();
    };
    top.replies = fields.count("/snippet/totalReplyCount");
    let parent = top.native_id.clone();
    let replies = fields.list("/replies/comments").iter();
    let replies = replies.filter_map(|item| read::comment(item, video, Some(&parent), now));
    std::iter::once(top).chain(replies).collect()
}
