//! What an error of the transport means: whether the call had left.

use std::error::Error;

use crate::{CallError, Interruption, Layer};

/// Longest detail kept, in characters.
const DETAIL_MAX: usize = 300;

/// The meaning of an error before the head of an answer.
pub(crate) fn before_answer(error: reqwest::Error) -> CallError {
    // The address names the agent, and says nothing that the caller does not know.
    let error = error.without_url();
    let detail = detail(&error);
    if error.is_connect() || error.is_builder() {
        return CallError::NotReached {
            layer: layer(&error),
            detail,
        };
    }
    let what = if error.is_timeout() {
        Interruption::TimedOut
    } else {
        Interruption::Reset
    };
    CallError::Interrupted { what, detail }
}

/// The meaning of an error while the body of an answer was read.
pub(crate) fn within_answer(error: reqwest::Error) -> CallError {
    let error = error.without_url();
    let what = if error.is_timeout() {
        Interruption::TimedOut
    } else {
        Interruption::BodyCut
    };
    CallError::Interrupted {
        what,
        detail: detail(&error),
    }
}

/// Where a failed connection ended. That it never left is known from the error's type; which layer it
/// was, the connector tells by its words alone.
fn layer(error: &reqwest::Error) -> Layer {
    let words = chain(error).join(" ");
    if words.contains("tunnel error") {
        Layer::Proxy
    } else if error.is_dns() || words.contains("dns error") {
        Layer::Name
    } else if words.contains("tcp ") || error.is_timeout() || error.is_builder() {
        Layer::Connect
    } else {
        // Name, proxy and TCP name themselves; what is left is the handshake.
        Layer::Tls
    }
}

/// The innermost words, which are the system's own, with those around them where they add something.
pub(crate) fn detail(error: &reqwest::Error) -> String {
    let mut told: Vec<String> = Vec::new();
    for words in chain(error) {
        if !told.iter().any(|known| known.contains(&words)) {
            told.push(words);
        }
    }
    told.join(": ").chars().take(DETAIL_MAX).collect()
}

fn chain(error: &reqwest::Error) -> Vec<String> {
    let causes = std::iter::successors(Some(error as &dyn Error), |cause| (*cause).source());
    causes.map(ToString::to_string).collect()
}
