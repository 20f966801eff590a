use std::collections::{HashMap, HashSet};

use crate::{Collected, Note, Query};

/// Newest first, each once, none too old, none too many, and no more comments than were promised:
/// what is charged never passes what was set aside for it.
pub(crate) fn enforce(mut found: Collected, query: &Query, comments_per_post: u32) -> Collected {
    found.posts.sort_by(|a, b| {
        b.published_at
            .cmp(&a.published_at)
            .then_with(|| a.native_id.cmp(&b.native_id))
    });
    let mut seen = HashSet::new();
    found.posts.retain(|post| {
        query.since.is_none_or(|since| post.published_at >= since) && seen.insert(post.native_id.clone())
    });
    keep_country(&mut found, query);
    found.posts.truncate(usize::from(query.limit.get()));
    keep_comments(&mut found, query.comments, comments_per_post);
    found
}

/// Leaves out what is known to be from elsewhere, and says where that is not known.
fn keep_country(found: &mut Collected, query: &Query) {
    let Some(wanted) = query.country else {
        return;
    };
    found
        .posts
        .retain(|post| post.origin.is_none_or(|origin| origin.country == wanted));
    let unknown = found.posts.iter().filter(|post| post.origin.is_none()).count();
    let note = match unknown {
        0 => return,
        some if some < found.posts.len() => Note::CountryPartlyApplied,
        _ => Note::CountryNotApplied,
    };
    found.notes.push(note);
}

fn keep_comments(found: &mut Collected, wanted: bool, per_post: u32) {
    if !wanted {
        found.comments.clear();
    }
    let mut room: HashMap<&str, u32> = found
        .posts
        .iter()
        .map(|post| (post.native_id.as_str(), per_post))
        .collect();
    let mut seen = HashSet::new();
    found.comments.retain(|comment| {
        let Some(left) = room
            .get_mut(comment.post_native_id.as_str())
            .filter(|left| **left > 0)
        else {
            return false;
        };
        let is_new = seen.insert((comment.post_native_id.clone(), comment.native_id.clone()));
        *left -= u32::from(is_new);
        is_new
    });
}
