//! Reads what a refusal says, in whichever envelope it comes.

use std::time::{Duration, SystemTime};

use contract::ErrorCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;

use crate::CallError;
use crate::plain_text::clean;

/// Longest wait taken from an answer: beyond a day it is a mistake, and would still a monitor for good.
const WAIT_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// The error of an answer with a status of 400 or more. `secret` is kept out of its message.
pub(crate) fn refusal(status: u16, headers: &HeaderMap, body: &[u8], secret: &str) -> CallError {
    let said = said(body);
    CallError::Refused {
        status,
        code: said.code.as_deref().and_then(ErrorCode::from_name),
        message: clean(&said.sentence(), secret),
        retry_after: retry_after(headers),
    }
}

/// What the envelope holds.
#[derive(Debug, Default)]
struct Said {
    code: Option<String>,
    text: Option<String>,
}

impl Said {
    /// The text, with a code that no documentation has, so that it stays readable.
    fn sentence(&self) -> String {
        let other = self
            .code
            .as_deref()
            .filter(|code| ErrorCode::from_name(code).is_none());
        match (self.text.as_deref().filter(|text| !text.trim().is_empty()), other) {
            (Some(text), Some(code)) if !text.contains(code) => format!("{text} ({code})"),
            (Some(text), _) => text.to_owned(),
            (None, Some(code)) => code.to_owned(),
            (None, None) => String::new(),
        }
    }
}

fn said(body: &[u8]) -> Said {
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => envelope(&value),
        Err(_) => Said {
            code: None,
            text: Some(String::from_utf8_lossy(body).into_owned()),
        },
    }
}

/// `{error, error_code}` as documented, `{code, message}`, `{detail}`, `{errors}`, or one of these
/// within `error`.
fn envelope(value: &Value) -> Said {
    let Value::Object(fields) = value else {
        return Said {
            code: None,
            text: words(value),
        };
    };
    if let Some(inner @ Value::Object(_)) = fields.get("error") {
        return envelope(inner);
    }
    let code = ["error_code", "code"]
        .into_iter()
        .find_map(|name| fields.get(name).and_then(word));
    let text = ["error", "message", "detail", "errors"]
        .into_iter()
        .find_map(|name| fields.get(name).and_then(words));
    let text = text.or_else(|| code.is_none().then(|| value.to_string()));
    Said { code, text }
}

/// A code: text, or a number.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The words in a value: text, the messages of a list, or `field: messages` of an object.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => Some(list.iter().filter_map(words).collect::<Vec<_>>().join("; ")),
        Value::Object(fields) => ["message", "msg", "detail", "error"]
            .into_iter()
            .find_map(|name| fields.get(name).and_then(words))
            .or_else(|| Some(by_field(fields))),
        other => Some(other.to_string()),
    }
}

fn by_field(fields: &serde_json::Map<String, Value>) -> String {
    let told = fields
        .iter()
        .filter_map(|(name, value)| Some(format!("{name}: {}", words(value)?)));
    told.collect::<Vec<_>>().join("; ")
}

/// The wait that the answer asks for, given in seconds or as a date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = httpdate::parse_http_date(text).ok()?;
            until.duration_since(SystemTime::now()).unwrap_or_default()
        }
    };
    Some(wait.min(WAIT_MAX))
}
