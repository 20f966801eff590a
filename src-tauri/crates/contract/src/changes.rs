use crate::{Field, MonitorDraft, MonitorSpec, SpecProblems};

/// The fields in which one configuration differs from another, as an update sends them. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitorChanges {
    fields: Vec<(Field, String)>,
}

impl MonitorChanges {
    /// What must be sent to turn `old` into `new`; nothing where they are equal.
    pub fn between(old: &MonitorSpec, new: &MonitorSpec) -> Option<Self> {
        let before = wire_values(old);
        let fields: Vec<_> = wire_values(new)
            .into_iter()
            .filter(|pair| !before.contains(pair))
            .collect();
        (!fields.is_empty()).then_some(Self { fields })
    }

    /// What must be sent so that these fields are as in `new`, whatever they are now; nothing where
    /// none is named. For a change that may have been taken although nobody answered.
    pub fn naming(new: &MonitorSpec, named: &[Field]) -> Option<Self> {
        let fields: Vec<_> = wire_values(new)
            .into_iter()
            .filter(|(field, _)| named.contains(field))
            .collect();
        (!fields.is_empty()).then_some(Self { fields })
    }

    /// The changed fields in the order of the published page, each with its new text. A country
    /// that was taken away is sent as empty text; what the hosted service makes of that is unknown.
    pub fn fields(&self) -> &[(Field, String)] {
        &self.fields
    }
}

impl MonitorSpec {
    /// This configuration with the draft's fields over it.
    ///
    /// # Errors
    /// Every field that would be wrong, at once.
    pub fn patched(&self, draft: MonitorDraft) -> Result<Self, SpecProblems> {
        Self::parse(&draft.over(self))
    }
}

/// Every field as the text that the wire carries, in the order of the published page.
fn wire_values(spec: &MonitorSpec) -> [(Field, String); 8] {
    [
        (Field::Platform, spec.target.platform().as_str().to_owned()),
        (Field::Type, spec.target.kind().as_str().to_owned()),
        (Field::Value, spec.target.value().to_owned()),
        (Field::Days, spec.days.days().to_string()),
        (
            Field::Country,
            spec.country
                .map(|country| country.to_string())
                .unwrap_or_default(),
        ),
        (Field::MaxResults, spec.max_results.get().to_string()),
        (Field::Monitoring, spec.monitoring.to_string()),
        (Field::CommentMonitoring, spec.comment_monitoring.to_string()),
    ]
}
