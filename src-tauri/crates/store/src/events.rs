use contract::{Field, JobId, JobStatus, Money, UnixMillis};
use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{MonitorId, ProblemCode, StateWord, Store, StoreError, WorkspaceId};

/// One field that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChangedField {
    /// Which.
    pub field: Field,
    /// Before, as on the wire.
    pub from: String,
    /// After, as on the wire.
    pub to: String,
}

/// Something that happened to a monitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum MonitorEvent {
    /// The person started it.
    Started {
        /// The ceiling of one check, or the posts' part.
        at_most: Money,
    },
    /// The service took it.
    Accepted {
        /// Its number there.
        job_id: JobId,
    },
    /// The service refused it, or it never left this computer. Nothing was charged.
    NotStarted {
        /// Why.
        code: ProblemCode,
        /// In the service's words.
        message: String,
    },
    /// Nobody knows whether the service took it.
    OutcomeUnknown {
        /// What happened to the request.
        code: ProblemCode,
        /// Held.
        up_to: Money,
    },
    /// The person settled an unknown outcome.
    Settled {
        /// How.
        decision: SettleWord,
    },
    /// The service gave a new state.
    StateChanged {
        /// The word.
        state: StateWord,
        /// The service's own word.
        status: JobStatus,
        /// Its reason, where it failed.
        reason: Option<String>,
    },
    /// The person changed it.
    Changed {
        /// What.
        fields: Vec<ChangedField>,
    },
    /// A read after the change showed that the service answers for it.
    ChangeConfirmed {
        /// Whether the service showed the new values, or can only be taken at its word.
        seen: bool,
    },
    /// The service refused a change; everything is as it was.
    ChangeRefused {
        /// Why.
        code: ProblemCode,
        /// In the service's words.
        message: String,
    },
    /// The service stopped answering about it.
    NoAnswer {
        /// Why.
        code: ProblemCode,
    },
    /// The service answers again.
    AnswersAgain,
    /// A check brought nothing; the monitor goes on.
    CheckFailed {
        /// Why, in the service's words.
        reason: String,
    },
    /// A check brought something again.
    CheckWorked,
    /// It works, where the one before it with the same target had failed.
    WorksAgain {
        /// Posts found, where the service tells.
        posts: Option<u32>,
    },
}

/// Why nobody asked for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum GapReason {
    /// Feedwatch was closed.
    Closed,
    /// The computer slept.
    Asleep,
    /// It had no network.
    Offline,
}

impl GapReason {
    const ALL: [Self; 3] = [Self::Closed, Self::Asleep, Self::Offline];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Asleep => "asleep",
            Self::Offline => "offline",
        }
    }
}

/// A stretch in which nobody looked, for a reason on our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Gap {
    /// From.
    pub from: UnixMillis,
    /// Until.
    pub until: UnixMillis,
    /// Why.
    pub why: GapReason,
}

/// How a person settled an unknown outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SettleWord {
    /// It exists, with this number.
    Exists,
    /// It does not exist; it was sent again.
    SentAgain,
    /// Left as it is; the ceiling stays counted.
    Left,
    /// The service's list showed it.
    FoundInList,
}

/// Something that happened, as Activity tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "about", rename_all = "snake_case")]
#[ts(export, rename = "ActivityWhat")]
pub enum Happening {
    /// Something about a monitor.
    Monitor {
        /// What.
        event: MonitorEvent,
    },
    /// A workspace's service is in trouble: a refused key, no answer.
    WorkspaceTrouble {
        /// Why.
        code: ProblemCode,
    },
    /// A workspace's service answers again.
    WorkspaceRecovered,
    /// A budget reached a mark.
    Budget {
        /// 80 or 100.
        percent: u8,
    },
}

/// What became of the notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Notified {
    /// None was wanted.
    No,
    /// It was handed to the system.
    Shown,
    /// Quiet hours hold it.
    Held,
    /// The system took none.
    Failed,
}

