//! What a service tells beside a job's status, where it does. The hosted service's `result` has no
//! documented shape, so every field is optional and a strange one is passed over.

use contract::{Money, MonitorDraft, MonitorSpec, UnixMillis};
use gen_client::Job;
use serde_json::Value;
use store::CheckFacts;

/// Reads what our own service reports; of another service nothing is assumed.
pub(crate) fn of_local_job(job: &Job) -> CheckFacts {
    let Some(result) = &job.result else {
        return CheckFacts::default();
    };
    let number = |name: &str| result.get(name).and_then(Value::as_i64);
    let count = |name: &str| number(name).and_then(|found| u32::try_from(found).ok());
    // Nothing is charged yet, but its ceiling is set aside: it stays counted as it was at the start.
    let first_check_runs = number("charged_micro_usd") == Some(0) && number("held_micro_usd") > Some(0);
    CheckFacts {
        posts_found: count("posts_found"),
        checks_done: count("checks"),
        charged: number("charged_micro_usd")
            .filter(|_| !first_check_runs)
            .map(Money::from_micros),
        next_check_at: result.get("next_check_at").and_then(time),
        notes: result.get("notes").map(texts).unwrap_or_default(),
        last_failure: result
            .get("last_failure")
            .and_then(Value::as_str)
            .map(str::to_owned),
    }
}

/// A time as RFC 3339 text or as Unix milliseconds.
fn time(value: &Value) -> Option<UnixMillis> {
    let text = || value.as_str()?.parse::<jiff::Timestamp>().ok();
    value
        .as_i64()
        .or_else(|| text().map(|at| at.as_millisecond()))
        .map(UnixMillis)
}

/// Notes by their codes, which the window words; those of `{code, text}` without one by their text.
fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let text = |note: &Value| {
        note.as_str()
            .or_else(|| note.get("code")?.as_str())
            .or_else(|| note.get("text")?.as_str())
            .map(str::to_owned)
    };
    list.iter().filter_map(text).collect()
}

/// Whether a job shows the configuration that was asked for; `None` where it shows none.
pub(crate) fn shows(job: &Job, wanted: &MonitorSpec) -> Option<bool> {
    let draft: MonitorDraft = serde_json::from_value(job.extra.get("data")?.clone()).ok()?;
    Some(MonitorSpec::parse(&draft).is_ok_and(|shown| shown == *wanted))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::texts;

    #[test]
    fn notes_are_kept_by_their_codes_and_by_their_text_where_they_have_none() {
        let told = json!([{"code": "partial", "text": "Some were left out."}, {"text": "Other."}, "bare", 7]);
        assert_eq!(texts(&told), ["partial", "Other.", "bare"]);
    }
}
