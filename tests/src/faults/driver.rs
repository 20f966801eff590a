//! What the process does that is killed: it starts, changes and follows monitors without a pause, and
//! says on its standard output what it was told is recorded, one whole line for each.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::MonitorDraft;
use gen_client::ProxyChoice;
use monitoring::view::{BoardQuery, MonitorCard};
use monitoring::{Notice, Poller};
use serde_json::{Value, json};
use store::{IntentId, Phase, ProblemCode, StateWord, Store};

use super::chance::Chance;
use super::session::{Options, Session, draft};

/// Starts, changes and polls until it is killed.
pub async fn churn(folder: &Path, url: &str, seed: u64) {
    die_of_panics();
    let (session, _poller) = begin(folder, url);
    say(&format!("ready {:?}", session.opened));
    let session = Arc::new(session);
    let workers: Vec<_> = (0..3)
        .map(|number| {
            let session = Arc::clone(&session);
            tokio::spawn(async move { work(&session, Chance::new(seed ^ (number << 32))).await })
        })
        .collect();
    tell_finished(&session).await;
    drop(workers);
}

/// A worker that broke its promise ends the process, which is noticed; alone it would end unseen.
fn die_of_panics() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        tell(info);
        std::process::exit(101);
    }));
}

fn begin(folder: &Path, url: &str) -> (Session, Poller) {
    let session = Session::open(folder, url, Options::default()).unwrap();
    let poller = session.app.start_polling();
    (session, poller)
}

async fn work(session: &Session, mut chance: Chance) {
    loop {
        if chance.percent(45) {
            create(session, &mut chance).await;
        } else {
            change(session, &mut chance).await;
        }
    }
}

async fn create(session: &Session, chance: &mut Chance) {
    let (intent, wanted) = (IntentId::random(), draft(chance.percent(50)));
    // From here on a person wants it; the service must never hear of another start.
    say(&format!("wanted {intent}"));
    let once = session.create(&intent, wanted.clone());
    let again = session.create(&intent, wanted);
    // A double click, at the same time or after the answer: one of the two is refused.
    let (once, again) = if chance.percent(50) {
        tokio::join!(once, again)
    } else {
        (once.await, again.await)
    };
    match (once, again) {
        (Ok(card), Err(twice)) | (Err(twice), Ok(card)) => {
            assert_eq!(twice.code, ProblemCode::AlreadySent, "{twice:?}");
            match card.job_id {
                Some(job) => say(&format!("created {intent} {job}")),
                None => say(&format!("open {intent} {}", card.state.as_str())),
            }
        }
        both => panic!("one start, and not: {both:?}"),
    }
}

async fn change(session: &Session, chance: &mut Chance) {
    let page = session
        .app
        .board(BoardQuery {
            // The starts that nobody knows of would fill the page.
            phases: vec![Phase::Waiting, Phase::Collecting, Phase::Watching],
            limit: 40,
            ..BoardQuery::default()
        })
        .await;
    let editable: Vec<_> = page
        .into_iter()
        .flat_map(|page| page.rows)
        .filter(|card| card.editable)
        .collect();
    if editable.is_empty() {
        return tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let index = usize::try_from(chance.below(editable.len() as u64)).unwrap_or(0);
    let posts = 1 + i64::try_from(chance.below(50)).unwrap_or(0);
    let wanted = MonitorDraft {
        max_results: Some(posts),
        days: chance.percent(30).then_some(30),
        ..MonitorDraft::default()
    };
    // A refusal, such as of a job that has just ended, is a good answer too.
    let _ = session.app.update_monitor(editable[index].id, wanted).await;
}

async fn tell_finished(session: &Session) {
    loop {
        for notice in session.told() {
            if let Notice::Monitor(card) = notice
                && card.state == StateWord::Finished
            {
                say(&format!("finished {}", card.id));
            }
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A line in one write: what was written before a kill is whole.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(format!("{line}\n").as_bytes());
    let _ = out.flush();
}

/// Runs in peace until no change is open and no start is on its way; whether that came to be.
pub async fn calm_down(folder: &Path, url: &str, longest: Duration) -> bool {
    let (session, poller) = begin(folder, url);
    let begun = Instant::now();
    let mut calm = false;
    while !calm && begun.elapsed() < longest {
        tokio::time::sleep(Duration::from_millis(100)).await;
        calm = is_calm(folder);
    }
    poller.stop().await;
    drop(session);
    calm
}

fn is_calm(folder: &Path) -> bool {
    let open =
        "SELECT (SELECT count(*) FROM changes) + (SELECT count(*) FROM submissions WHERE state = 'sending')";
    let count = super::record::read(folder).query_row(open, [], |row| row.get::<_, i64>(0));
    count.is_ok_and(|count| count == 0)
}

/// One start, in a process whose environment names a proxy or an authority; what came of it as JSON.
/// A server that says nothing is waited for so long.
pub async fn once(folder: &Path, url: &str, patience: Duration) -> Value {
    let options = Options {
        connect: patience,
        proxy: ProxyChoice::System,
        ..Options::default()
    };
    let session = Session::open(folder, url, options).unwrap();
    match session.create(&IntentId::random(), draft(true)).await {
        Ok(card) => told(&card),
        Err(problem) => json!({"refused": problem}),
    }
}

fn told(card: &MonitorCard) -> Value {
    json!({"state": card.state, "problem": card.problem, "job_id": card.job_id})
}

/// Opens the record and starts one monitor there, for a folder that cannot be written.
pub async fn open(folder: &Path, url: &str) -> Value {
    match Store::open(folder) {
        Ok((store, opened)) => {
            drop(store);
            let created = once(folder, url, Options::default().connect).await;
            json!({"opened": format!("{opened:?}"), "created": created})
        }
        Err(error) => json!({"kind": format!("{:?}", error.kind()), "said": error.to_string()}),
    }
}

/// The driver's binary beside the running one, where it is not given.
pub fn beside() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.with_file_name(format!("fault-driver{}", std::env::consts::EXE_SUFFIX))
}
