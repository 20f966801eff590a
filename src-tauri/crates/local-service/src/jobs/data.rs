use contract::{MonitorDraft, MonitorSpec};

use crate::db::DbError;

/// A configuration as JSON, in the names and the order of the published page. Equal configurations
/// give equal texts.
pub(crate) fn to_text(spec: &MonitorSpec) -> String {
    // Text, numbers and truth values only: this cannot fail, and an empty text would not be read back.
    serde_json::to_string(&MonitorDraft::from(spec)).unwrap_or_default()
}

/// The configuration of a stored text.
pub(crate) fn from_text(text: &str) -> Result<MonitorSpec, DbError> {
    let draft: MonitorDraft =
        serde_json::from_str(text).map_err(|_| DbError::Unreadable("a job's data".to_owned()))?;
    MonitorSpec::parse(&draft).map_err(|problems| DbError::Unreadable(format!("a job's data: {problems}")))
}
