use std::io::Write;

use contract::MonitorDraft;

/// A row that did not become a monitor, for the person to mend and import again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// Where it stood.
    pub line: u32,
    /// The cell of the target.
    pub given: String,
    /// What it asked for.
    pub draft: MonitorDraft,
    /// Its tags.
    pub tags: Vec<String>,
    /// Why it is left.
    pub reason: String,
}

/// The headings; all but the first and the last are known when the file is imported again.
const HEADINGS: [&str; 11] = [
    "Line", "Target", "Platform", "Type", "Days", "Country", "Posts", "Ongoing", "Comments", "Tags", "Reason",
];

/// Writes rows as CSV with a mark of UTF-8, without which spreadsheets spoil every script but Latin.
///
/// # Errors
/// The file cannot be written.
pub fn write_leftovers(mut to: impl Write, rows: &[Leftover]) -> std::io::Result<()> {
    to.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(HEADINGS)?;
    for row in rows {
        writer.write_record(record(row))?;
    }
    writer.flush()
}

fn record(row: &Leftover) -> [String; 11] {
    let draft = &row.draft;
    let text = |text: &Option<String>| harmless(text.as_deref().unwrap_or_default());
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let flag = |flag: Option<bool>| flag.map_or("", |yes| if yes { "yes" } else { "no" }).to_owned();
    let target = draft.value.as_deref().unwrap_or(&row.given);
    [
        row.line.to_string(),
        harmless(target),
        text(&draft.platform),
        text(&draft.kind),
        number(draft.days),
        text(&draft.country),
        number(draft.max_results),
        flag(draft.monitoring),
        flag(draft.comment_monitoring),
        harmless(&row.tags.join(", ")),
        harmless(&row.reason),
    ]
}

/// A text that a spreadsheet does not take for a formula. A name with its `@` counts as one too.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
