use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::MonitorSpec;

/// What somebody asked for, before anything was checked: a form, a row of a list, a request.
///
/// On an update every field may be left out; on a create platform, type and value are required.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct MonitorDraft {
    /// `tiktok`, `instagram` or `youtube`.
    pub platform: Option<String>,
    /// `username`, `hashtag` or `keyword`; `type` on the wire.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `@name`, `#tag` or plain words.
    pub value: Option<String>,
    /// 0, 1, 7, 30, 90 or 180.
    pub days: Option<i64>,
    /// Two letters; empty text means "any country".
    pub country: Option<String>,
    /// 1 to 50.
    pub max_results: Option<i64>,
    /// `false`: once. `true`: ongoing.
    pub monitoring: Option<bool>,
    /// Whether comments are collected too, at a price each.
    pub comment_monitoring: Option<bool>,
}

impl MonitorDraft {
    /// This draft with every field that it leaves out taken from `spec`.
    #[must_use]
    pub fn over(self, spec: &MonitorSpec) -> Self {
        let base = Self::from(spec);
        Self {
            platform: self.platform.or(base.platform),
            kind: self.kind.or(base.kind),
            value: self.value.or(base.value),
            days: self.days.or(base.days),
            country: self.country.or(base.country),
            max_results: self.max_results.or(base.max_results),
            monitoring: self.monitoring.or(base.monitoring),
            comment_monitoring: self.comment_monitoring.or(base.comment_monitoring),
        }
    }
}

impl From<&MonitorSpec> for MonitorDraft {
    fn from(spec: &MonitorSpec) -> Self {
        Self {
            platform: Some(spec.target.platform().as_str().to_owned()),
            kind: Some(spec.target.kind().as_str().to_owned()),
            value: Some(spec.target.value().to_owned()),
            days: Some(spec.days.days().into()),
            country: spec.country.map(|country| country.to_string()),
            max_results: Some(spec.max_results.get().into()),
            monitoring: Some(spec.monitoring),
            comment_monitoring: Some(spec.comment_monitoring),
        }
    }
}
