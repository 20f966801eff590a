//! Fills a record with many monitors at once, past the use cases: a hundred thousand starts would take an
//! hour. What is written is what the use cases write; a test of this module compares the two.
#![allow(
    clippy::unwrap_used,
    reason = "this fills records for tests; one that cannot be filled fails the test"
)]

use std::path::Path;

use contract::{MonitorDraft, MonitorSpec, UnixMillis};
use rusqlite::{Connection, Transaction, params};
use store::{StateWord, WorkspaceId};

use crate::faults::record;

/// Many monitors of one workspace.
#[derive(Debug, Clone, Copy)]
pub struct Crowd {
    /// Where.
    pub workspace: WorkspaceId,
    /// How many. They get the job numbers 1 to this, after `first_job`.
    pub count: u32,
    /// The job number before the first.
    pub first_job: u64,
    /// How they stand.
    pub mix: Mix,
    /// When they were made.
    pub made_at: UnixMillis,
    /// When those that are live are looked at next.
    pub next_look_at: UnixMillis,
    /// Over how many milliseconds after it these looks are spread, in the steps of the schedule; at 0 all
    /// are due at once.
    pub looks_over: i64,
}

/// The steps into which the schedule gathers looks at what rests, in milliseconds.
const STEP: i64 = 30_000;

impl Crowd {
    fn next_look_of(&self, index: u32) -> i64 {
        let at = self.next_look_at.0;
        if self.looks_over == 0 {
            return at;
        }
        let spread = self.looks_over * i64::from(index) / i64::from(self.count);
        at + spread + STEP - (at + spread).rem_euclid(STEP)
    }
}

/// How the monitors of a crowd stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    /// All in one state.
    All(StateWord),
    /// As on a board that has been used for a while: most watching, some in each other column.
    Board,
}

impl Mix {
    fn state(self, index: u32) -> StateWord {
        match (self, index % 20) {
            (Self::All(state), _) => state,
            (Self::Board, 0) => StateWord::Failed,
            (Self::Board, 1) => StateWord::Waiting,
            (Self::Board, 2 | 3) => StateWord::Collecting,
            (Self::Board, 4..=7) => StateWord::Finished,
            (Self::Board, _) => StateWord::Watching,
        }
    }
}

/// Writes a crowd into the record of a data folder.
pub fn fill(folder: &Path, crowd: &Crowd) {
    let mut connection = record::read(folder);
    connection.pragma_update(None, "synchronous", "OFF").unwrap();
    let transaction = connection.transaction().unwrap();
    for index in 0..crowd.count {
        add(&transaction, crowd, index);
    }
    transaction.commit().unwrap();
    analyze(&connection);
}

fn analyze(connection: &Connection) {
    // What was written without a sync is on disk before anybody measures.
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
}

fn add(transaction: &Transaction<'_>, crowd: &Crowd, index: u32) {
    let state = crowd.mix.state(index);
    let spec = spec(index, state);
    let monitor = add_monitor(transaction, crowd, index, (state, &spec));
    add_span(transaction, crowd, monitor, (state, &spec));
    let body = format!(
        r#"{{"about":"monitor","event":{{"kind":"accepted","job_id":"{}"}}}}"#,
        crowd.first_job + u64::from(index) + 1
    );
    transaction
        .prepare_cached("INSERT INTO events (at, workspace_id, monitor_id, body) VALUES (?1, ?2, ?3, ?4)")
        .unwrap()
        .execute(params![crowd.made_at.0, crowd.workspace.0, monitor, body])
        .unwrap();
    if index.is_multiple_of(3) {
        transaction
            .prepare_cached("INSERT INTO monitor_tags (monitor_id, tag) VALUES (?1, ?2)")
            .unwrap()
            .execute(params![
                monitor,
                ["launch", "rivals", "creators"][(index % 9 / 3) as usize]
            ])
            .unwrap();
    }
}

