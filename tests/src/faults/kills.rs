//! Kills the driver again and again at random moments, and compares what the service counted and what
//! the driver was told with what the record holds.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::chance::Chance;
use super::driver;
use super::http::{Request, json};
use super::record::{self, Start};
use super::server::{Fault, Seen, Server};

/// What is done.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The driver's binary.
    pub driver: PathBuf,
    /// How often it is killed.
    pub kills: u32,
    /// Of the chance.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Kills.
    pub kills: u32,
    /// Starts that reached the service more than once.
    pub duplicates: usize,
    /// What was accepted or told as recorded, and is not in the record; each in words.
    pub lost: Vec<String>,
    /// Restarts at which the record could not be read.
    pub unreadable: usize,
    /// Changes at the service that the record does not show, or the other way round.
    pub astray: Vec<String>,
    /// Jobs that the service made.
    pub jobs: usize,
    /// Starts that are not known.
    pub unknown: usize,
    /// Updates that reached the service.
    pub updates: usize,
    /// Reads that reached the service.
    pub reads: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} kills: {} duplicate creates, {} lost answers, {} unreadable databases",
            self.kills,
            self.duplicates,
            self.lost.len(),
            self.unreadable
        )
    }
}

/// What the driver was told is recorded.
#[derive(Debug, Default)]
struct Acknowledged {
    created: HashMap<String, String>,
    finished: Vec<String>,
    set_aside: usize,
    refused: Vec<String>,
}

/// Kills so often, then looks.
///
/// # Panics
/// The driver cannot be started.
pub fn run(plan: &Plan) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(misbehaviour(plan.seed));
    let mut chance = Chance::new(plan.seed);
    let mut told = Acknowledged::default();
    let mut tally = Tally::default();
    for _ in 0..plan.kills {
        kill_once(plan, folder.path(), &server.url(), &mut chance, &mut told);
        tally.kills += 1;
        tally.unreadable += usize::from(!record::is_whole(folder.path()));
    }
    server.plan(|_| Fault::None);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let calm = runtime.block_on(driver::calm_down(
        folder.path(),
        &server.url(),
        Duration::from_secs(60),
    ));
    drop(runtime);
    compare(folder.path(), &server.seen(), &told, &mut tally);
    if !calm {
        tally
            .astray
            .push("changes were still open after a minute of peace".to_owned());
    }
    tally.unreadable += told.set_aside;
    tally
}

/// Now and then it acts and says nothing, or fails after it acted; else it takes its time.
fn misbehaviour(seed: u64) -> impl Fn(&Request) -> Fault + Send + Sync {
    let chance = Mutex::new(Chance::new(!seed));
    move |request| {
        let mut chance = chance.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = Duration::from_millis(chance.below(12));
        match chance.below(100) {
            0..6 if request.method != "GET" => Fault::ActThenDrop,
            6..10 if request.method != "GET" => {
                Fault::ActThenSay(json(502, &serde_json::json!({"error": "bad gateway"})))
            }
            _ => Fault::Late(wait),
        }
    }
}

fn kill_once(plan: &Plan, folder: &Path, url: &str, chance: &mut Chance, told: &mut Acknowledged) {
    let mut child = Command::new(&plan.driver)
        .args([
            "churn",
            "--url",
            url,
            "--seed",
            &chance.next().to_string(),
            "--folder",
        ])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = listen(&mut child);
    let mut heard = Vec::new();
    if chance.percent(20) {
        // In the middle of opening the record.
        thread::sleep(Duration::from_millis(chance.below(80)));
    } else {
        heard.extend(lines.recv_timeout(Duration::from_secs(30)));
        thread::sleep(Duration::from_millis(chance.below(300)));
    }
    // On Unix this is SIGKILL: nothing of the driver runs any more.
    let _ = child.kill();
    let _ = child.wait();
    heard.extend(lines);
    heard.iter().for_each(|line| told.note(line));
}

