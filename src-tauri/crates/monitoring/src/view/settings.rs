use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{StartNotice, WorkspaceView};

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The board's two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum BoardForm {
    /// Columns by state.
    #[default]
    Columns,
    /// A table.
    Table,
}

/// How much room a row of the table takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Density {
    /// As many rows as can be told apart.
    Compact,
    /// In between.
    #[default]
    Normal,
    /// With air around each.
    Roomy,
}

/// A column of the table that a person may hide; the monitor's name always stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum BoardColumn {
    /// Account, hashtag or keyword.
    Follows,
    /// The workspace, in the view of all.
    Workspace,
    /// Its state.
    State,
    /// When it was last confirmed.
    Confirmed,
    /// When it is checked next.
    Next,
    /// The hours of the last day with an answer.
    Day,
    /// Its tags.
    Tags,
    /// When it was made.
    Created,
    /// The most one check costs.
    AtMost,
    /// What it cost so far.
    SoFar,
}

/// What the person set. Unknown fields are kept out, missing ones take their default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// A language tag; empty means the system's.
    pub language: String,
    /// Columns or table.
    pub board_form: BoardForm,
    /// How much room a row of the table takes.
    pub board_density: Density,
    /// Columns of the table that are shown.
    pub board_columns: Vec<BoardColumn>,
    /// Which notifications are wanted.
    pub notify: NotifySettings,
    /// Hours in which notifications wait.
    pub quiet_hours: QuietHours,
    /// Keep running when the window closes; none until the person was asked.
    pub keep_running: Option<bool>,
    /// Start at login.
    pub start_at_login: bool,
    /// Single-key shortcuts such as `n` and `/`.
    pub single_key_shortcuts: bool,
    /// Whether the first run is over.
    pub welcomed: bool,
}

/// Which notifications are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five switches of a settings page, each its own"
)]
pub struct NotifySettings {
    /// A monitor stops.
    pub failed: bool,
    /// A key is refused.
    pub key_refused: bool,
    /// A budget reaches 80 or 100 %.
    pub budget: bool,
    /// A monitor found posts again after a failure.
    pub found_again: bool,
    /// A one-time collection finishes.
    pub finished: bool,
}

/// Hours in which notifications wait, in the person's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct QuietHours {
    /// Whether they hold.
    pub on: bool,
    /// From, in minutes after midnight.
    pub from_minute: u16,
    /// Until; before `from_minute` it is on the next day.
    pub until_minute: u16,
    /// On which days they begin: bit 0 is Monday.
    pub days: u8,
}

/// What a workspace has of its own, in place of what is set for the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct WorkspaceAlerts {
    /// Which notifications are wanted.
    pub notify: NotifySettings,
    /// Hours in which they wait.
    pub quiet_hours: QuietHours,
}

/// Whose notification settings a workspace follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum AlertsChoice {
    /// The app's.
    AsApp,
    /// Its own.
    Own {
        /// What these are.
        alerts: WorkspaceAlerts,
    },
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: String::new(),
            board_form: BoardForm::Columns,
            board_density: Density::Normal,
            board_columns: vec![
                BoardColumn::Follows,
                BoardColumn::Workspace,
                BoardColumn::State,
                BoardColumn::Confirmed,
                BoardColumn::Next,
                BoardColumn::Day,
                BoardColumn::AtMost,
                BoardColumn::SoFar,
            ],
            notify: NotifySettings::default(),
            quiet_hours: QuietHours::default(),
            keep_running: None,
            start_at_login: false,
            single_key_shortcuts: true,
            welcomed: false,
        }
    }
}

impl Default for NotifySettings {
    fn default() -> Self {
        Self {
            failed: true,
            key_refused: true,
            budget: true,
            found_again: true,
            finished: false,
        }
    }
}

impl Default for QuietHours {
    fn default() -> Self {
        Self {
            on: false,
            from_minute: 20 * 60,
            until_minute: 8 * 60,
            days: 0b111_1111,
        }
    }
}

/// What the window needs to draw its first picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StartView {
    /// The app's version.
    pub version: String,
    /// What the person set.
    pub settings: Settings,
    /// In the order of the side bar.
    pub workspaces: Vec<WorkspaceView>,
    /// Unread lines of Activity.
    pub unread: u32,
    /// The person's zone, as an IANA name.
    pub zone: String,
    /// What the person should know at the start, such as a restored record.
    pub notices: Vec<StartNotice>,
}

/// What a test notification did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum NotificationTest {
    /// The system took it.
    HandedOver {
        /// The name of the system's service.
        service: String,
    },
    /// The system took none.
    NotTaken {
        /// Why.
        why: String,
    },
}