impl Notified {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Shown => "shown",
            Self::Held => "held",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn from_name(name: &str) -> Self {
        [Self::Shown, Self::Held, Self::Failed]
            .into_iter()
            .find(|n| n.as_str() == name)
            .unwrap_or(Self::No)
    }
}

/// An event to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// When.
    pub at: UnixMillis,
    /// In which workspace.
    pub workspace: WorkspaceId,
    /// To which monitor; none where it is about the workspace.
    pub monitor: Option<MonitorId>,
    /// What.
    pub what: Happening,
}

/// An event of a monitor, as its timeline shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Grows with time.
    pub id: i64,
    /// When it began.
    pub at: UnixMillis,
    /// What.
    pub event: MonitorEvent,
    /// How often the service confirmed it since, and the last time.
    pub confirmed: Option<(u32, UnixMillis)>,
}

impl Store {
    /// Writes events that belong to no other change, and gives their numbers.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn add_events(&self, events: &[NewEvent]) -> Result<Vec<i64>, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let ids = events
            .iter()
            .map(|event| insert(&transaction, event))
            .collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(ids)
    }

    /// The events of a monitor, newest first.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn timeline(&self, monitor: MonitorId, limit: u32) -> Result<Vec<EventRow>, StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached(
            "SELECT id, at, body, confirmed_times, confirmed_until FROM events
             WHERE monitor_id = ?1 ORDER BY id DESC LIMIT ?2",
        )?;
        let mut rows = query.query(params![monitor.0, limit])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            let Happening::Monitor { event } = serde_json::from_str(&row.get::<_, String>(2)?)? else {
                continue;
            };
            let until: Option<i64> = row.get(4)?;
            let confirmed = until
                .map(|until| Ok::<_, StoreError>((row.get(3)?, UnixMillis(until))))
                .transpose()?;
            events.push(EventRow {
                id: row.get(0)?,
                at: UnixMillis(row.get(1)?),
                event,
                confirmed,
            });
        }
        Ok(events)
    }
}

impl Store {
    /// Notes a stretch in which nobody looked.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn add_gap(&self, gap: Gap) -> Result<(), StoreError> {
        self.writer().execute(
            "INSERT INTO gaps (from_at, until_at, why) VALUES (?1, ?2, ?3)",
            params![gap.from.0, gap.until.0, gap.why.as_str()],
        )?;
        Ok(())
    }

    /// The gaps that end after this time, oldest first; the last hundred at most.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn gaps_since(&self, from: UnixMillis) -> Result<Vec<Gap>, StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached(
            "SELECT from_at, until_at, why FROM (SELECT * FROM gaps WHERE until_at > ?1 ORDER BY id DESC LIMIT 100)
             ORDER BY id",
        )?;
        let mut rows = query.query([from.0])?;
        let mut gaps = Vec::new();
        while let Some(row) = rows.next()? {
            let word: String = row.get(2)?;
            let why = GapReason::ALL.into_iter().find(|why| why.as_str() == word);
            let why = why.ok_or(StoreError::Unreadable("gap"))?;
            gaps.push(Gap {
                from: UnixMillis(row.get(0)?),
                until: UnixMillis(row.get(1)?),
                why,
            });
        }
        Ok(gaps)
    }
}

/// Writes one event inside a transaction.
pub(crate) fn insert(transaction: &Transaction<'_>, event: &NewEvent) -> Result<i64, StoreError> {
    let body = serde_json::to_string(&event.what)?;
    transaction
        .prepare_cached("INSERT INTO events (at, workspace_id, monitor_id, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            event.at.0,
            event.workspace.0,
            event.monitor.map(|id| id.0),
            body
        ])?;
    Ok(transaction.last_insert_rowid())
}

/// Writes one event of a monitor inside a transaction.
pub(crate) fn note(
    transaction: &Transaction<'_>,
    (workspace, monitor): (WorkspaceId, MonitorId),
    at: UnixMillis,
    event: MonitorEvent,
) -> Result<i64, StoreError> {
    insert(
        transaction,
        &NewEvent {
            at,
            workspace,
            monitor: Some(monitor),
            what: Happening::Monitor { event },
        },
    )
}
