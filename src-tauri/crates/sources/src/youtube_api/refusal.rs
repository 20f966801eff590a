use serde_json::Value;

use crate::SourceFailure;
use crate::clause::KeyLack;
use crate::fields::Fields;

/// What a refusal means.
#[derive(Debug)]
pub(super) enum Refused {
    NotFound,
    CommentsOff,
    QuotaUsedUp,
    Failed(SourceFailure),
    /// Nothing more than its status.
    Status,
}

/// Reads a refusal by its reason, which says more than its status. YouTube's message is not shown:
/// it may hold HTML.
pub(super) fn read(status: u16, body: &[u8]) -> Refused {
    let whole: Value = serde_json::from_slice(body).unwrap_or_default();
    let fields = Fields(&whole);
    let reason = fields.first_text(&["/error/errors/0/reason", "/error/details/0/reason"]);
    let platform = "YouTube";
    let not_allowed = |why| Refused::Failed(SourceFailure::KeyNotAllowed { platform, why });
    match reason.as_deref().unwrap_or_default() {
        "quotaExceeded" | "dailyLimitExceeded" => Refused::QuotaUsedUp,
        "keyInvalid" | "keyExpired" | "API_KEY_INVALID" => {
            Refused::Failed(SourceFailure::KeyRefused { platform })
        }
        "accessNotConfigured" | "SERVICE_DISABLED" => not_allowed(KeyLack::ApiOff),
        "ipRefererBlocked" | "API_KEY_HTTP_REFERRER_BLOCKED" | "API_KEY_IP_ADDRESS_BLOCKED" => {
            not_allowed(KeyLack::Limited)
        }
        "API_KEY_SERVICE_BLOCKED" => not_allowed(KeyLack::OtherApi),
        "commentsDisabled" => Refused::CommentsOff,
        "rateLimitExceeded" | "userRateLimitExceeded" => {
            Refused::Failed(SourceFailure::TooManyRequests { platform })
        }
        "videoNotFound" | "playlistNotFound" | "channelNotFound" | "notFound" => Refused::NotFound,
        // A trouble of YouTube's own that calls itself forbidden.
        "SERVICE_UNAVAILABLE" | "backendError" | "internalError" => Refused::Status,
        _ if status == 401 => Refused::Failed(SourceFailure::KeyRefused { platform }),
        _ if status == 400 && says_key(fields) => Refused::Failed(SourceFailure::KeyRefused { platform }),
        "" if status == 404 => Refused::NotFound,
        _ => Refused::Status,
    }
}

/// The newer form of a refused key: reason `badRequest`, and the word only in the text.
fn says_key(fields: Fields<'_>) -> bool {
    let text = fields.text("/error/message").unwrap_or_default();
    text.starts_with("API key not valid") || text.starts_with("API key expired")
}
