//! The engine: asks what is due, lets the lanes say whose turn it is, and writes what comes back.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use contract::UnixMillis;
use gen_client::BaseUrl;
use store::{Answer, Due, Gap, GapReason, MonitorId, Problem, Service, WorkspaceId, WorkspaceRow};
use tokio::task::{Id, JoinError, JoinSet};

use super::clocks::{ClockNews, ClockWatch};
use super::errand::{self, Back, LIST_FROM, Lists};
use super::health::{Health, Verdict};
use super::lanes::{Errand, Host, Lanes, Room};
use super::look;
use super::open_starts::OpenStarts;
use crate::access::base_url;
use crate::view::Connection;
use crate::{Monitoring, problems, spread};

/// Requests on their way to one host at a time.
const PER_HOST: usize = 8;
/// Monitors of one workspace that the record is asked for at a time: a few rounds of the places, so that
/// one that comes due in another workspace soon has its turn. Where answers come quickly, as many as come
/// within [`ROUND`]: each question reads what is in hand once more.
const PER_WORKSPACE: std::ops::RangeInclusive<usize> = 64..=1_024;
const ROUND: Duration = Duration::from_millis(200);
/// The record is asked at least this often while there is something in hand.
const ASK_AT_LEAST: Duration = Duration::from_secs(1);
/// Of all workspaces together.
const AT_A_TIME: u32 = 4_096;
/// Answers that wait to be written; when more do, nothing is sent, and memory stays flat.
const UNWRITTEN_MAX: usize = 1_024;
/// With a list, what comes due so soon is asked for along.
const LIST_AHEAD: i64 = 5 * 60 * 1_000;
/// The longest list that is worth its memory.
const LIST_MAX: u32 = 20_000;
/// The longest the engine rests; keeps the comparison of the clocks and the sign of life going. Each turn
/// wakes the computer and writes to its disk; who comes back to the window rings the bell.
const REST_MAX: Duration = Duration::from_secs(60);
/// The longest it waits for what is in hand before it looks for what else came due.
const IN_HAND_REST: Duration = Duration::from_millis(250);
/// The shortest rest, in milliseconds.
const LEAST_REST: i64 = 20;
/// What came due while nobody could look is spread over this.
const CATCH_UP_OVER: Duration = Duration::from_secs(45);
/// Looks planned further ahead than this were planned by a wrong clock.
const PLANNED_MAX: i64 = 65 * 60 * 1_000;
/// A gap shorter than this is not worth a word.
const GAP_MIN: i64 = 5 * 60 * 1_000;
/// Before the next turn, when the record failed: doubled with each failure in a row, up to a minute.
const BREATH: Duration = Duration::from_secs(1);
/// Under which the record keeps the last sign of life.
const ALIVE: &str = "alive_at";

pub(super) struct Engine {
    app: Monitoring,
    health: Health,
    lists: Lists,
    lanes: Lanes,
    errands: JoinSet<Back>,
    /// Whose errand a task does, should it end without a word.
    doing: HashMap<Id, (Host, Errand)>,
    clocks: ClockWatch,
    unwritten: Batch,
    /// At most one batch that is being written: answers go on coming in meanwhile.
    writing: JoinSet<Result<(), Problem>>,
    being_written: Vec<MonitorId>,
    workspaces: HashMap<WorkspaceId, WorkspaceRow>,
    next_sign: Instant,
    asked_at: Option<Instant>,
    /// Answers since then.
    answered: usize,
    open_starts: OpenStarts,
    /// Workspaces that are to stop, until the record says so: what is due there is not yet taken away.
    stopping: HashSet<WorkspaceId>,
}

/// What came back and is to be written in one go.
#[derive(Default)]
struct Batch {
    answers: Vec<Answer>,
    /// Each with the generation of its workspace's access when it was found.
    verdicts: Vec<(WorkspaceRow, u64, Verdict)>,
    monitors: Vec<MonitorId>,
}

