use contract::{JobId, JobStatus};
use serde_json::{Map, Value};

use crate::answer::{id, taken_text};

/// A job as the service describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its id; the one asked for where the answer has none.
    pub id: JobId,
    /// `train_social` for a monitor, where the answer says.
    pub user_job_type: Option<String>,
    /// Where it stands.
    pub status: JobStatus,
    /// Why it failed, in the service's words; at most 2000 characters.
    pub failed_reason: Option<String>,
    /// What the service reports of its outcome; its shape is not documented.
    pub result: Option<Value>,
    /// Every other field, as it came.
    pub extra: Map<String, Value>,
}

/// Longest reason kept, in characters: room for a stack of causes, not for a page.
const REASON_MAX: usize = 2000;

impl Job {
    /// Reads a job; `asked` stands in where the answer has no id.
    pub(crate) fn read(value: Value, asked: Option<&JobId>) -> Result<Self, &'static str> {
        let Value::Object(mut fields) = value else {
            return Err("a job is not an object");
        };
        let id = match fields.remove("id").filter(|value| !value.is_null()) {
            Some(value) => id(&value).ok_or("the job's id is neither a whole number nor an id text")?,
            None => asked.cloned().ok_or("a job has no id")?,
        };
        let status = taken_text(&mut fields, "status").ok_or("the job has no status")?;
        Ok(Self {
            id,
            user_job_type: taken_text(&mut fields, "user_job_type"),
            status: JobStatus::from(status),
            failed_reason: reason(fields.remove("failed_reason")),
            result: fields.remove("result").filter(|value| !value.is_null()),
            extra: fields,
        })
    }
}

/// The reason as text; one that is no text stays readable as JSON.
fn reason(value: Option<Value>) -> Option<String> {
    let text = match value? {
        Value::Null => return None,
        Value::String(text) => text,
        other => other.to_string(),
    };
    let text: String = text.trim().chars().take(REASON_MAX).collect();
    (!text.is_empty()).then_some(text)
}
