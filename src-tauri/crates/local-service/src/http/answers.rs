use axum::Json;
use axum::response::{IntoResponse, Response};
use contract::{ErrorCode, JobStatus, MonitorDraft};
use http::StatusCode;
use serde::Serialize;
use sources::Note;

use super::fields::JOB_TYPE;
use crate::clock::rfc3339;
use crate::jobs::{JobView, Progress};
use crate::refusal::Refusal;

/// `{"error", "error_code"}`, the documented envelope.
#[derive(Debug, Serialize)]
struct Envelope {
    error: String,
    error_code: &'static str,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            tracing::error!(%cause, "a request failed");
        }
        let (status, error_code) = wire(&self);
        (
            status,
            Json(Envelope {
                error: self.to_string(),
                error_code,
            }),
        )
            .into_response()
    }
}

/// Status and code. The page documents the first six; the others say what they are.
fn wire(refusal: &Refusal) -> (StatusCode, &'static str) {
    let documented = |code: ErrorCode| {
        (
            StatusCode::from_u16(code.http_status()).unwrap_or(StatusCode::BAD_REQUEST),
            code.as_str(),
        )
    };
    match refusal {
        Refusal::Unauthorized => documented(ErrorCode::Unauthorized),
        Refusal::ForeignAgent | Refusal::ForeignPage(_) => documented(ErrorCode::PermissionDenied),
        Refusal::JobNotFound => documented(ErrorCode::UserJobNotFound),
        Refusal::Invalid(_) | Refusal::Missing(_) => documented(ErrorCode::ValidationError),
        Refusal::NoCredits => documented(ErrorCode::NoActiveCreditPurchase),
        Refusal::StatusInvalid(_) => documented(ErrorCode::JobStatusInvalid),
        Refusal::OverBudget => (StatusCode::PAYMENT_REQUIRED, "budget_reached"),
        Refusal::TooFewCredits { .. } => (StatusCode::PAYMENT_REQUIRED, "insufficient_credits"),
        Refusal::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large"),
        Refusal::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
        Refusal::TooSlow => (StatusCode::REQUEST_TIMEOUT, "request_timeout"),
        Refusal::NoSuchAddress => (StatusCode::NOT_FOUND, "not_found"),
        Refusal::NoSuchMethod => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
        Refusal::Stopping => (StatusCode::SERVICE_UNAVAILABLE, "service_stopping"),
        Refusal::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal_error"),
    }
}

/// A job in a list.
#[derive(Debug, Serialize)]
pub(super) struct JobRow {
    id: i64,
    user_job_type: &'static str,
    status: JobStatus,
    failed_reason: Option<String>,
    result: Option<JobResult>,
}

/// A job on its own: with its configuration, and when it was made.
#[derive(Debug, Serialize)]
pub(super) struct JobAnswer {
    #[serde(flatten)]
    row: JobRow,
    data: MonitorDraft,
    created_at: String,
}

/// What came of it so far. Times are RFC 3339 in UTC; money is in millionths of a US dollar.
#[derive(Debug, Serialize)]
struct JobResult {
    practice: bool,
    source: Option<String>,
    checks: u32,
    posts_found: u64,
    new_posts: u64,
    posts_scraped: u64,
    comments: u64,
    charged_micro_usd: i64,
    /// Set aside for the check that runs now.
    held_micro_usd: i64,
    last_check_at: Option<String>,
    next_check_at: Option<String>,
    last_failure: Option<String>,
    notes: Vec<NoteAnswer>,
}

/// What a person should know about the posts: a stable name, and the sentence.
#[derive(Debug, Serialize)]
struct NoteAnswer {
    code: &'static str,
    text: &'static str,
}

pub(super) fn row(view: JobView) -> JobRow {
    // While it waits for its first check there is nothing to tell.
    let result = (view.job.status != JobStatus::Pending).then(|| result(&view));
    JobRow {
        id: view.job.id,
        user_job_type: JOB_TYPE,
        status: view.job.status,
        failed_reason: view.job.failed_reason,
        result,
    }
}

pub(super) fn job(view: JobView) -> JobAnswer {
    let data = MonitorDraft::from(&view.job.spec);
    let created_at = rfc3339(view.job.created_at);
    JobAnswer {
        row: row(view),
        data,
        created_at,
    }
}

fn result(view: &JobView) -> JobResult {
    let Progress {
        checks,
        posts_found,
        new_posts,
        posts_scraped,
        comments,
        ..
    } = view.progress;
    JobResult {
        practice: view.practice,
        source: view.progress.source.clone(),
        checks,
        posts_found,
        new_posts,
        posts_scraped,
        comments,
        charged_micro_usd: view.progress.charged.micros(),
        held_micro_usd: view.progress.held.micros(),
        last_check_at: view.progress.last_check_at.map(rfc3339),
        next_check_at: view.job.next_check_at.map(rfc3339),
        last_failure: view.progress.last_failure.clone(),
        notes: notes(&view.progress.notes),
    }
}

fn notes(stored: &str) -> Vec<NoteAnswer> {
    let codes: Vec<String> = serde_json::from_str(stored).unwrap_or_default();
    let known = codes.iter().filter_map(|code| Note::from_code(code));
    known
        .map(|note| NoteAnswer {
            code: note.code(),
            text: note.sentence(),
        })
        .collect()
}
