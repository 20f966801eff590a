use contract::{Field, FieldProblem, MonitorDraft, MonitorSpec, Platform, Reason, SpecProblems, TargetKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Line, ReadNote, Role, Table, cells, understand};

/// What holds where a row says nothing: the choices of the form, without a target.
pub type Defaults = MonitorDraft;

/// A cell that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WrongCell {
    /// Which field.
    pub field: contract::Field,
    /// Why.
    pub reason: contract::Reason,
    /// What stands in the cell; empty where nothing does.
    pub given: String,
}

/// A row as a draft of a monitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands in the list.
    pub line: u32,
    /// The cell of the target, as it stands there.
    pub given: String,
    /// What it asks for.
    pub draft: MonitorDraft,
    /// The configuration, or everything that is wrong about it.
    pub spec: Result<MonitorSpec, Vec<WrongCell>>,
    /// What a person should know of the target, such as that its link is a single video.
    pub note: Option<ReadNote>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// Reads every row of a table by what its columns mean. Rows without anything in the columns that are
/// used are passed over.
pub fn read_rows(table: &Table, headed: bool, roles: &[Role], defaults: &Defaults) -> Vec<Row> {
    let body = table.body(headed).iter();
    body.filter_map(|line| read(line, roles, defaults)).collect()
}

/// The cells of a row by their meaning.
struct Cells<'a> {
    line: &'a Line,
    roles: &'a [Role],
}

impl<'a> Cells<'a> {
    fn get(&self, role: Role) -> Option<&'a str> {
        let column = self.roles.iter().position(|found| *found == role)?;
        let text = self.line.cells.get(column)?.as_str();
        (!text.is_empty()).then_some(text)
    }

    fn used(&self) -> bool {
        let pairs = self.line.cells.iter().zip(self.roles);
        pairs
            .into_iter()
            .any(|(cell, role)| *role != Role::Ignore && !cell.is_empty())
    }
}

fn read(line: &Line, roles: &[Role], defaults: &Defaults) -> Option<Row> {
    let cells = Cells { line, roles };
    if !cells.used() {
        return None;
    }
    let given = cells.get(Role::Target).unwrap_or_default();
    let platform = cells
        .get(Role::Platform)
        .map(|text| name_of(cells::platform(text).map(Platform::as_str), text));
    let kind = cells
        .get(Role::Type)
        .map(|text| name_of(cells::kind(text).map(TargetKind::as_str), text));
    let hint = platform
        .as_deref()
        .or(defaults.platform.as_deref())
        .and_then(Platform::from_name);
    let target = understand(given, hint);
    let mut wrong = SpecProblems::default();
    let draft = MonitorDraft {
        // A link says where it leads, whatever the column beside it says.
        platform: target
            .platform
            .map(|known| known.as_str().to_owned())
            .or(platform)
            .or(defaults.platform.clone()),
        value: value_as(&target.value, kind.as_deref(), target.sure),
        kind: kind.or(target.kind.map(|kind| kind.as_str().to_owned())),
        ..choices(&cells, defaults, &mut wrong)
    };
    let parsed = MonitorSpec::parse_noting(&draft, wrong);
    let spec = parsed.map_err(|wrong| wrong_cells(wrong.list(), &cells, target.note.is_some()));
    let tags = cells.get(Role::Tags).map(cells::tags).unwrap_or_default();
    Some(Row {
        line: line.line,
        given: given.to_owned(),
        draft,
        spec,
        note: target.note,
        tags,
    })
}

/// The wire's name where the cell names one, else what stands there, which the contract then refuses.
fn name_of(known: Option<&str>, text: &str) -> String {
    known.map_or_else(|| text.to_lowercase(), str::to_owned)
}

/// The choices of a row but for its target; what cannot be read is noted.
fn choices(cells: &Cells<'_>, defaults: &Defaults, wrong: &mut SpecProblems) -> MonitorDraft {
    let mut read = |role, field, parse: fn(&str) -> Option<i64>, otherwise: Option<i64>| {
        let Some(text) = cells.get(role) else {
            return otherwise;
        };
        let found = parse(text);
        if found.is_none() {
            wrong.note(field, Reason::WrongType);
        }
        found
    };
    let flag = |text: &str| cells::yes_or_no(text).map(i64::from);
    let days = read(Role::Days, Field::Days, cells::days, defaults.days);
    let max_results = read(
        Role::MaxResults,
        Field::MaxResults,
        cells::number,
        defaults.max_results,
    );
    let monitoring = read(
        Role::Monitoring,
        Field::Monitoring,
        flag,
        defaults.monitoring.map(i64::from),
    );
    let comments = read(
        Role::Comments,
        Field::CommentMonitoring,
        flag,
        defaults.comment_monitoring.map(i64::from),
    );
    MonitorDraft {
        days,
        country: cells
            .get(Role::Country)
            .map(cells::country)
            .or_else(|| defaults.country.clone()),
        max_results,
        monitoring: monitoring.map(|yes| yes == 1),
        comment_monitoring: comments.map(|yes| yes == 1),
        ..MonitorDraft::default()
    }
}

/// The value with the sign that the column's type asks for, where the cell has none of its own.
fn value_as(value: &Option<String>, kind: Option<&str>, sure: bool) -> Option<String> {
    let value = value.as_ref()?;
    let bare = value.trim_start_matches(['@', '#']);
    Some(match kind.and_then(TargetKind::from_name) {
        _ if sure => value.clone(),
        Some(TargetKind::Username) if !value.starts_with('#') => format!("@{}", bare.replace(' ', "")),
        Some(TargetKind::Hashtag) if !value.starts_with('@') => {
            crate::reading::hashtag_of(bare).unwrap_or_else(|| value.clone())
        }
        Some(TargetKind::Keyword) if !value.starts_with('#') => bare.to_owned(),
        _ => value.clone(),
    })
}

/// The problems with what stands in their cells. A target that is no target is told as such: platform
/// and type would have come from it.
fn wrong_cells(problems: Vec<FieldProblem>, cells: &Cells<'_>, noted: bool) -> Vec<WrongCell> {
    let no_target = problems
        .iter()
        .any(|one| one.field == Field::Value && one.reason == Reason::Missing);
    let told = |one: &FieldProblem| match one.field {
        Field::Platform | Field::Type => !(no_target && one.reason == Reason::Missing),
        _ => true,
    };
    let cell = |one: FieldProblem| WrongCell {
        field: one.field,
        reason: if noted && one.reason == Reason::Missing {
            Reason::Empty
        } else {
            one.reason
        },
        given: role_of(one.field)
            .and_then(|role| cells.get(role))
            .unwrap_or_default()
            .to_owned(),
    };
    problems.into_iter().filter(told).map(cell).collect()
}

fn role_of(field: Field) -> Option<Role> {
    Some(match field {
        Field::Platform => Role::Platform,
        Field::Type => Role::Type,
        Field::Value => Role::Target,
        Field::Days => Role::Days,
        Field::Country => Role::Country,
        Field::MaxResults => Role::MaxResults,
        Field::Monitoring => Role::Monitoring,
        Field::CommentMonitoring => Role::Comments,
    })
}
