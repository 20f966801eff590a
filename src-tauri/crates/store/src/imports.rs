//! Lists that were started: every row is on disk, with an intent of its own, before the first is sent.

use contract::{MonitorDraft, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{IntentId, MonitorId, Problem, Store, StoreError, WorkspaceId};

/// A list that was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export, type = "number")]
pub struct ImportId(pub i64);

/// How a started list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ImportState {
    /// Its rows are being sent.
    Running,
    /// Nothing is sent until the person says so.
    Stopped,
    /// No row waits any more.
    Finished,
}

/// How a row of a started list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ImportRowState {
    /// Not sent yet.
    Waiting,
    /// The service took it.
    Started,
    /// It provably does not exist: refused, or never left.
    Refused,
    /// Nobody knows.
    Unknown,
    /// Left out before the start: wrong, a duplicate, or not served.
    LeftOut,
}

impl ImportState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Finished => "finished",
        }
    }

    fn from_name(word: &str) -> Result<Self, StoreError> {
        let all = [Self::Running, Self::Stopped, Self::Finished];
        let found = all.into_iter().find(|state| state.as_str() == word);
        found.ok_or(StoreError::Unreadable("import"))
    }
}

impl ImportRowState {
    const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Started,
        Self::Refused,
        Self::Unknown,
        Self::LeftOut,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Started => "started",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::LeftOut => "left_out",
        }
    }

    fn from_name(word: &str) -> Result<Self, StoreError> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == word);
        found.ok_or(StoreError::Unreadable("row of an import"))
    }
}

/// A list to be recorded before anything of it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport {
    /// The intent; it can be started once.
    pub list: IntentId,
    /// In which workspace.
    pub workspace: WorkspaceId,
    /// The file's name; empty for a pasted text.
    pub name: String,
    /// Every row, in the order of the list.
    pub rows: Vec<NewImportRow>,
}

/// A row to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImportRow {
    /// Its line in the list.
    pub line: u32,
    /// The cell of its target.
    pub given: String,
    /// What it asks for.
    pub draft: MonitorDraft,
    /// Its tags.
    pub tags: Vec<String>,
    /// Why it is left out; none where it waits to be sent.
    pub left_out: Option<Problem>,
}

/// A started list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// Ours.
    pub id: ImportId,
    /// In which workspace.
    pub workspace: WorkspaceId,
    /// The file's name; empty for a pasted text.
    pub name: String,
    /// How it stands.
    pub state: ImportState,
    /// Why it was stopped, where that was not the person.
    pub problem: Option<Problem>,
    /// When it was started.
    pub created_at: UnixMillis,
    /// How many rows stand how; states that no row has are left out.
    pub counts: Vec<(ImportRowState, u32)>,
}

/// A row of a started list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Its place in the list, which is its name within the import.
    pub position: u32,
    /// Its line in the list.
    pub line: u32,
    /// The cell of its target.
    pub given: String,
    /// What it asks for.
    pub draft: MonitorDraft,
    /// Its tags.
    pub tags: Vec<String>,
    /// The intent; it can be sent once.
    pub intent: IntentId,
    /// The monitor whose refused start it takes up again.
    pub retry_of: Option<MonitorId>,
    /// How it stands.
    pub state: ImportRowState,
    /// Its monitor, once there is one.
    pub monitor: Option<MonitorId>,
    /// Why it is not started.
    pub problem: Option<Problem>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowEnd {
    /// How it stands now.
    pub state: ImportRowState,
    /// Its monitor, where there is one.
    pub monitor: Option<MonitorId>,
    /// Why it is not started.
    pub problem: Option<Problem>,
}

