//! Virtual time for many monitors: the real schedule, the real record, and a service that is played.
//!
//! Real requests would make a day last a day. Here a clock that only this driver turns asks the record
//! what is due, lets the schedule say when to look again, and writes what the service would answer, as
//! the poller does; at most eight requests are under way to each host, and each takes its time.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use contract::{AgentId, JobId, JobStatus, MonitorSpec, PriceList, UnixMillis};
use monitoring::{Standing, Tempo};
use store::{
    Answer, CheckFacts, Counting, Due, IntentId, LookPlan, MonitorId, MonthSpan, NewWorkspace, News, Outcome,
    Service, Start, StateWord, Store,
};

use super::chance::Chance;
use super::session::draft;

/// 2026-11-25T00:00:00Z.
const BEGIN: UnixMillis = UnixMillis(1_795_564_800_000);
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// Requests under way to one host, as the poller has it.
const PER_HOST: usize = 8;
/// Hosts that the workspaces share.
const HOSTS: u32 = 10;
/// How long a request takes.
const ROUND_TRIP: i64 = 150;
/// Looks that the poller takes in hand at a time, in all and of one workspace.
const IN_HAND: u32 = 512;
const PER_WORKSPACE: u32 = 64;

/// How much of it.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Monitors in all.
    pub monitors: u32,
    /// Workspaces they are spread over.
    pub workspaces: u32,
    /// Hours of virtual time.
    pub hours: u32,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Looks at monitors that stood so.
    pub looks: BTreeMap<&'static str, u64>,
    /// Monitor-hours spent in each state.
    pub hours: BTreeMap<&'static str, f64>,
    /// The most requests that were under way to one host.
    pub most_at_once: usize,
    /// The most looks at one monitor within one hour.
    pub most_in_an_hour: u32,
    /// The longest that one was overdue, in milliseconds.
    pub longest_overdue: i64,
    /// Live monitors that nobody would look at any more.
    pub forgotten: usize,
    /// Resident memory after a tenth of the time, and at the end, in kilobytes; none where unknown.
    pub memory: Option<(u64, u64)>,
    /// The plan.
    pub planned: String,
}

impl Report {
    /// Whether every cap was kept, nobody was forgotten, and memory stayed flat.
    pub fn holds(&self) -> bool {
        let flat = self
            .memory
            .is_none_or(|(early, late)| late < early + early / 4 + 16_384);
        self.most_at_once <= PER_HOST && self.forgotten == 0 && self.longest_overdue < 5 * MINUTE && flat
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.planned)?;
        writeln!(
            f,
            "{:<12}{:>12}{:>16}{:>18}",
            "state", "requests", "monitor-hours", "per monitor-hour"
        )?;
        for (state, looks) in &self.looks {
            let hours = self.hours.get(state).copied().unwrap_or_default();
            // Proof: counts of looks stay far below 2^52.
            #[expect(clippy::cast_precision_loss, reason = "see above")]
            let rate = if hours > 0.0 { *looks as f64 / hours } else { 0.0 };
            writeln!(f, "{state:<12}{looks:>12}{hours:>16.1}{rate:>18.1}")?;
        }
        if let Some((early, late)) = self.memory {
            writeln!(f, "memory: {early} kB early, {late} kB at the end")?;
        }
        write!(
            f,
            "at most {} requests at once to one host, {} looks at one monitor in an hour, {} s overdue, {} forgotten",
            self.most_at_once,
            self.most_in_an_hour,
            self.longest_overdue / 1_000,
            self.forgotten
        )
    }
}

/// How a played job stands: since when, and what it comes to.
#[derive(Debug, Clone, Copy)]
struct Played {
    begun: UnixMillis,
    waits: i64,
    works: i64,
    ongoing: bool,
    fails: bool,
}

impl Played {
    fn status(self, now: UnixMillis) -> JobStatus {
        match now.since(self.begun) {
            age if age < self.waits => JobStatus::Pending,
            age if age < self.waits + self.works || (self.ongoing && !self.fails) => JobStatus::Processing,
            _ if self.fails => JobStatus::Failed,
            _ => JobStatus::Completed,
        }
    }
}

