//! Keeps posts within their sources' terms, by itself, as long as the service runs: fetches again what
//! would have to go otherwise, with new counts, then deletes what may be kept no longer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use contract::AgentId;
use library::{DuePost, Library, LibraryError, Post};
use sources::{SourceId, Sources};
use tokio_util::sync::CancellationToken;

use crate::clock;

/// How often it looks. The terms count in days.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);
/// Videos fetched again at one look: two hundred calls, so that a day's looks take no more than 8 % of a
/// key's 10,000 calls and its monitors are never left without.
const AT_A_LOOK: u32 = 10_000;
/// Videos of one call. Source: `videos.list`, maximum of `id`.
const A_CALL: usize = 50;
/// After a start the keychain may still be asking the person.
const KEYS_WAIT: Duration = Duration::from_secs(5);
const KEYS_WAITS: u32 = 24;

type Shared = Arc<Mutex<Library>>;

/// Looks at once and then every six hours, until the service stops.
pub(crate) async fn run(library: Shared, sources: Arc<Sources>, cancel: CancellationToken) {
    let work = async {
        wait_for_keys(&sources).await;
        loop {
            look(&library, &sources).await;
            tokio::time::sleep(EVERY).await;
        }
    };
    tokio::select! {
        () = cancel.cancelled() => {}
        () = work => {}
    }
}

/// What can be fetched again is not deleted for a key that comes a moment later.
async fn wait_for_keys(sources: &Sources) {
    for _ in 0..KEYS_WAITS {
        if sources.keys_are_in() {
            return;
        }
        tokio::time::sleep(KEYS_WAIT).await;
    }
}

async fn look(library: &Shared, sources: &Sources) {
    if sources.has_key(SourceId::YoutubeApi) {
        for source in [SourceId::YoutubeApi, SourceId::YoutubeFeed] {
            fetch_again(library, sources, source).await;
        }
    }
    let gone = with(library, |library| library.forget_expired(clock::now())).await;
    if let Some(gone) = gone.filter(|gone| gone.posts > 0) {
        tracing::info!(posts = gone.posts, "posts past their time were deleted");
    }
}

/// A refusal, such as for a used-up allowance, ends the look; the next one goes on where it ended.
async fn fetch_again(library: &Shared, sources: &Sources, source: SourceId) {
    let due = with(library, move |library| {
        library.due_again(source, clock::now(), AT_A_LOOK)
    });
    let owners = owners(due.await.unwrap_or_default());
    let ids: Vec<String> = owners.keys().cloned().collect();
    for some in ids.chunks(A_CALL) {
        match sources.youtube_again(some, clock::now()).await {
            Ok(posts) => store(library, &owners, posts).await,
            Err(cause) => {
                tracing::info!(%cause, "known posts could not be fetched again now");
                return;
            }
        }
    }
}

/// Who has a video: several agents may have the same, and it is fetched for all of them at once.
fn owners(due: Vec<DuePost>) -> BTreeMap<String, Vec<AgentId>> {
    let mut owners: BTreeMap<String, Vec<AgentId>> = BTreeMap::new();
    for post in due {
        owners.entry(post.native_id).or_default().push(post.agent);
    }
    owners
}

async fn store(library: &Shared, owners: &BTreeMap<String, Vec<AgentId>>, posts: Vec<Post>) {
    let mut of_agents: BTreeMap<AgentId, Vec<Post>> = BTreeMap::new();
    for post in posts {
        for agent in owners.get(&post.native_id).into_iter().flatten() {
            of_agents.entry(agent.clone()).or_default().push(post.clone());
        }
    }
    for (agent, posts) in of_agents {
        with(library, move |library| {
            library.refresh(&agent, &posts, clock::now())
        })
        .await;
    }
}

/// Work on the library on a thread of its own; a failure is logged and tried again at the next look.
async fn with<T: Send + 'static>(
    library: &Shared,
    work: impl FnOnce(&mut Library) -> Result<T, LibraryError> + Send + 'static,
) -> Option<T> {
    let library = Arc::clone(library);
    let done = tokio::task::spawn_blocking(move || {
        work(&mut library.lock().unwrap_or_else(PoisonError::into_inner))
    });
    let done = done.await.map_err(|cause| cause.to_string());
    match done.and_then(|done| done.map_err(|cause| cause.to_string())) {
        Ok(done) => Some(done),
        Err(cause) => {
            tracing::error!(cause, "posts could not be kept within their sources' terms");
            None
        }
    }
}
