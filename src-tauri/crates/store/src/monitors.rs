use std::collections::HashSet;

use contract::{
    Ceiling, CostEstimate, JobId, JobStatus, Money, MonitorDraft, MonitorSpec, PriceList, UnixMillis,
};
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::de::DeserializeOwned;

use crate::spending::spans_of;
use crate::{MonitorId, Problem, Span, StateWord, Store, StoreError, WorkspaceId};

/// Milliseconds of an hour.
const HOUR: i64 = 60 * 60 * 1_000;
/// The bits of 24 hours.
const DAY_BITS: u32 = (1 << 24) - 1;

/// Which of the last 24 hours had an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pulse {
    hour: i64,
    bits: u32,
}

impl Pulse {
    /// With an answer at this time.
    #[must_use]
    pub fn beat(self, at: UnixMillis) -> Self {
        let hour = at.0.div_euclid(HOUR).max(self.hour);
        Self {
            hour,
            bits: self.seen_from(hour) | 1,
        }
    }

    /// As seen at this time: bit 0 is the current hour, bit 23 the oldest.
    pub fn at(self, now: UnixMillis) -> u32 {
        self.seen_from(now.0.div_euclid(HOUR))
    }

    pub(crate) const fn read(hour: i64, bits: u32) -> Self {
        Self { hour, bits }
    }

    pub(crate) const fn hour(self) -> i64 {
        self.hour
    }

    pub(crate) const fn bits(self) -> u32 {
        self.bits
    }

    fn seen_from(self, hour: i64) -> u32 {
        match u32::try_from(hour - self.hour) {
            Ok(passed) if passed < 24 => (self.bits << passed) & DAY_BITS,
            Ok(_) => 0,
            // The clock was set back: what was seen stays seen.
            Err(_) => self.bits,
        }
    }
}

/// A monitor as the record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitorRow {
    /// Ours.
    pub id: MonitorId,
    /// Its workspace.
    pub workspace: WorkspaceId,
    /// What it is.
    pub spec: MonitorSpec,
    /// How it stands.
    pub state: StateWord,
    /// The service's own word, once it gave one.
    pub status: Option<JobStatus>,
    /// The service's number for it.
    pub job_id: Option<JobId>,
    /// Why it needs attention.
    pub problem: Option<Problem>,
    /// When the person made it.
    pub created_at: UnixMillis,
    /// Since when it stands so.
    pub state_since: UnixMillis,
    /// When the service last answered about it.
    pub last_confirmed_at: Option<UnixMillis>,
    /// When the service checks next, where it tells.
    pub next_check_at: Option<UnixMillis>,
    /// Posts the service found, where it tells.
    pub posts_found: Option<u32>,
    /// Checks the service made, where it tells.
    pub checks_done: Option<u32>,
    /// What the service charged, where it tells.
    pub charged: Option<Money>,
    /// When the person said that it was refunded.
    pub cleared_at: Option<UnixMillis>,
    /// Notes of the service about what it could not apply.
    pub notes: Vec<String>,
    /// Why its last check brought nothing, where it goes on; in the service's words.
    pub last_failure: Option<String>,
    /// The last 24 hours.
    pub pulse: Pulse,
    /// The person's tags, in order.
    pub tags: Vec<String>,
    /// A change that was asked for and is not confirmed.
    pub change_pending: bool,
    /// What is held while its start is on its way or unknown.
    pub held: Money,
    /// What it ran at, oldest first.
    pub spans: Vec<Span>,
}

/// A monitor that follows the same target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameTarget {
    /// Which.
    pub monitor: MonitorId,
    /// Where.
    pub workspace: WorkspaceId,
    /// That workspace's name.
    pub workspace_name: String,
    /// How it stands.
    pub state: StateWord,
}

/// A target that a monitor of any workspace follows, for telling duplicates of a whole list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedTarget {
    /// Platform and kind by their names on the wire, and the value as it is compared.
    pub key: (String, String, String),
    /// The monitor.
    pub same: SameTarget,
}

