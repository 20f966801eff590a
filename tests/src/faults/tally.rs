//! Compares what the service counted, and what the driver was told, with what the record holds.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::Path;

use super::http::Kind;
use super::jobs::Seen;
use super::kills::Told;
use super::record::{self, Start};

/// What came of the kills.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Kills.
    pub kills: u32,
    /// Starts that reached the service more than once, or that nobody wanted; each in words.
    pub duplicates: Vec<String>,
    /// What was accepted or told as recorded, and is not in the record; each in words.
    pub lost: Vec<String>,
    /// Times at which the record could not be read.
    pub unreadable: usize,
    /// What else does not agree, such as a change that only one side knows; each in words.
    pub astray: Vec<String>,
    /// Jobs that the service made.
    pub jobs: usize,
    /// Starts that are not known.
    pub unknown: usize,
    /// What arrived, by kind.
    pub arrived: HashMap<Kind, usize>,
    /// Kills while a request of this kind was being answered.
    pub during: HashMap<Kind, u32>,
}

impl Tally {
    /// Whether nothing was found.
    pub fn is_sound(&self) -> bool {
        self.duplicates.is_empty() && self.lost.is_empty() && self.unreadable == 0 && self.astray.is_empty()
    }

    /// Everything that was found, in words.
    pub fn findings(&self) -> impl Iterator<Item = &String> {
        self.duplicates.iter().chain(&self.lost).chain(&self.astray)
    }

    /// What the kills met, so that a run that met nothing is not taken for a good one.
    pub fn met(&self) -> String {
        let during = |kind| self.during.get(&kind).copied().unwrap_or(0);
        let arrived = |kind| self.arrived.get(&kind).copied().unwrap_or(0);
        format!(
            "{} starts, {} updates and {} reads arrived; {} jobs were made, {} starts are not known\n\
             {} kills came while a start was being answered, {} an update, {} a read",
            arrived(Kind::Create),
            arrived(Kind::Update),
            arrived(Kind::Read),
            self.jobs,
            self.unknown,
            during(Kind::Create),
            during(Kind::Update),
            during(Kind::Read),
        )
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} kills: {} duplicate creates, {} lost answers, {} unreadable databases",
            self.kills,
            self.duplicates.len(),
            self.lost.len(),
            self.unreadable
        )
    }
}

/// Compares.
pub fn compare(folder: &Path, seen: &Seen, told: Told) -> Tally {
    let starts: HashMap<_, _> = record::starts(folder)
        .into_iter()
        .map(|start| (start.intent.clone(), start))
        .collect();
    let lost = [
        lost_by_service(&starts, seen),
        lost_by_driver(&starts, &told),
        not_finished(folder, &told),
    ];
    let by_itself = (told.ended_by_itself > 0).then(|| format!("{} ends by itself", told.ended_by_itself));
    // A server that is up gives no reason for a start not to leave.
    let refused = told
        .not_started
        .iter()
        .map(|intent| format!("{intent} was told as not started"));
    Tally {
        duplicates: duplicates(&starts, seen, &told),
        lost: lost.concat(),
        unreadable: told.unreadable,
        astray: refused.chain(by_itself).chain(differing(folder, seen)).collect(),
        jobs: seen.created.len(),
        unknown: starts.values().filter(|start| start.state == "unknown").count(),
        arrived: seen.heads.clone(),
        during: told.during.clone(),
        ..Tally::default()
    }
}

/// A start is there once: under its key, for its monitor, and because somebody wanted it.
fn duplicates(starts: &HashMap<String, Start>, seen: &Seen, told: &Told) -> Vec<String> {
    let twice = seen.duplicates().into_iter();
    let twice = twice.map(|key| format!("{key} arrived more than once"));
    let unwanted = seen.posts.keys().filter(|key| !told.wanted.contains(*key));
    let mut of_monitor: BTreeMap<i64, u32> = BTreeMap::new();
    for start in starts.values() {
        *of_monitor.entry(start.monitor).or_default() += 1;
    }
    let again = of_monitor.into_iter().filter(|(_, count)| *count > 1);
    twice
        .chain(unwanted.map(|key| format!("{key} arrived, and nobody wanted it")))
        .chain(again.map(|(monitor, count)| format!("monitor {monitor} was started {count} times")))
        .collect()
}

/// What the service accepted is recorded with its number, or as not known.
fn lost_by_service(starts: &HashMap<String, Start>, seen: &Seen) -> Vec<String> {
    let lost = |(key, job): &(String, u64)| {
        let start = starts.get(key);
        let kept = start.is_some_and(|start| {
            start.state == "unknown"
                || (start.state == "created" && start.job.as_deref() == Some(job.to_string().as_str()))
        });
        (!kept).then(|| format!("the service made {job} for {key}, the record has {start:?}"))
    };
    seen.created.iter().filter_map(lost).collect()
}

/// What the driver was told was taken is recorded with that number.
fn lost_by_driver(starts: &HashMap<String, Start>, told: &Told) -> Vec<String> {
    let lost = |(intent, job): (&String, &String)| {
        let start = starts.get(intent);
        let kept = start.is_some_and(|start| start.state == "created" && start.job.as_ref() == Some(job));
        (!kept).then(|| format!("{job} was told for {intent}, the record has {start:?}"))
    };
    told.created.iter().filter_map(lost).collect()
}

fn not_finished(folder: &Path, told: &Told) -> Vec<String> {
    let connection = record::read(folder);
    let mut query = connection
        .prepare("SELECT state FROM monitors WHERE id = ?1")
        .unwrap();
    let mut state = |id: &String| {
        query
            .query_row([id], |row| row.get::<_, String>(0))
            .unwrap_or_default()
    };
    let lost = told.finished.iter().filter(|id| state(id) != "finished");
    lost.map(|id| format!("{id} was told as finished")).collect()
}

/// Jobs whose configuration at the service is not the one in the record, though the record does not say
/// that it cannot know: a job that ended before a change was answered may have taken it.
fn differing(folder: &Path, seen: &Seen) -> Vec<String> {
    let connection = record::read(folder);
    let mut query = connection
        .prepare(
            "SELECT job_id, max_results, days FROM monitors WHERE job_id IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM events WHERE events.monitor_id = monitors.id
                             AND body LIKE '%never said that it took the change%')",
        )
        .unwrap();
    let rows: Vec<(String, i64, i64)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let field = |job: u64, name: &str| seen.jobs.get(&job)?.field(name)?.parse::<i64>().ok();
    let differs = rows.into_iter().filter_map(|(job, posts, days)| {
        let number = job.parse().ok()?;
        let there = (field(number, "max_results")?, field(number, "days")?);
        (there != (posts, days))
            .then(|| format!("job {job}: {there:?} there, {posts} posts and {days} days here"))
    });
    differs.collect()
}
