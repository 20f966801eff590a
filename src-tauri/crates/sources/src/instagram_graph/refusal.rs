use contract::UnixMillis;
use serde_json::Value;

use crate::SourceFailure;
use crate::clause::KeyLack;
use crate::fields::Fields;
use crate::http::Http;

/// What Meta's refusal means. Its message is not shown: it is for developers, and may quote the question.
pub(super) fn read(http: &Http, status: u16, whole: &Value) -> SourceFailure {
    let fields = Fields(whole);
    let (code, sub) = (fields.count("/error/code"), fields.count("/error/error_subcode"));
    let platform = "Instagram";
    let not_allowed = |why| SourceFailure::KeyNotAllowed { platform, why };
    match (code, sub) {
        // An account that does not exist, or that is not professional. Unverified, as are the two below.
        (Some(110), _) | (_, Some(2_207_013)) => SourceFailure::NotProfessional { name: String::new() },
        // More than thirty different hashtags.
        (_, Some(2_207_034)) | (Some(18), _) => SourceFailure::HashtagsUsedUp { until: UnixMillis(0) },
        // A hashtag that does not exist, or that is held back.
        (_, Some(2_207_024)) | (Some(24), _) => SourceFailure::HashtagBlocked { tag: String::new() },
        (Some(190 | 102 | 459 | 463 | 467), _) => SourceFailure::KeyRefused { platform },
        (Some(10 | 200..=299), _) => not_allowed(KeyLack::Review),
        (Some(368), _) => not_allowed(KeyLack::Blocked),
        (Some(4 | 17 | 32 | 613 | 80_002), _) => SourceFailure::TooManyRequests { platform },
        _ => http.by_status(if status == 200 { 400 } else { status }),
    }
}
