use contract::UnixMillis;
use serde::{Deserialize, Serialize};
use store::Problem;
use ts_rs::TS;

/// A copy of the record that Feedwatch keeps by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CopyView {
    /// Its name in the folder of copies.
    pub name: String,
    /// When it was made.
    pub made_at: UnixMillis,
    /// Bytes.
    #[ts(type = "number")]
    pub size: u64,
}

/// What Settings shows of the back-ups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CopiesView {
    /// The newest first.
    pub copies: Vec<CopyView>,
    /// Whether the next start restores one.
    pub staged: bool,
    /// Why the last one could not be made, where that was so.
    pub failed: Option<Problem>,
}

/// A workspace inside a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CopyWorkspace {
    /// Its name.
    pub name: String,
    /// To which address its key goes, where that is not GEN's own.
    pub address: Option<String>,
}

/// What a copy holds, before anybody restores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CopyPreview {
    /// The file's name.
    pub name: String,
    /// The last moment that it knows of; none where nothing ever happened.
    pub until: Option<UnixMillis>,
    /// Its workspaces.
    pub workspaces: Vec<CopyWorkspace>,
    /// How many monitors.
    pub monitors: u32,
    /// How many the present record has.
    pub monitors_now: u32,
    /// Of those, started after the copy's last moment: they are not in it and go on at the service.
    pub started_since: u32,
    /// Whether posts and jobs of this computer are in it.
    pub with_posts: bool,
}

/// One of the databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Kept {
    /// What was asked for, when, and every state since.
    Record,
    /// The jobs and credits of this computer.
    Jobs,
    /// The posts that this computer collected.
    Posts,
}

/// Something the person should know at the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum StartNotice {
    /// A database was damaged, and a back-up took its place.
    FellBack {
        /// Which.
        what: Kept,
        /// The name under which the damaged file is kept.
        damaged: String,
        /// When the back-up was made.
        made_at: UnixMillis,
    },
    /// A database was damaged, and no back-up could be read: it begins empty.
    StartedEmpty {
        /// Which.
        what: Kept,
        /// The name under which the damaged file is kept.
        damaged: String,
    },
    /// The copy that the person chose is restored.
    Restored {
        /// The name under which the record before it is kept; none where there was none.
        kept: Option<String>,
    },
    /// The copy was not restored, because a start was on its way.
    NotRestored,
    /// Damage was met while in use; the next start sets the file aside.
    Damaged {
        /// Which.
        what: Kept,
    },
}