struct Day {
    store: Store,
    played: HashMap<MonitorId, Played>,
    chance: Chance,
    report: Report,
    hourly: HashMap<MonitorId, (i64, u32)>,
    seen_at: HashMap<MonitorId, UnixMillis>,
}

/// Lives through it.
///
/// # Panics
/// The record fails.
pub fn live(plan: &Plan) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = Store::open(folder.path()).unwrap();
    let mut day = Day {
        store,
        played: HashMap::new(),
        chance: Chance::new(11),
        report: Report::default(),
        hourly: HashMap::new(),
        seen_at: HashMap::new(),
    };
    day.fill(plan);
    day.run(plan);
    day.report.planned = format!(
        "{} monitors in {} workspaces on {HOSTS} hosts, {} hours",
        plan.monitors, plan.workspaces, plan.hours
    );
    day.report
}

impl Day {
    fn fill(&mut self, plan: &Plan) {
        let workspaces: Vec<_> = (0..plan.workspaces)
            .map(|number| {
                let new = NewWorkspace {
                    name: format!("W{number}"),
                    service: Service::Gen,
                    agent_id: AgentId::parse("agent").unwrap(),
                    base_url: Some(format!("https://host{}.example", number % HOSTS)),
                    key_ref: None,
                };
                self.store.add_workspace(&new, BEGIN).unwrap().id
            })
            .collect();
        for number in 0..plan.monitors {
            let ongoing = self.chance.percent(50);
            let spec = MonitorSpec::parse(&draft(ongoing)).unwrap();
            let intent = IntentId::random();
            // Made over the first hour, as people do, and not in one moment.
            let begun = BEGIN.plus(i64::try_from(self.chance.below(3_600_000)).unwrap());
            let start = Start {
                intent: &intent,
                workspace: workspaces[number as usize % workspaces.len()],
                spec: &spec,
                prices: PriceList::PUBLISHED,
                tags: &[],
                retry_of: None,
                month: MonthSpan {
                    from: BEGIN,
                    until: BEGIN.plus(30 * 24 * HOUR),
                },
                counting: Counting {
                    checks_per_30_days: 30,
                    now: BEGIN,
                },
            };
            let monitor = self.store.begin_sending(&start, begun).unwrap();
            let job_id = JobId::parse(&(number + 1).to_string()).unwrap();
            let created = Outcome::Created {
                job_id,
                next_look_at: begun.plus(2_000),
            };
            self.store.end_sending(&intent, &created, begun).unwrap();
            self.played.insert(monitor, self.clone_played(begun, ongoing));
        }
    }

    fn clone_played(&self, begun: UnixMillis, ongoing: bool) -> Played {
        let mut chance = Chance::new(u64::try_from(begun.0).unwrap());
        let mut within = |most: u64| i64::try_from(chance.below(most)).unwrap();
        Played {
            begun,
            waits: 5_000 + within(120_000),
            works: 30_000 + within(600_000),
            ongoing,
            fails: within(100) < 3,
        }
    }

    fn run(&mut self, plan: &Plan) {
        let end = BEGIN.plus(i64::from(plan.hours) * HOUR);
        let early = BEGIN.plus(i64::from(plan.hours) * HOUR / 10);
        let (mut now, mut early_memory) = (BEGIN, None);
        while now < end {
            if now >= early && early_memory.is_none() {
                early_memory = resident();
            }
            let due = self.store.due(now, PER_WORKSPACE, IN_HAND).unwrap();
            if due.is_empty() {
                let next = self.store.next_look().unwrap().unwrap_or(end);
                now = next.max(now.plus(20));
            } else {
                now = self.look(&due, now);
            }
        }
        self.report.memory = early_memory.zip(resident());
        self.report.forgotten = self.forgotten(end);
        for (monitor, played) in &self.played {
            count_hours(&mut self.report.hours, *played, end, *monitor);
        }
    }