impl Engine {
    pub(super) fn new(app: Monitoring) -> Self {
        Self {
            clocks: ClockWatch::new(app.now(), Instant::now()),
            app,
            health: Health::default(),
            lists: Lists::default(),
            lanes: Lanes::new(PER_HOST),
            errands: JoinSet::new(),
            doing: HashMap::new(),
            unwritten: Batch::default(),
            writing: JoinSet::new(),
            being_written: Vec::new(),
            workspaces: HashMap::new(),
            next_sign: Instant::now(),
            asked_at: None,
            answered: 0,
            open_starts: OpenStarts::default(),
            stopping: HashSet::new(),
        }
    }

    /// Works until it is dropped. A failing record must not end the watch, and is not hammered either.
    pub(super) async fn run(mut self) {
        let mut outcome = self.begin().await;
        let mut failures = 0;
        loop {
            match outcome {
                Ok(()) => failures = 0,
                Err(problem) => {
                    tracing::error!(code = ?problem.code, message = %problem.message, "a turn of the poller failed");
                    tokio::time::sleep(BREATH * (1 << failures).min(60)).await;
                    failures = (failures + 1).min(6);
                }
            }
            outcome = self.turn().await;
        }
    }

    async fn begin(&mut self) -> Result<(), Problem> {
        let now = self.app.now();
        let (lost, last) = self
            .app
            .on_store(move |store| {
                let lost = store.recover_sending(now)?;
                store.wake_resting(now)?;
                store.pull_looks(now.plus(PLANNED_MAX), now)?;
                Ok::<_, store::StoreError>((lost, store.setting::<UnixMillis>(ALIVE)?))
            })
            .await
            .map_err(|error| problems::of_store(&error))?;
        for monitor in lost {
            self.app.tell_monitor(monitor).await;
        }
        self.app.recover_imports().await?;
        if let Some(last) = last {
            self.note_gap(last, now, GapReason::Closed).await?;
        }
        self.catch_up(now).await
    }

    async fn note_gap(&self, from: UnixMillis, until: UnixMillis, why: GapReason) -> Result<(), Problem> {
        if until.since(from) < GAP_MIN {
            return Ok(());
        }
        let gap = Gap { from, until, why };
        self.app
            .on_store(move |store| store.add_gap(gap).map_err(|error| problems::of_store(&error)))
            .await
    }

    /// Spreads everything that is overdue, so that waking up is not a storm.
    async fn catch_up(&self, now: UnixMillis) -> Result<(), Problem> {
        self.app
            .on_store(move |store| {
                let overdue = store.overdue(now)?;
                // A handful is no storm, and a person who just opened the window waits for news.
                if overdue.len() <= PER_HOST {
                    return Ok(());
                }
                let count = overdue.len();
                let at = |(index, monitor)| (monitor, spread(now, index, count, CATCH_UP_OVER));
                let plans: Vec<_> = overdue.into_iter().enumerate().map(at).collect();
                store.plan_looks(&plans)
            })
            .await
            .map_err(|error| problems::of_store(&error))
    }

