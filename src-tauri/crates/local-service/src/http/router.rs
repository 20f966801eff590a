use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, patch, post};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{auth, guard, handlers};
use crate::db::Db;
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
    pub(crate) cancel: CancellationToken,
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
        .route("/v1/me", get(handlers::me))
        .route("/v1/agents", get(handlers::agents))
        .route("/v1/credit_balance", get(handlers::credit_balance))
        .method_not_allowed_fallback(|| async { Refusal::NoSuchMethod })
        .route_layer(from_fn_with_state(Arc::clone(&api), auth::require_key))
        .fallback(|| async { Refusal::NoSuchAddress })
        .layer(from_fn(guard::security_headers))
        .layer(from_fn_with_state(Arc::clone(&api), guard::own_page_only))
        .with_state(api)
}
