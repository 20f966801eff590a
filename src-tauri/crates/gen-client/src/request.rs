//! What is sent, in the order and the shape of the published page's curl commands.

use contract::{MonitorChanges, MonitorSpec};
use reqwest::multipart::Form;
use serde::Serialize;

/// The job type of every monitor.
pub(crate) const JOB_TYPE: &str = "train_social";

/// `user_job[data]`. The order of the fields is the page's, and is what goes over the wire.
#[derive(Serialize)]
struct Data<'a> {
    platform: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    value: &'a str,
    days: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    max_results: u8,
    monitoring: bool,
    #[serde(skip_serializing_if = "is_false")]
    comment_monitoring: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// The configuration as the JSON text that a create carries. Days, the ceiling and monitoring are
/// always there: what the service assumes without them is not documented for the first two.
#[expect(
    clippy::expect_used,
    reason = "a struct of texts, numbers and flags always serialises"
)]
pub(crate) fn data_text(spec: &MonitorSpec) -> String {
    let data = Data {
        platform: spec.target.platform().as_str(),
        kind: spec.target.kind().as_str(),
        value: spec.target.value(),
        days: spec.days.days(),
        country: spec.country.map(|country| country.to_string()),
        max_results: spec.max_results.get(),
        monitoring: spec.monitoring,
        comment_monitoring: spec.comment_monitoring,
    };
    serde_json::to_string(&data).expect("plain data")
}

/// The form of a create.
pub(crate) fn create_form(spec: &MonitorSpec) -> Form {
    // Names are constants that need no encoding; curl sends their brackets as they are.
    Form::new()
        .percent_encode_noop()
        .text("user_job[user_job_type]", JOB_TYPE)
        .text("user_job[data]", data_text(spec))
}

/// The form of an update: flat, and only what changes.
pub(crate) fn update_form(changes: &MonitorChanges) -> Form {
    changes
        .fields()
        .iter()
        .fold(Form::new().percent_encode_noop(), |form, (field, text)| {
            form.text(field.as_str(), text.clone())
        })
}
