//! Deletes what the sources' terms let be kept no longer, by itself, as long as the service runs.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use library::Library;
use tokio_util::sync::CancellationToken;

use crate::clock;

/// How often it looks. The terms count in days.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);

/// Looks at once and then every six hours, until the service stops.
pub(crate) async fn run(library: Arc<Mutex<Library>>, cancel: CancellationToken) {
    loop {
        look(Arc::clone(&library)).await;
        tokio::select! {
            () = cancel.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn look(library: Arc<Mutex<Library>>) {
    let done = tokio::task::spawn_blocking(move || {
        let mut library = library.lock().unwrap_or_else(PoisonError::into_inner);
        library.forget_expired(clock::now())
    });
    match done.await {
        Ok(Ok(gone)) if gone.posts > 0 => {
            tracing::info!(posts = gone.posts, "posts past their time were deleted")
        }
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::error!(%error, "posts past their time could not be deleted"),
        Err(error) => tracing::error!(%error, "posts past their time could not be deleted"),
    }
}
