use crate::{CallError, Layer};

/// The layer at which a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailedLayer {
    /// The host's name could not be found.
    Name,
    /// No connection, or one that broke.
    Connect,
    /// No safe connection.
    Tls,
    /// The proxy.
    Proxy,
    /// The service answered, but not with what was hoped for.
    Http,
}

/// What is known about a failed call, for a person who looks for the fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// Where it failed.
    pub layer: FailedLayer,
    /// The HTTP status, where there was an answer and it is known.
    pub status: Option<u16>,
    /// One sentence.
    pub detail: String,
}

/// Says at which layer a call failed.
pub fn diagnose(error: &CallError) -> Diagnosis {
    let (layer, status) = match error {
        CallError::NotReached { layer, .. } => (failed(*layer), None),
        CallError::Interrupted { .. } => (FailedLayer::Connect, None),
        CallError::Refused { status, .. }
        | CallError::Unreadable { status, .. }
        | CallError::Moved { status, .. } => (FailedLayer::Http, Some(*status)),
        CallError::TooLarge { .. } => (FailedLayer::Http, None),
    };
    Diagnosis {
        layer,
        status,
        detail: error.to_string(),
    }
}

const fn failed(layer: Layer) -> FailedLayer {
    match layer {
        Layer::Name => FailedLayer::Name,
        Layer::Connect => FailedLayer::Connect,
        Layer::Tls => FailedLayer::Tls,
        Layer::Proxy => FailedLayer::Proxy,
    }
}