impl Store {
    /// Records a list with all its rows; none, and nothing changed, where it was started before.
    ///
    /// # Errors
    /// The record cannot be written. Then nothing may be sent.
    pub fn begin_import(&self, new: &NewImport, at: UnixMillis) -> Result<Option<ImportId>, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let added = transaction.execute(
            "INSERT OR IGNORE INTO imports (list, workspace_id, name, state, created_at, state_since)
             VALUES (?1, ?2, ?3, 'running', ?4, ?4)",
            params![new.list.to_string(), new.workspace.0, new.name, at.0],
        )?;
        if added == 0 {
            return Ok(None);
        }
        let id = ImportId(transaction.last_insert_rowid());
        for (position, row) in (0_u32..).zip(&new.rows) {
            insert_row(&transaction, id, position, row)?;
        }
        transaction.commit()?;
        Ok(Some(id))
    }

    /// One started list.
    ///
    /// # Errors
    /// It is not there, or the record cannot be read.
    pub fn import(&self, id: ImportId) -> Result<ImportRecord, StoreError> {
        let reader = self.reader();
        let found = reader
            .query_row("SELECT * FROM imports WHERE id = ?1", [id.0], |row| {
                Ok(read(&reader, row))
            })
            .optional()?;
        found.ok_or(StoreError::NotFound("the import"))?
    }

    /// Started lists, newest first, at most twenty.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn imports(&self) -> Result<Vec<ImportRecord>, StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached("SELECT * FROM imports ORDER BY id DESC LIMIT 20")?;
        query
            .query_map([], |row| Ok(read(&reader, row)))?
            .map(|row| row?)
            .collect()
    }

    /// Rows of a list in these states, in its order, from one position on.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn import_rows(
        &self,
        id: ImportId,
        states: &[ImportRowState],
        from: u32,
        limit: u32,
    ) -> Result<Vec<ImportRow>, StoreError> {
        let words: Vec<_> = states.iter().map(|state| state.as_str()).collect();
        let reader = self.reader();
        let mut query = reader.prepare_cached(
            "SELECT * FROM import_rows WHERE import_id = ?1 AND position >= ?2
             AND state IN (SELECT value FROM json_each(?3)) ORDER BY position LIMIT ?4",
        )?;
        let key = params![id.0, from, serde_json::to_string(&words)?, limit];
        query
            .query_map(key, |row| Ok(read_row(row)))?
            .map(|row| row?)
            .collect()
    }

    /// Notes what became of a row.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn end_import_row(&self, id: ImportId, position: u32, end: &RowEnd) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE import_rows SET state = ?3, monitor_id = ?4, problem = ?5
             WHERE import_id = ?1 AND position = ?2",
            params![
                id.0,
                position,
                end.state.as_str(),
                end.monitor.map(|monitor| monitor.0),
                json(end.problem.as_ref())?,
            ],
        )?;
        Ok(())
    }

    /// Lets a row that provably was not started wait again, under another intent.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn renew_import_row(
        &self,
        id: ImportId,
        position: u32,
        intent: &IntentId,
        retry_of: Option<MonitorId>,
    ) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE import_rows SET state = 'waiting', intent = ?3, retry_of = ?4, monitor_id = NULL, problem = NULL
             WHERE import_id = ?1 AND position = ?2 AND state IN ('waiting', 'refused')",
            params![id.0, position, intent.to_string(), retry_of.map(|monitor| monitor.0)],
        )?;
        Ok(())
    }

    /// Puts a list into a state, with why.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn write_import_state(
        &self,
        id: ImportId,
        state: ImportState,
        problem: Option<&Problem>,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE imports SET state = ?2, problem = ?3, state_since = ?4 WHERE id = ?1",
            params![id.0, state.as_str(), json(problem)?, at.0],
        )?;
        Ok(())
    }

    /// Stops every list that a crash or the end of the app left running, but for those that are being
    /// sent, and gives them.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn recover_imports(&self, sent: &[ImportId], at: UnixMillis) -> Result<Vec<ImportId>, StoreError> {
        let sent = serde_json::to_string(sent)?;
        let writer = self.writer();
        let mut query = writer.prepare(
            "UPDATE imports SET state = 'stopped', state_since = ?1
             WHERE state = 'running' AND id NOT IN (SELECT value FROM json_each(?2)) RETURNING id",
        )?;
        let found = query.query_map(params![at.0, sent], |row| row.get(0).map(ImportId))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Brings rows that wait up to what the record knows of their starts: one whose start is on disk
    /// was sent, whatever was noted of it in the list, and is not sent again.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn reconcile_import(&self, id: ImportId) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE import_rows AS r SET
                monitor_id = s.monitor_id,
                problem = s.problem,
                state = CASE
                    WHEN s.state = 'rejected' THEN 'refused'
                    WHEN s.state IN ('sending', 'unknown') THEN 'unknown'
                    ELSE 'started'
                END
             FROM submissions AS s
             WHERE r.import_id = ?1 AND r.state IN ('waiting', 'unknown') AND s.intent = r.intent",
            [id.0],
        )?;
        Ok(())
    }

    /// Forgets a list; its monitors stay.
    ///
    /// # Errors
    /// It is running, or the record cannot be written.
    pub fn remove_import(&self, id: ImportId) -> Result<(), StoreError> {
        let changed = self
            .writer()
            .execute("DELETE FROM imports WHERE id = ?1 AND state <> 'running'", [id.0])?;
        if changed == 0 {
            Err(StoreError::NotFound("the import"))
        } else {
            Ok(())
        }
    }
}

