//! Kills the driver again and again at random moments, and keeps what it said; what that means is in
//! `tally`.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::chance::Chance;
use super::driver;
use super::fault::Fault;
use super::http::{Kind, Request, json};
use super::record;
use super::server::Server;
use super::tally::{Tally, compare};

/// The longest a start of the driver may take on a busy computer.
const READY_MAX: Duration = Duration::from_secs(60);
/// The longest until nothing is open any more, once nobody kills.
const PEACE_MAX: Duration = Duration::from_secs(180);

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

/// What the driver said, and what came of the kills.
#[derive(Debug, Default)]
pub struct Told {
    /// Starts that somebody wanted.
    pub wanted: HashSet<String>,
    /// Starts that were told as taken, with the service's number.
    pub created: HashMap<String, String>,
    /// Starts that were told as not taken, whose outcome is known.
    pub not_started: Vec<String>,
    /// Monitors that were told as finished.
    pub finished: Vec<String>,
    /// Records that were found damaged.
    pub unreadable: usize,
    /// Ends of the driver that were not the kill.
    pub ended_by_itself: usize,
    /// Kills while the service was answering a request of this kind.
    pub during: HashMap<Kind, u32>,
}

/// Kills so often, then looks.
///
/// # Panics
/// The driver cannot be started.
pub fn run(plan: &Plan) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(misbehaviour(plan.seed));
    let mut chance = Chance::new(plan.seed);
    let mut told = Told::default();
    for _ in 0..plan.kills {
        kill_once(plan, folder.path(), &server, &mut chance, &mut told);
        told.unreadable += usize::from(!record::is_whole(folder.path()));
    }
    server.always(Fault::None);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let calm = runtime.block_on(driver::calm_down(folder.path(), &server.url(), PEACE_MAX));
    drop(runtime);
    let mut tally = compare(folder.path(), &server.seen(), told);
    tally.kills = plan.kills;
    if !calm {
        tally
            .astray
            .push("something was still open long after the last kill".to_owned());
    }
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

fn kill_once(plan: &Plan, folder: &Path, server: &Server, chance: &mut Chance, told: &mut Told) {
    let mut child = start(plan, folder, &server.url(), chance.next());
    let lines = listen(&mut child);
    let mut heard = Vec::new();
    if chance.percent(20) {
        // In the middle of opening the record.
        thread::sleep(Duration::from_millis(chance.below(80)));
    } else {
        heard.extend(lines.recv_timeout(READY_MAX));
        thread::sleep(Duration::from_millis(lifetime(chance)));
    }
    told.ended_by_itself += usize::from(matches!(child.try_wait(), Ok(Some(_))));
    for kind in [Kind::Create, Kind::Update, Kind::Read] {
        *told.during.entry(kind).or_default() += u32::from(server.under_way(kind) > 0);
    }
    // On Unix this is SIGKILL: nothing of the driver runs any more.
    let _ = child.kill();
    let _ = child.wait();
    heard.extend(lines);
    heard.iter().for_each(|line| told.note(line));
}

/// In milliseconds. Most lives are short, so that the kill meets something under way; some are long
/// enough for whatever would try again after a while.
fn lifetime(chance: &mut Chance) -> u64 {
    if chance.percent(10) {
        500 + chance.below(3_500)
    } else {
        chance.below(300)
    }
}

fn start(plan: &Plan, folder: &Path, url: &str, seed: u64) -> Child {
    Command::new(&plan.driver)
        .args(["churn", "--url", url, "--seed", &seed.to_string(), "--folder"])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
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

impl Told {
    fn note(&mut self, line: &str) {
        let words: Vec<_> = line.split_whitespace().collect();
        match words[..] {
            ["wanted", intent] => drop(self.wanted.insert(intent.to_owned())),
            ["created", intent, job] => drop(self.created.insert(intent.to_owned(), job.to_owned())),
            ["open", intent, "not_started"] => self.not_started.push(intent.to_owned()),
            ["finished", monitor] => self.finished.push(monitor.to_owned()),
            ["ready", "SetAside", ..] => self.unreadable += 1,
            _ => {}
        }
    }
}
