//! How answers are read: leniently, and without ever cutting an id.

use contract::JobId;
use serde_json::{Map, Value};

use crate::CallError;

/// An answer with a status of 200 to 299.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<Value, CallError> {
        serde_json::from_slice(&self.body).map_err(|_| self.unreadable("the body is not JSON"))
    }

    /// The id of the job that a create or an update answers with.
    pub(crate) fn job_id(&self) -> Result<JobId, CallError> {
        let value = self.json()?;
        let found = value
            .get("user_job_id")
            .ok_or_else(|| self.unreadable("the answer has no user_job_id"))?;
        id(found).ok_or_else(|| self.unreadable("the user_job_id is neither a whole number nor an id text"))
    }

    pub(crate) fn unreadable(&self, why: &'static str) -> CallError {
        CallError::Unreadable {
            status: self.status,
            why,
        }
    }
}

/// An id, given as a whole number or as text.
pub(crate) fn id(value: &Value) -> Option<JobId> {
    JobId::parse(&id_text(value)?).ok()
}

/// An id as text. Numbers up to 2^64 stay whole; one that is larger or has a fraction was not read
/// without loss, and is no id.
pub(crate) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => number.as_u64().map(|number| number.to_string()),
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// Takes a text out of the fields; nothing where it is missing, empty or no text.
pub(crate) fn taken_text(fields: &mut Map<String, Value>, name: &str) -> Option<String> {
    match fields.remove(name)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        _ => None,
    }
}