/// The columns [`read`] expects, in its order; `m` is the monitor. They are read by their places: looking a
/// name up among so many costs a page of the board more than its rows.
pub(crate) const COLUMNS: &str = "m.id, m.workspace_id, \
    m.platform, m.kind, m.value, m.days, m.country, m.max_results, m.monitoring, m.comment_monitoring, \
    m.state, m.status, m.job_id, m.problem, m.created_at, m.state_since, m.last_confirmed_at, m.next_check_at, \
    m.posts_found, m.checks_done, m.charged, m.cleared_at, m.notes, m.last_failure, m.pulse_hour, m.pulse_bits, \
    (SELECT json_group_array(t.tag) FROM monitor_tags AS t WHERE t.monitor_id = m.id), \
    EXISTS (SELECT 1 FROM changes AS c WHERE c.monitor_id = m.id), \
    (SELECT coalesce(sum(s.held), 0) FROM submissions AS s \
     WHERE s.monitor_id = m.id AND s.state IN ('sending', 'unknown'))";

impl Store {
    /// One monitor.
    ///
    /// # Errors
    /// It is not there, or the record cannot be read.
    pub fn monitor(&self, id: MonitorId) -> Result<MonitorRow, StoreError> {
        find(&self.reader(), id)
    }

    /// Those of these monitors that are there, in the order asked for, without their spans.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn monitors(&self, ids: &[MonitorId]) -> Result<Vec<MonitorRow>, StoreError> {
        let reader = self.reader();
        let wanted = serde_json::to_string(ids)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM json_each(?1) AS asked JOIN monitors AS m ON m.id = asked.value ORDER BY asked.key"
        );
        let mut query = reader.prepare_cached(&sql)?;
        let mut found = query.query([wanted])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(read(row)?);
        }
        Ok(rows)
    }

    /// A workspace's monitors that have these job numbers, the latest first.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn monitors_of_jobs(
        &self,
        workspace: WorkspaceId,
        jobs: &[JobId],
    ) -> Result<Vec<MonitorRow>, StoreError> {
        let reader = self.reader();
        let sql = format!(
            "SELECT {COLUMNS} FROM monitors AS m WHERE m.workspace_id = ?1
             AND m.job_id IN (SELECT value FROM json_each(?2)) ORDER BY m.id DESC"
        );
        let names: Vec<_> = jobs.iter().map(JobId::as_str).collect();
        let mut query = reader.prepare_cached(&sql)?;
        let mut found = query.query(params![workspace.0, serde_json::to_string(&names)?])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(read(row)?);
        }
        Ok(rows)
    }

    /// Monitors that follow the same, in any workspace, still alive ones first; at most twenty.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn same_target(&self, spec: &MonitorSpec) -> Result<Vec<SameTarget>, StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached(
            "SELECT m.id, m.workspace_id, w.name, m.state FROM monitors AS m
             JOIN workspaces AS w ON w.id = m.workspace_id
             WHERE m.comparable = ?1 AND m.platform = ?2 AND m.kind = ?3 ORDER BY m.phase = 4, m.id DESC LIMIT 20",
        )?;
        let target = &spec.target;
        let key = params![
            target.comparable_value(),
            target.platform().as_str(),
            target.kind().as_str()
        ];
        let mut rows = query.query(key)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(SameTarget {
                monitor: MonitorId(row.get(0)?),
                workspace: WorkspaceId(row.get(1)?),
                workspace_name: row.get(2)?,
                state: read_state(&row.get::<_, String>(3)?)?,
            });
        }
        Ok(found)
    }

    /// What is followed now, in every workspace: monitors that run, are on their way, or may run.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn watched_targets(&self) -> Result<Vec<WatchedTarget>, StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached(
            "SELECT m.id, m.workspace_id, w.name, m.state, m.platform, m.kind, m.comparable FROM monitors AS m
             JOIN workspaces AS w ON w.id = m.workspace_id ORDER BY m.id",
        )?;
        let mut rows = query.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let state = read_state(&row.get::<_, String>(3)?)?;
            if !state.is_live() && !matches!(state, StateWord::Sending | StateWord::NotKnown) {
                continue;
            }
            let same = SameTarget {
                monitor: MonitorId(row.get(0)?),
                workspace: WorkspaceId(row.get(1)?),
                workspace_name: row.get(2)?,
                state,
            };
            found.push(WatchedTarget {
                key: (row.get(4)?, row.get(5)?, row.get(6)?),
                same,
            });
        }
        Ok(found)
    }

    /// Every job number that a workspace's monitors have.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn job_ids(&self, workspace: WorkspaceId) -> Result<HashSet<JobId>, StoreError> {
        let reader = self.reader();
        let mut query = reader
            .prepare_cached("SELECT job_id FROM monitors WHERE workspace_id = ?1 AND job_id IS NOT NULL")?;
        let mut rows = query.query([workspace.0])?;
        let mut ids = HashSet::new();
        while let Some(row) = rows.next()? {
            ids.extend(read_job_id(row.get(0)?)?);
        }
        Ok(ids)
    }

    /// Replaces a monitor's tags; blanks at the ends, empty ones and repeats are dropped.
    ///
    /// # Errors
    /// It is not there, or the record cannot be written.
    pub fn tag_monitor(&self, id: MonitorId, tags: &[String]) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        find(&transaction, id)?;
        replace_tags(&transaction, id, tags)?;
        Ok(transaction.commit()?)
    }

    /// Gives many monitors a tag, or takes it from them, all at once; those that are gone are passed over.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn tag_monitors(
        &self,
        ids: &[MonitorId],
        add: &[String],
        remove: &[String],
    ) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        for id in ids {
            for tag in clean(remove) {
                transaction
                    .prepare_cached("DELETE FROM monitor_tags WHERE monitor_id = ?1 AND tag = ?2")?
                    .execute(params![id.0, tag])?;
            }
            for tag in clean(add) {
                transaction
                    .prepare_cached(
                        "INSERT OR IGNORE INTO monitor_tags (monitor_id, tag)
                         SELECT id, ?2 FROM monitors WHERE id = ?1",
                    )?
                    .execute(params![id.0, tag])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Removes a monitor from the record, with its events. Nothing is said to the service.
    ///
    /// # Errors
    /// It is not there, or the record cannot be written.
    pub fn remove_monitor(&self, id: MonitorId) -> Result<(), StoreError> {
        let changed = self
            .writer()
            .execute("DELETE FROM monitors WHERE id = ?1", [id.0])?;
        if changed == 0 {
            Err(StoreError::NotFound("the monitor"))
        } else {
            Ok(())
        }
    }

    /// Notes that the person says a failed monitor was refunded: it counts for nothing from now on.
    ///
    /// # Errors
    /// It is not there, or the record cannot be written.
    pub fn clear_spending(&self, id: MonitorId, at: UnixMillis) -> Result<(), StoreError> {
        let changed = self.writer().execute(
            "UPDATE monitors SET cleared_at = ?2 WHERE id = ?1",
            params![id.0, at.0],
        )?;
        if changed == 0 {
            Err(StoreError::NotFound("the monitor"))
        } else {
            Ok(())
        }
    }
}

pub(crate) fn find(connection: &Connection, id: MonitorId) -> Result<MonitorRow, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM monitors AS m WHERE m.id = ?1");
    let mut query = connection.prepare_cached(&sql)?;
    let found = query.query_row([id.0], |row| Ok(read(row))).optional()?;
    let mut row = found.ok_or(StoreError::NotFound("the monitor"))??;
    row.spans = spans_of(connection, id)?;
    Ok(row)
}