fn insert_row(
    transaction: &rusqlite::Transaction<'_>,
    id: ImportId,
    position: u32,
    row: &NewImportRow,
) -> Result<(), StoreError> {
    let state = if row.left_out.is_some() {
        ImportRowState::LeftOut
    } else {
        ImportRowState::Waiting
    };
    transaction
        .prepare_cached(
            "INSERT INTO import_rows (import_id, position, line, given, draft, tags, intent, state, problem)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            id.0,
            position,
            row.line,
            row.given,
            serde_json::to_string(&row.draft)?,
            serde_json::to_string(&row.tags)?,
            IntentId::random().to_string(),
            state.as_str(),
            json(row.left_out.as_ref())?,
        ])?;
    Ok(())
}

fn json(problem: Option<&Problem>) -> Result<Option<String>, StoreError> {
    Ok(problem.map(serde_json::to_string).transpose()?)
}

fn read_problem(row: &Row<'_>) -> Result<Option<Problem>, StoreError> {
    let text: Option<String> = row.get("problem")?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn read(connection: &Connection, row: &Row<'_>) -> Result<ImportRecord, StoreError> {
    let id = ImportId(row.get("id")?);
    Ok(ImportRecord {
        id,
        workspace: WorkspaceId(row.get("workspace_id")?),
        name: row.get("name")?,
        state: ImportState::from_name(&row.get::<_, String>("state")?)?,
        problem: read_problem(row)?,
        created_at: UnixMillis(row.get("created_at")?),
        counts: counts(connection, id)?,
    })
}

fn counts(connection: &Connection, id: ImportId) -> Result<Vec<(ImportRowState, u32)>, StoreError> {
    let mut query = connection
        .prepare_cached("SELECT state, count(*) FROM import_rows WHERE import_id = ?1 GROUP BY state")?;
    let mut rows = query.query([id.0])?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        counts.push((ImportRowState::from_name(&row.get::<_, String>(0)?)?, row.get(1)?));
    }
    Ok(counts)
}

fn read_row(row: &Row<'_>) -> Result<ImportRow, StoreError> {
    let text = |name| row.get::<_, String>(name);
    let monitor = |name| row.get::<_, Option<i64>>(name).map(|id| id.map(MonitorId));
    Ok(ImportRow {
        position: row.get("position")?,
        line: row.get("line")?,
        given: text("given")?,
        draft: serde_json::from_str(&text("draft")?)?,
        tags: serde_json::from_str(&text("tags")?)?,
        intent: IntentId::parse(&text("intent")?).map_err(|_| StoreError::Unreadable("row of an import"))?,
        retry_of: monitor("retry_of")?,
        state: ImportRowState::from_name(&text("state")?)?,
        monitor: monitor("monitor_id")?,
        problem: read_problem(row)?,
    })
}
