use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::Api;
use crate::refusal::Refusal;

/// Lets a request through that shows the key. Two keys are as good as none.
pub(super) async fn require_key(
    State(api): State<Arc<Api>>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let mut shown = request.headers().get_all("x-api-key").iter();
    match (shown.next(), shown.next()) {
        (Some(key), None) if api.key.matches(key.as_bytes()) => Ok(next.run(request).await),
        _ => Err(Refusal::Unauthorized),
    }
}