/// The cells of a row, one after the other.
struct Cells<'r, 's> {
    row: &'r Row<'s>,
    at: usize,
}

impl Cells<'_, '_> {
    fn next<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        let cell = self.row.get(self.at)?;
        self.at += 1;
        Ok(cell)
    }

    fn time(&mut self) -> rusqlite::Result<Option<UnixMillis>> {
        Ok(self.next::<Option<i64>>()?.map(UnixMillis))
    }

    fn json<T: DeserializeOwned>(&mut self) -> Result<Option<T>, StoreError> {
        let text = self.next::<Option<String>>()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }
}

/// A row without its spans.
pub(crate) fn read(row: &Row<'_>) -> Result<MonitorRow, StoreError> {
    let mut cells = Cells { row, at: 0 };
    // In the order of the columns, which is the order in which the fields are worked out.
    Ok(MonitorRow {
        id: MonitorId(cells.next()?),
        workspace: WorkspaceId(cells.next()?),
        spec: read_spec(&mut cells)?,
        state: read_state(&cells.next::<String>()?)?,
        status: cells.next::<Option<String>>()?.map(JobStatus::from),
        job_id: read_job_id(cells.next()?)?,
        problem: cells.json()?,
        created_at: UnixMillis(cells.next()?),
        state_since: UnixMillis(cells.next()?),
        last_confirmed_at: cells.time()?,
        next_check_at: cells.time()?,
        posts_found: cells.next()?,
        checks_done: cells.next()?,
        charged: cells.next::<Option<i64>>()?.map(Money::from_micros),
        cleared_at: cells.time()?,
        notes: cells.json()?.unwrap_or_default(),
        last_failure: cells.next()?,
        pulse: Pulse {
            hour: cells.next()?,
            bits: cells.next()?,
        },
        tags: cells.json()?.unwrap_or_default(),
        change_pending: cells.next()?,
        held: Money::from_micros(cells.next()?),
        spans: Vec::new(),
    })
}