/// Whole lines only: one that a kill cut was not told.
fn listen(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    thread::spawn(move || {
        let mut line = String::new();
        while matches!(out.read_line(&mut line), Ok(1..)) && line.ends_with('\n') {
            let _ = sender.send(std::mem::take(&mut line));
        }
    });
    receiver
}

impl Acknowledged {
    fn note(&mut self, line: &str) {
        let words: Vec<_> = line.split_whitespace().collect();
        match words[..] {
            ["created", intent, job] => {
                self.created.insert(intent.to_owned(), job.to_owned());
            }
            ["finished", monitor] => self.finished.push(monitor.to_owned()),
            ["ready", "SetAside", ..] => self.set_aside += 1,
            ["refused", ..] => self.refused.push(line.to_owned()),
            _ => {}
        }
    }
}

fn compare(folder: &Path, seen: &Seen, told: &Acknowledged, tally: &mut Tally) {
    let starts: HashMap<_, _> = record::starts(folder)
        .into_iter()
        .map(|start| (start.intent.clone(), start))
        .collect();
    tally.duplicates = seen.duplicates();
    tally.jobs = seen.created.len();
    tally.unknown = starts.values().filter(|start| start.state == "unknown").count();
    (tally.updates, tally.reads) = (seen.puts, seen.gets);
    let accepted = seen
        .created
        .iter()
        .filter_map(|(key, job)| lost_by_service(&starts, key, *job));
    tally.lost.extend(accepted);
    let told_created = told
        .created
        .iter()
        .filter_map(|(intent, job)| lost_by_driver(&starts, intent, job));
    tally.lost.extend(told_created);
    tally.lost.extend(not_finished(folder, told));
    // What never left has no reason to be refused by a server that is up.
    tally.lost.extend(told.refused.iter().cloned());
    tally.astray.extend(astray(folder, seen));
}

/// What the service accepted is recorded with its number, or as not known.
fn lost_by_service(starts: &HashMap<String, Start>, key: &str, job: u64) -> Option<String> {
    let start = starts.get(key);
    let kept = start.is_some_and(|start| {
        start.state == "unknown"
            || (start.state == "created" && start.job.as_deref() == Some(job.to_string().as_str()))
    });
    (!kept).then(|| format!("the service made {job} for {key}, the record has {start:?}"))
}

/// What the driver was told was taken is recorded with that number.
fn lost_by_driver(starts: &HashMap<String, Start>, intent: &str, job: &str) -> Option<String> {
    let start = starts.get(intent);
    let kept = start.is_some_and(|start| start.state == "created" && start.job.as_deref() == Some(job));
    (!kept).then(|| format!("{job} was told for {intent}, the record has {start:?}"))
}

fn not_finished(folder: &Path, told: &Acknowledged) -> Vec<String> {
    let connection = record::read(folder);
    let state = |id: &String| {
        connection
            .query_row("SELECT state FROM monitors WHERE id = ?1", [id], |row| {
                row.get::<_, String>(0)
            })
            .unwrap_or_default()
    };
    let lost = told.finished.iter().filter(|id| state(id) != "finished");
    lost.map(|id| format!("{id} was told as finished")).collect()
}

/// Jobs whose configuration at the service is not the one in the record.
fn astray(folder: &Path, seen: &Seen) -> Vec<String> {
    let connection = record::read(folder);
    let mut query = connection
        .prepare("SELECT job_id, max_results, days FROM monitors WHERE job_id IS NOT NULL")
        .unwrap();
    let rows: BTreeMap<String, (i64, i64)> = query
        .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let field = |job: u64, name: &str| seen.jobs.get(&job)?.fields.get(name)?.parse::<i64>().ok();
    let differs = rows.iter().filter_map(|(job, (posts, days))| {
        let number = job.parse().ok()?;
        let there = (field(number, "max_results")?, field(number, "days")?);
        (there != (*posts, *days))
            .then(|| format!("job {job}: {there:?} there, {posts} posts and {days} days here"))
    });
    differs.collect()
}