    /// Looks at what is due: eight at a time on each host, until all were looked at.
    fn look(&mut self, due: &[Due], mut now: UnixMillis) -> UnixMillis {
        let mut waiting: BTreeMap<i64, Vec<&Due>> = BTreeMap::new();
        for one in due {
            let host = one.workspace.0 % i64::from(HOSTS);
            waiting.entry(host).or_default().push(one);
        }
        while waiting.values().any(|queue| !queue.is_empty()) {
            now = now.plus(ROUND_TRIP);
            let mut answers = Vec::new();
            for queue in waiting.values_mut() {
                let wave: Vec<_> = queue.drain(..queue.len().min(PER_HOST)).collect();
                self.report.most_at_once = self.report.most_at_once.max(wave.len());
                answers.extend(wave.into_iter().map(|one| self.answer(one, now)));
            }
            self.store.apply_answers(&answers).unwrap();
        }
        now
    }

    fn answer(&mut self, due: &Due, now: UnixMillis) -> Answer {
        let status = self.played[&due.monitor].status(now);
        let state = StateWord::of(&status, due.monitoring);
        *self.report.looks.entry(due.state.as_str()).or_default() += 1;
        self.report.longest_overdue = self.report.longest_overdue.max(now.since(due.due_at));
        self.count_in_hour(due.monitor, now);
        self.seen_at.insert(due.monitor, now);
        let age = if state == due.state {
            now.since(due.state_since)
        } else {
            0
        };
        let standing = Standing {
            state,
            age,
            silent_looks: 0,
            next_check_in: None,
            tempo: Tempo::Far,
        };
        // Proof: 32 bits are exact in f64.
        let chance = f64::from(u32::try_from(self.chance.below(1 << 32)).unwrap()) / f64::from(u32::MAX);
        let plan = standing.next_look_at(now, chance);
        let facts = CheckFacts::default();
        Answer {
            monitor: due.monitor,
            at: now,
            news: News::Status {
                status,
                problem: None,
                facts,
            },
            plan: LookPlan(plan),
            tell_silence_after: Some(3),
        }
    }

    fn count_in_hour(&mut self, monitor: MonitorId, now: UnixMillis) {
        let hour = now.since(BEGIN) / HOUR;
        let counted = self.hourly.entry(monitor).or_insert((hour, 0));
        if counted.0 != hour {
            *counted = (hour, 0);
        }
        counted.1 += 1;
        self.report.most_in_an_hour = self.report.most_in_an_hour.max(counted.1);
    }

    /// Live monitors that were not looked at for longer than any schedule waits.
    fn forgotten(&self, end: UnixMillis) -> usize {
        let live = |monitor: &MonitorId| self.store.monitor(*monitor).unwrap().state.is_live();
        let long_ago = |monitor: &MonitorId| {
            self.seen_at
                .get(monitor)
                .is_none_or(|seen| end.since(*seen) > 30 * MINUTE)
        };
        self.played
            .keys()
            .filter(|monitor| long_ago(monitor) && live(monitor))
            .count()
    }
}

fn count_hours(hours: &mut BTreeMap<&'static str, f64>, played: Played, end: UnixMillis, _: MonitorId) {
    let life = end.since(played.begun);
    let waits = life.min(played.waits);
    let works = (life - waits).clamp(0, played.works);
    let rests = if played.ongoing && !played.fails {
        life - waits - works
    } else {
        0
    };
    let (working, resting) = if played.ongoing {
        ("watching", works + rests)
    } else {
        ("collecting", works)
    };
    let hour = |millis: i64| {
        // Proof: a life is a day, which is exact in f64.
        #[expect(clippy::cast_precision_loss, reason = "see above")]
        let millis = millis as f64;
        millis / 3_600_000.0
    };
    *hours.entry("waiting").or_default() += hour(waits);
    *hours.entry(working).or_default() += hour(resting);
}

/// This process's resident memory, where the system tells.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