fn read_spec(cells: &mut Cells<'_, '_>) -> Result<MonitorSpec, StoreError> {
    let draft = MonitorDraft {
        platform: cells.next()?,
        kind: cells.next()?,
        value: cells.next()?,
        days: cells.next()?,
        country: cells.next()?,
        max_results: cells.next()?,
        monitoring: cells.next()?,
        comment_monitoring: cells.next()?,
    };
    MonitorSpec::parse(&draft).map_err(|_| StoreError::Unreadable("monitor"))
}

pub(crate) fn read_state(word: &str) -> Result<StateWord, StoreError> {
    StateWord::from_name(word).ok_or(StoreError::Unreadable("state"))
}

fn read_job_id(text: Option<String>) -> Result<Option<JobId>, StoreError> {
    text.map(|text| JobId::parse(&text).map_err(|_| StoreError::Unreadable("job number")))
        .transpose()
}

/// Writes a specification into a monitor's row.
pub(crate) fn write_spec(
    transaction: &Transaction<'_>,
    id: MonitorId,
    spec: &MonitorSpec,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE monitors SET platform = ?2, kind = ?3, value = ?4, comparable = ?5, days = ?6, country = ?7,
                    max_results = ?8, monitoring = ?9, comment_monitoring = ?10 WHERE id = ?1",
        )?
        .execute(params![
            id.0,
            spec.target.platform().as_str(),
            spec.target.kind().as_str(),
            spec.target.value(),
            spec.target.comparable_value(),
            spec.days.days(),
            spec.country.map(|country| country.to_string()),
            spec.max_results.get(),
            spec.monitoring,
            spec.comment_monitoring,
        ])?;
    Ok(())
}

/// Makes a monitor's row, on its way.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    workspace: WorkspaceId,
    spec: &MonitorSpec,
    at: UnixMillis,
) -> Result<MonitorId, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO monitors (workspace_id, platform, kind, value, comparable, days, max_results, monitoring,
                    comment_monitoring, state, phase, created_at, state_since)
             VALUES (?1, '', '', '', '', 0, 1, 0, 0, 'sending', 1, ?2, ?2)",
        )?
        .execute(params![workspace.0, at.0])?;
    let id = MonitorId(transaction.last_insert_rowid());
    write_spec(transaction, id, spec)?;
    Ok(id)
}

/// Puts a monitor into a state, with its reason; a final state is not looked at again.
pub(crate) fn write_state(
    transaction: &Transaction<'_>,
    id: MonitorId,
    state: StateWord,
    problem: Option<&Problem>,
    at: UnixMillis,
) -> Result<(), StoreError> {
    let problem = problem.map(serde_json::to_string).transpose()?;
    transaction
        .prepare_cached(
            "UPDATE monitors SET state = ?2, phase = ?3, problem = ?4, state_since = ?5,
                    next_look_at = CASE WHEN ?6 THEN next_look_at END WHERE id = ?1",
        )?
        .execute(params![
            id.0,
            state.as_str(),
            state.phase().rank(),
            problem,
            at.0,
            state.is_live()
        ])?;
    Ok(())
}

/// Without blanks at the ends, and without empty ones.
fn clean(tags: &[String]) -> impl Iterator<Item = &str> {
    tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty())
}

pub(crate) fn replace_tags(
    transaction: &Transaction<'_>,
    id: MonitorId,
    tags: &[String],
) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM monitor_tags WHERE monitor_id = ?1", [id.0])?;
    for tag in clean(tags) {
        transaction.execute(
            "INSERT OR IGNORE INTO monitor_tags (monitor_id, tag) VALUES (?1, ?2)",
            params![id.0, tag],
        )?;
    }
    Ok(())
}

/// The ceiling of one check as it is counted, at the published prices or for nothing.
pub(crate) fn per_check(spec: &MonitorSpec, prices: PriceList) -> Money {
    let ceiling: Ceiling = CostEstimate::for_check(spec, prices).at_most;
    ceiling.counted()
}