    /// One turn: send what may go, then wait for an answer, a written batch, a bell or the next time.
    async fn turn(&mut self) -> Result<(), Problem> {
        self.compare_clocks().await?;
        self.sign_of_life().await?;
        self.open_starts.ask(&self.app);
        self.hear_persons();
        self.refill().await?;
        self.hear_of_rest();
        self.send();
        self.write_next();
        let rest = self.rest().await;
        tokio::select! {
            Some(joined) = self.errands.join_next_with_id() => self.take(joined),
            Some(written) = self.writing.join_next() => {
                let open = &self.unwritten.verdicts;
                self.stopping
                    .retain(|id| open.iter().any(|(row, _, verdict)| row.id == *id && verdict.stops()));
                std::mem::take(&mut self.being_written)
                    .into_iter()
                    .for_each(|monitor| self.lanes.release(monitor));
                written.map_err(problems::internal)??;
            }
            () = self.app.bell().notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
        Ok(())
    }

    async fn compare_clocks(&mut self) -> Result<(), Problem> {
        let now = self.app.now();
        match self.clocks.news(now, Instant::now()) {
            None => Ok(()),
            Some(ClockNews::Slept { from }) => {
                // What failed before the sleep says nothing about after it.
                self.health.forget_streaks();
                self.note_gap(from, now, GapReason::Asleep).await?;
                self.catch_up(now).await
            }
            Some(ClockNews::SetBack { by }) => {
                self.health.forget_streaks();
                self.app
                    .on_store(move |store| store.shift_looks(-by).map_err(|error| problems::of_store(&error)))
                    .await
            }
        }
    }

    async fn sign_of_life(&mut self) -> Result<(), Problem> {
        if Instant::now() < self.next_sign {
            return Ok(());
        }
        self.next_sign = Instant::now() + REST_MAX;
        let now = self.app.now();
        self.app
            .on_store(move |store| {
                store
                    .save_setting(ALIVE, &now)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        self.app.back_up_daily().await
    }

    /// A person's own question may have been answered by a service that was in trouble.
    fn hear_persons(&mut self) {
        let heard: Vec<_> = {
            let connections = self.app.connections();
            let answered = |(id, connection): (&WorkspaceId, &Connection)| match connection {
                Connection::Answered { at } => {
                    let since = self.health.in_trouble_since(*id)?;
                    (*at > since).then_some((*id, *at))
                }
                _ => None,
            };
            connections.iter().filter_map(answered).collect()
        };
        for (id, at) in heard {
            let verdict = self.health.heard(id, at);
            if let Some(row) = self.workspaces.get(&id).cloned() {
                self.note(&row, verdict);
            }
        }
    }

    /// A service that asked to be left alone is, whoever asked it.
    fn hear_of_rest(&mut self) {
        let told = std::mem::take(&mut *self.app.told_to_rest());
        for (id, looked) in told {
            let Some(row) = self.workspaces.get(&id).cloned() else {
                // Not known before the first answer of the record; it is heard then.
                self.app.told_to_rest().entry(id).or_insert(looked);
                continue;
            };
            let verdict = self.health.judge(&host_of(&row), &looked);
            self.note(&row, verdict);
            self.lanes.clear(id);
        }
    }

    /// Fills the lanes that run dry from the record.
    async fn refill(&mut self) -> Result<(), Problem> {
        let dry = self.dry_hosts();
        // Now and then also where none does: a workspace may have been added at another host.
        let asked_lately = self.asked_at.is_some_and(|at| at.elapsed() < ASK_AT_LEAST);
        if (dry.is_empty() && asked_lately) || self.unwritten.monitors.len() > UNWRITTEN_MAX {
            return Ok(());
        }
        let batch = self.batch();
        (self.asked_at, self.answered) = (Some(Instant::now()), 0);
        let now = self.app.now();
        let per_workspace = u32::try_from(batch + self.lanes.in_hand()).unwrap_or(u32::MAX);
        let (rows, due) = self
            .app
            .on_store(move |store| {
                let rows = store.workspaces()?;
                Ok::<_, store::StoreError>((rows, store.due(now, per_workspace, AT_A_TIME)?))
            })
            .await
            .map_err(|error| problems::of_store(&error))?;
        self.workspaces = rows.into_iter().map(|row| (row.id, row)).collect();
        let dry = self.dry_hosts();
        let mut by_workspace: BTreeMap<WorkspaceId, Vec<Due>> = BTreeMap::new();
        for one in due.into_iter().filter(|due| !self.lanes.has(due.monitor)) {
            by_workspace.entry(one.workspace).or_default().push(one);
        }
        for (id, all) in by_workspace {
            if let Some(host) = self
                .workspaces
                .get(&id)
                .map(host_of)
                .filter(|host| dry.contains(host))
            {
                self.offer(id, &host, (all, batch), now).await?;
            }
        }
        Ok(())
    }

    /// How many to ask the record for: what is likely to come back within a round.
    fn batch(&self) -> usize {
        let since = self
            .asked_at
            .map_or(Duration::MAX, |at| at.elapsed())
            .as_millis()
            .max(1);
        let likely = self.answered as u128 * ROUND.as_millis() / since;
        let (least, most) = PER_WORKSPACE.into_inner();
        usize::try_from(likely).unwrap_or(most).clamp(least, most)
    }

    fn dry_hosts(&self) -> HashSet<Host> {
        let hosts = self.workspaces.values().map(host_of);
        hosts.filter(|host| self.lanes.runs_dry(host)).collect()
    }

    async fn offer(
        &mut self,
        id: WorkspaceId,
        host: &str,
        (mut due, batch): (Vec<Due>, usize),
        now: UnixMillis,
    ) -> Result<(), Problem> {
        if self.stopping.contains(&id) {
            return Ok(());
        }
        if self.health.is_stopped(id) {
            // Stopping took every plan away, so somebody made these due since.
            self.health.woken(id);
        }
        if self.health.room(id, now) == Room::None {
            return Ok(());
        }
        if due.len() >= LIST_FROM && self.lists.may_serve(id, now) {
            let soon = self.due_soon(id, now).await?;
            due.retain(|one| one.change_pending);
            self.lanes.offer(host, Errand::List(id, soon));
        }
        for one in due.into_iter().take(batch) {
            self.lanes.offer(host, Errand::One(Box::new(one)));
        }
        Ok(())
    }

    /// What a list is asked for: everything of the workspace that comes due soon, and waits for no change.
    async fn due_soon(&self, id: WorkspaceId, now: UnixMillis) -> Result<Vec<Due>, Problem> {
        let ahead = now.plus(LIST_AHEAD);
        let soon = self
            .app
            .on_store(move |store| {
                store
                    .due_in(id, ahead, LIST_MAX)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        let free = |one: &Due| !one.change_pending && !self.lanes.has(one.monitor);
        Ok(soon.into_iter().filter(free).collect())
    }

    /// Sends whatever has a place.
    fn send(&mut self) {
        let now = self.app.now();
        while self.unwritten.monitors.len() <= UNWRITTEN_MAX {
            let health = &self.health;
            let Some((host, errand)) = self.lanes.next(|id| health.room(id, now)) else {
                return;
            };
            let Some(row) = self.workspaces.get(&errand.workspace()).cloned() else {
                self.lanes.back(&host, errand.workspace());
                errand
                    .monitors()
                    .into_iter()
                    .for_each(|monitor| self.lanes.release(monitor));
                continue;
            };
            let doing = (host.clone(), errand.clone());
            let handle = self
                .errands
                .spawn(errand::run(self.app.clone(), host, row, errand));
            self.doing.insert(handle.id(), doing);
        }
    }

    /// Takes what came back, and everything else that has come back by now.
    fn take(&mut self, first: Result<(Id, Back), JoinError>) {
        let mut next = Some(first);
        while let Some(joined) = next {
            match joined {
                Ok((id, back)) => {
                    self.doing.remove(&id);
                    self.sort(back);
                }
                Err(error) => self.lose(&error),
            }
            next = self.errands.try_join_next_with_id();
        }
        // The wire is kept busy while the answers are written.
        self.send();
    }

    /// A task that ended without a word was a fault of ours; its monitors are still due.
    fn lose(&mut self, error: &JoinError) {
        tracing::error!(%error, "a look ended without an answer");
        if let Some((host, errand)) = self.doing.remove(&error.id()) {
            self.lanes.back(&host, errand.workspace());
            errand
                .monitors()
                .into_iter()
                .for_each(|monitor| self.lanes.release(monitor));
        }
    }

    fn sort(&mut self, back: Back) {
        self.lanes.back(&back.host, back.workspace);
        if let Some(has) = back.has_list {
            self.lists.learn(back.workspace, has, self.app.now());
        }
        let Some(row) = self.workspaces.get(&back.workspace).cloned() else {
            return self.forget(&back);
        };
        self.answered += back.looked.len();
        let listed: HashSet<_> = back.looked.iter().map(|looked| looked.due.monitor).collect();
        for looked in &back.looked {
            let verdict = self.health.judge(&back.host, looked);
            self.note(&row, verdict);
            let rest = self.health.resting_until(back.workspace, looked.at);
            let mut answer = look::answer(looked, &row, rest);
            if self.health.is_stopped(back.workspace) && !matches!(looked.sight, look::Sight::Stale) {
                answer.plan = store::LookPlan(None);
            }
            self.unwritten.monitors.push(looked.due.monitor);
            self.unwritten.answers.push(answer);
        }
        self.keep_rest(&back, &listed);
        if self.health.room(back.workspace, self.app.now()) == Room::None {
            self.lanes.clear(back.workspace);
        }
    }

    /// What a list left open: due ones are asked one by one, the others when they are due.
    fn keep_rest(&mut self, back: &Back, listed: &HashSet<MonitorId>) {
        let now = self.app.now();
        back.spared
            .iter()
            .for_each(|monitor| self.lanes.release(*monitor));
        for due in &back.rest {
            self.lanes.release(due.monitor);
            if due.due_at <= now && !listed.contains(&due.monitor) {
                self.lanes.offer(&back.host, Errand::One(Box::new(due.clone())));
            }
        }
    }

    fn forget(&mut self, back: &Back) {
        let looked = back.looked.iter().map(|looked| looked.due.monitor);
        let rest = back.rest.iter().map(|due| due.monitor);
        for monitor in looked.chain(rest).chain(back.spared.iter().copied()) {
            self.lanes.release(monitor);
        }
    }

    /// Keeps a verdict to be told; that a service goes on answering is kept once for each batch.
    fn note(&mut self, row: &WorkspaceRow, verdict: Verdict) {
        let plain = |verdict: &Verdict| matches!(verdict, Verdict::Answers { trouble: None, .. });
        if verdict == Verdict::AsBefore {
            return;
        }
        if verdict.stops() {
            self.stopping.insert(row.id);
        }
        if plain(&verdict) {
            self.unwritten
                .verdicts
                .retain(|(other, _, before)| other.id != row.id || !plain(before));
        }
        let generation = self.app.access().generation(row.id);
        self.unwritten.verdicts.push((row.clone(), generation, verdict));
    }

    /// Begins to write what came back, unless a batch is being written.
    fn write_next(&mut self) {
        let nothing = self.unwritten.answers.is_empty() && self.unwritten.verdicts.is_empty();
        if !self.writing.is_empty() || nothing {
            return;
        }
        let batch = std::mem::take(&mut self.unwritten);
        let app = self.app.clone();
        let (answers, verdicts) = (batch.answers, batch.verdicts);
        let write = async move {
            app.apply(answers).await?;
            for (row, generation, verdict) in verdicts {
                if app.access().generation(row.id) == generation {
                    app.tell_health(&row, verdict).await?;
                } else {
                    // Its key was mended since: what was found out is old, and must stop nothing.
                    app.wake_workspace(row.id).await?;
                }
            }
            Ok(())
        };
        self.being_written = batch.monitors;
        self.writing.spawn(write);
    }

    /// How long nothing is due.
    async fn rest(&self) -> Duration {
        // What is in hand comes back by itself; asking the record each time would cost more than a look.
        if self.lanes.in_hand() > 0 {
            return IN_HAND_REST;
        }
        let looks = self
            .app
            .on_store(|store| store.next_looks())
            .await
            .unwrap_or_default();
        let now = self.app.now();
        // What rests is due when its rest ends.
        let due = |(id, at): &(WorkspaceId, UnixMillis)| {
            let rest = self.health.resting_until(*id, now);
            rest.map_or(*at, |rest| rest.max(*at)).since(now)
        };
        let wait = looks.iter().map(due).min().unwrap_or(i64::MAX);
        Duration::from_millis(u64::try_from(wait.max(LEAST_REST)).unwrap_or(u64::MAX)).min(REST_MAX)
    }
}

/// Where a workspace's requests go, as far as the cap is concerned: two addresses of one host are one.
fn host_of(row: &WorkspaceRow) -> Host {
    if row.service != Service::Gen {
        return "this computer".to_owned();
    }
    base_url(row.base_url.as_deref())
        .as_ref()
        .map_or_else(|_| String::new(), BaseUrl::host)
}
