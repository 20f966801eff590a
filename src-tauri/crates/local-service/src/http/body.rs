use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::header;
use tokio_util::sync::CancellationToken;

use crate::refusal::Refusal;

/// The largest body taken. A monitor's form is under 2 KiB; this leaves room for long searches in
/// any script and for fields we do not know.
const BODY_MAX: usize = 64 * 1024;
/// How much more is read and thrown away before the refusal is sent: a client that still writes
/// would otherwise see a broken connection in place of the reason.
const DRAIN_MAX: usize = 4 * 1024 * 1024;
/// The longest wait for a whole body; on loopback it takes milliseconds.
const WAIT: Duration = Duration::from_secs(10);

/// A request's body and what it says it is.
#[derive(Debug)]
pub(super) struct Sent {
    /// Every `Content-Type`, in order: a client may send its own and the generated one.
    pub(super) types: Vec<String>,
    pub(super) body: Bytes,
}

/// Reads a request's body. One that is still on its way when the service stops is given up: it must
/// not change anything after the data folder was let go.
pub(super) async fn read(request: Request, cancel: &CancellationToken) -> Result<Sent, Refusal> {
    let (head, body) = request.into_parts();
    let kinds = head.headers.get_all(header::CONTENT_TYPE).iter();
    let types = kinds
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect();
    let body = tokio::select! {
        () = cancel.cancelled() => Err(Refusal::Stopping),
        read = tokio::time::timeout(WAIT, read_capped(body)) => read.unwrap_or(Err(Refusal::TooSlow)),
    }?;
    Ok(Sent { types, body })
}

async fn read_capped(body: Body) -> Result<Bytes, Refusal> {
    let mut pieces = body.into_data_stream();
    let (mut kept, mut length) = (BytesMut::new(), 0_usize);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Refusal::Invalid("The body was cut off".to_owned()))?;
        length = length.saturating_add(piece.len());
        if length <= BODY_MAX {
            kept.extend_from_slice(&piece);
        }
        if length > DRAIN_MAX {
            break;
        }
    }
    if length > BODY_MAX {
        Err(Refusal::TooLarge(BODY_MAX))
    } else {
        Ok(kept.freeze())
    }
}
