use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, patch, post};
use library::{Library, LibraryError};
use sources::Sources;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{auth, guard, handlers, own};
use crate::db::{Db, DbError};
use crate::refusal::Refusal;
use crate::schedule::ScheduleHandle;
use crate::{Pace, ServiceKey};

/// What the handlers share.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) db: Db,
    pub(crate) schedule: ScheduleHandle,
    pub(crate) key: ServiceKey,
    pub(crate) address: SocketAddr,
    pub(crate) pace: Pace,
    pub(crate) sources: Arc<Sources>,
    pub(crate) library: Arc<Mutex<Library>>,
    pub(crate) cancel: CancellationToken,
}

impl Api {
    /// Reads the library on a thread that may block.
    pub(super) async fn on_library<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Library) -> Result<T, LibraryError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let library = Arc::clone(&self.library);
        let done = tokio::task::spawn_blocking(move || {
            let library = library.lock().unwrap_or_else(PoisonError::into_inner);
            read(&library).map_err(DbError::from)
        });
        Ok(done.await.unwrap_or(Err(DbError::Stopped))?)
    }
}

/// How long open requests may go on after the stop was asked for.
const GOODBYE: Duration = Duration::from_millis(600);

/// Answers until cancelled, then lets open requests end, but not for long: a client that never
/// finishes its request cannot hold the service up.
pub(crate) async fn serve(listener: TcpListener, api: Api, cancel: CancellationToken) {
    let stopping = cancel.clone().cancelled_owned();
    let served = axum::serve(listener, router(Arc::new(api))).with_graceful_shutdown(stopping);
    let too_long = async {
        cancel.cancelled().await;
        tokio::time::sleep(GOODBYE).await;
    };
    tokio::select! {
        ended = served => if let Err(cause) = ended {
            tracing::error!(%cause, "the service stopped answering");
        },
        () = too_long => {}
    }
}

fn router(api: Arc<Api>) -> Router {
    Router::new()
        .route("/v1/user_jobs", post(handlers::create).get(handlers::list))
        .route("/v1/user_jobs/{id}", get(handlers::read).put(handlers::update))
        .route("/v1/user_jobs/{id}/stop", patch(handlers::stop))
        .route(
            "/v1/user_jobs/{id}/schedule",
            get(own::schedule).put(own::set_schedule),
        )
        .route("/v1/user_jobs/{id}/posts", get(own::posts))
        .route("/v1/user_jobs/{id}/comments", get(own::comments))
        .route("/v1/sources", get(own::sources))
        .route("/v1/spending", get(own::spending))
        .route("/v1/me", get(handlers::me))
        .route("/v1/agents", get(handlers::agents))
        .route("/v1/credit_balance", get(handlers::credit_balance))
        .method_not_allowed_fallback(|| async { Refusal::NoSuchMethod })
        .route_layer(from_fn_with_state(Arc::clone(&api), auth::require_key))
        .route("/openapi.json", get(own::openapi))
        .fallback(|| async { Refusal::NoSuchAddress })
        .layer(from_fn(guard::security_headers))
        .layer(from_fn_with_state(Arc::clone(&api), guard::own_page_only))
        .with_state(api)
}