fn spec(index: u32, state: StateWord) -> MonitorSpec {
    let (platform, kind, value) = match index % 5 {
        0 => ("instagram", "hashtag", format!("#trend{index}")),
        1 => ("youtube", "keyword", format!("how to number {index}")),
        2 => ("instagram", "username", format!("@brand.{index}")),
        _ => ("tiktok", "username", format!("@creator{index}")),
    };
    let draft = MonitorDraft {
        platform: Some(platform.to_owned()),
        kind: Some(kind.to_owned()),
        value: Some(value),
        days: Some(7),
        max_results: Some(i64::from(10 + index % 41)),
        monitoring: Some(!matches!(state, StateWord::Collecting | StateWord::Finished)),
        comment_monitoring: Some(index.is_multiple_of(7)),
        ..MonitorDraft::default()
    };
    MonitorSpec::parse(&draft).unwrap()
}

fn add_monitor(
    transaction: &Transaction<'_>,
    crowd: &Crowd,
    index: u32,
    (state, spec): (StateWord, &MonitorSpec),
) -> i64 {
    let problem =
        (state == StateWord::Failed).then_some(r#"{"code":"job_failed","message":"profile not found"}"#);
    let status = match state {
        StateWord::Waiting => "pending",
        StateWord::Finished => "completed",
        StateWord::Failed => "failed",
        _ => "processing",
    };
    // Minutes apart, as people work; nothing is sorted already.
    let since = crowd.made_at.0 + i64::from(index.wrapping_mul(7_919) % 100_000) * 60;
    transaction
        .prepare_cached(
            "INSERT INTO monitors (workspace_id, platform, kind, value, comparable, days, max_results, monitoring,
               comment_monitoring, state, phase, status, job_id, problem, created_at, state_since, last_confirmed_at,
               next_look_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16, ?17)",
        )
        .unwrap()
        .execute(params![
            crowd.workspace.0,
            spec.target.platform().as_str(),
            spec.target.kind().as_str(),
            spec.target.value(),
            spec.target.comparable_value(),
            spec.days.days(),
            spec.max_results.get(),
            spec.monitoring,
            spec.comment_monitoring,
            state.as_str(),
            state.phase().rank(),
            status,
            (crowd.first_job + u64::from(index) + 1).to_string(),
            problem,
            crowd.made_at.0,
            since,
            state.is_live().then_some(crowd.next_look_of(index)),
        ])
        .unwrap();
    transaction.last_insert_rowid()
}

fn add_span(
    transaction: &Transaction<'_>,
    crowd: &Crowd,
    monitor: i64,
    (state, spec): (StateWord, &MonitorSpec),
) {
    let per_check = i64::from(spec.max_results.get()) * contract::POST_PRICE.micros();
    let until = (!state.is_live()).then_some(crowd.made_at.0 + 60_000);
    transaction
        .prepare_cached(
            "INSERT INTO spans (monitor_id, from_at, until_at, per_check, ongoing) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .unwrap()
        .execute(params![monitor, crowd.made_at.0, until, per_check, spec.monitoring])
        .unwrap();
}

#[cfg(test)]
mod tests {
    use store::{BoardFilter, NewWorkspace, Phase, Service, Store};

    use super::*;

    #[test]
    fn a_crowd_reads_like_monitors_that_were_started_one_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path()).unwrap();
        let new = NewWorkspace {
            name: "Acme".to_owned(),
            service: Service::Gen,
            agent_id: contract::AgentId::parse("acme").unwrap(),
            base_url: None,
            key_ref: None,
        };
        let workspace = store.add_workspace(&new, UnixMillis(0)).unwrap().id;
        let crowd = Crowd {
            workspace,
            count: 200,
            first_job: 0,
            mix: Mix::Board,
            made_at: UnixMillis(0),
            next_look_at: UnixMillis(5),
            looks_over: 0,
        };
        fill(folder.path(), &crowd);
        let filter = BoardFilter {
            workspaces: vec![workspace],
            limit: 200,
            ..BoardFilter::default()
        };
        let page = store.board(&filter).unwrap();
        assert_eq!((page.all, page.rows.len()), (200, 200));
        assert!(
            page.counts
                .iter()
                .all(|(phase, count)| *count >= 10 || *phase == Phase::Other),
            "{:?}",
            page.counts
        );
        assert!(
            page.rows
                .iter()
                .all(|row| row.spans.len() == 1 && row.job_id.is_some())
        );
        assert_eq!(page.tags, ["creators", "launch", "rivals"]);
        let due = store.due(UnixMillis(5), 500, 500).unwrap();
        assert_eq!(due.len(), 150, "the live ones are due");
        store.quick_check().unwrap();
    }
}
