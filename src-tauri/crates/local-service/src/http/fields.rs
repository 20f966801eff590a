//! From a form's fields to a draft of a monitor. What is wrong is noted, so that all of it is told at once.

use contract::{Field, MonitorDraft, Reason, SpecProblems};
use serde_json::{Map, Value};

use super::forms::Form;
use crate::refusal::Refusal;

/// The only kind of job here. Source: the page ("Must be train_social").
pub(super) const JOB_TYPE: &str = "train_social";
const JOB_TYPE_FIELD: &str = "user_job[user_job_type]";
const DATA_FIELD: &str = "user_job[data]";

/// What a create asks for.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) draft: MonitorDraft,
    pub(super) problems: SpecProblems,
    /// Problems outside the configuration.
    pub(super) others: Vec<String>,
}

/// Reads a create: the type of the job, and the configuration as JSON text (or, from clients that
/// send JSON anyway, as an object).
pub(super) fn read_create(form: &Form) -> Wanted {
    let mut others = Vec::new();
    match form.get(JOB_TYPE_FIELD) {
        None | Some(Value::Null) => others.push(format!("{JOB_TYPE_FIELD} is required")),
        Some(Value::String(name)) if name == JOB_TYPE => {}
        Some(_) => others.push(format!("{JOB_TYPE_FIELD} must be {JOB_TYPE}")),
    }
    let data = match form.get(DATA_FIELD) {
        Some(Value::String(text)) => serde_json::from_str(text).ok(),
        Some(value) => Some(value.clone()),
        None => None,
    };
    let (draft, problems) = match data {
        Some(Value::Object(data)) => read_draft(&data),
        _ if form.contains_key(DATA_FIELD) => return no_data(others, "must be a JSON object"),
        _ => return no_data(others, "is required"),
    };
    Wanted {
        draft,
        problems,
        others,
    }
}

fn no_data(mut others: Vec<String>, what: &str) -> Wanted {
    others.push(format!("{DATA_FIELD} {what}"));
    Wanted {
        draft: MonitorDraft::default(),
        problems: SpecProblems::default(),
        others,
    }
}

/// Reads an update: flat fields, of which at least one has to be there.
pub(super) fn read_update(form: &Form) -> Result<(MonitorDraft, SpecProblems), Refusal> {
    if Field::ALL.iter().any(|field| form.contains_key(field.as_str())) {
        return Ok(read_draft(form));
    }
    let names = Field::ALL.map(Field::as_str).join(", ");
    Err(Refusal::Invalid(format!(
        "There is nothing to change: send at least one of {names}"
    )))
}

/// Reads the configuration's fields; unknown ones are left alone.
fn read_draft(data: &Map<String, Value>) -> (MonitorDraft, SpecProblems) {
    let mut reader = Reader {
        data,
        problems: SpecProblems::default(),
    };
    let draft = MonitorDraft {
        platform: reader.read(Field::Platform, text),
        kind: reader.read(Field::Type, text),
        value: reader.read(Field::Value, text),
        days: reader.read(Field::Days, whole_number),
        country: reader.country(),
        max_results: reader.read(Field::MaxResults, whole_number),
        monitoring: reader.read(Field::Monitoring, truth),
        comment_monitoring: reader.read(Field::CommentMonitoring, truth),
    };
    (draft, reader.problems)
}

struct Reader<'a> {
    data: &'a Map<String, Value>,
    problems: SpecProblems,
}

impl Reader<'_> {
    fn read<T>(&mut self, field: Field, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let value = self.data.get(field.as_str()).filter(|value| !value.is_null())?;
        let found = read(value);
        if found.is_none() {
            self.problems.note(field, Reason::WrongType);
        }
        found
    }

    /// A country that is null was taken away, as one that is empty.
    fn country(&mut self) -> Option<String> {
        let taken_away = self.data.get(Field::Country.as_str()).is_some_and(Value::is_null);
        if taken_away {
            Some(String::new())
        } else {
            self.read(Field::Country, text)
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Whole numbers, also as text and with an empty fraction: some clients have floats only.
fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| whole_text(&number.to_string())),
        Value::String(text) => whole_text(text.trim()),
        _ => None,
    }
}

fn whole_text(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let empty = !fraction.is_empty() && fraction.bytes().all(|digit| digit == b'0');
    whole.parse().ok().filter(|_| empty)
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::Number(number) => one_or_zero(number.as_i64()?),
        Value::String(text) => match text.trim() {
            "true" => Some(true),
            "false" => Some(false),
            digits => one_or_zero(digits.parse().ok()?),
        },
        _ => None,
    }
}

const fn one_or_zero(number: i64) -> Option<bool> {
    match number {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_come_as_numbers_as_text_and_with_an_empty_fraction() {
        for good in [json!(7), json!(7.0), json!("7"), json!("7.0"), json!(" 7 ")] {
            assert_eq!(whole_number(&good), Some(7), "{good}");
        }
        for bad in [
            json!(7.5),
            json!("7.5"),
            json!("7."),
            json!("seven"),
            json!(1e300),
            json!([7]),
            json!(true),
            json!(""),
        ] {
            assert_eq!(whole_number(&bad), None, "{bad}");
        }
    }

    #[test]
    fn truth_comes_as_truth_as_words_and_as_one_or_zero() {
        for (good, truth_of) in [
            (json!(true), true),
            (json!("true"), true),
            (json!("1"), true),
            (json!(0), false),
        ] {
            assert_eq!(truth(&good), Some(truth_of), "{good}");
        }
        for bad in [json!("yes"), json!(2), json!("perhaps"), json!({}), json!("")] {
            assert_eq!(truth(&bad), None, "{bad}");
        }
    }

    #[test]
    fn every_field_of_the_wrong_type_is_named() {
        let data = json!({"platform": 1, "type": [], "value": {}, "days": "soon", "country": 3, "max_results": false,
            "monitoring": "perhaps", "comment_monitoring": 5});
        let (_, problems) = read_draft(data.as_object().unwrap());
        let named: Vec<_> = problems
            .list()
            .iter()
            .map(|problem| (problem.field, problem.reason))
            .collect();
        assert_eq!(named, Field::ALL.map(|field| (field, Reason::WrongType)));
    }

    proptest! {
        #[test]
        fn no_text_whatever_breaks_the_reading(text in ".{0,200}") {
            let form: Form = json!({DATA_FIELD: text, "days": text, "monitoring": text}).as_object().unwrap().clone();
            read_create(&form);
            let _ = read_update(&form);
        }
    }
}
