use serde_json::Value;

use crate::SourceFailure;
use crate::clause::{CollectorLack, KeyLack};
use crate::fields::Fields;
use crate::http::Http;

/// What Apify's refusal means. There are some three hundred types; these are the ones a person can
/// do something about.
pub(super) fn read(http: &Http, status: u16, body: &[u8]) -> SourceFailure {
    let whole: Value = serde_json::from_slice(body).unwrap_or_default();
    let kind = Fields(&whole).text("/error/type").unwrap_or_default();
    let (platform, actor) = ("Apify", "this collector");
    let unavailable = |why| SourceFailure::ActorUnavailable { actor, why };
    match kind.as_str() {
        "token-not-provided" | "invalid-token" | "user-or-token-not-found" => {
            SourceFailure::KeyRefused { platform }
        }
        "actor-is-not-rented" => unavailable(CollectorLack::Rent),
        "actor-disabled" | "actor-not-found" | "record-not-found" => unavailable(CollectorLack::Gone),
        "apify-plan-required-to-use-paid-actor" => unavailable(CollectorLack::Plan),
        "actor-memory-limit-exceeded" | "concurrent-runs-limit-exceeded" | "rate-limit-exceeded" => {
            SourceFailure::TooManyRequests { platform }
        }
        "invalid-input" | "invalid-request" | "invalid-value" => unavailable(CollectorLack::Question),
        "insufficient-permissions" => SourceFailure::KeyNotAllowed {
            platform,
            why: KeyLack::StartsNothing,
        },
        _ => match status {
            401 => SourceFailure::KeyRefused { platform },
            402 => SourceFailure::ProviderLimit,
            403 => SourceFailure::KeyNotAllowed {
                platform,
                why: KeyLack::Unsaid,
            },
            _ => http.by_status(status),
        },
    }
}
