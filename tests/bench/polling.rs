//! Looking at 10,000 jobs on loopback, with every answer written to the record, beside a bare loop that
//! asks for the same jobs and keeps nothing.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tests::faults::record;
use tokio::runtime::Runtime;

use crate::house::{House, Plan};
use crate::loopback::Loopback;
use crate::report::{Figure, Goal};
use crate::sample::median;

const JOBS: u32 = 10_000;
const AT_ONCE: usize = 8;
const ROUNDS: usize = 5;
/// The jobs come due all at once, this long after the record was filled: the engine is up by then.
const DUE_IN: i64 = 3_000;

pub(crate) fn figures() -> Vec<Figure> {
    let (mut ours, mut control) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        control.push(per_second(bare()));
        ours.push(per_second(engine()));
    }
    vec![Figure::new(
        format!("polling {JOBS} jobs, {AT_ONCE} at once"),
        "jobs/s",
        median(&ours),
        Some(median(&control)),
        Goal::RatioAtLeast(0.7),
    )]
}

fn per_second(time: Duration) -> f64 {
    f64::from(JOBS) / time.as_secs_f64()
}

/// From the first request until the last answer is in the record.
fn engine() -> Duration {
    let service = Loopback::start(|_, _| "processing");
    let plan = Plan {
        due_in: DUE_IN,
        at_once: AT_ONCE,
        ..Plan::resting(service.url(), JOBS)
    };
    let runtime = Runtime::new().unwrap();
    let _guard = runtime.enter();
    let house = House::build(&plan);
    let poller = house.app.start_polling();
    wait("the first answer", || service.answers() > 0);
    let begun = Instant::now();
    wait("the last answer", || service.answers() >= u64::from(JOBS));
    wait("the last row", || unwritten(house.folder.path()) == 0);
    let took = begun.elapsed();
    runtime.block_on(poller.stop());
    took
}

/// Monitors whose answer is not in the record; only a row that is still due says so.
fn unwritten(folder: &Path) -> u32 {
    let due = "SELECT count(*) FROM monitors WHERE last_confirmed_at < unixepoch('subsec') * 1000 - 120000";
    record::read(folder).query_row(due, [], |row| row.get(0)).unwrap()
}

fn wait(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !done() {
        assert!(Instant::now() < deadline, "waited two minutes for {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn bare() -> Duration {
    let service = Loopback::start(|_, _| "processing");
    let runtime = Runtime::new().unwrap();
    let base = service.url().to_owned();
    runtime.block_on(async move {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let next = Arc::new(AtomicU64::new(1));
        let begun = Instant::now();
        let loops: Vec<_> = (0..AT_ONCE)
            .map(|_| tokio::spawn(ask(client.clone(), base.clone(), Arc::clone(&next))))
            .collect();
        for one in loops {
            one.await.unwrap();
        }
        begun.elapsed()
    })
}

async fn ask(client: reqwest::Client, base: String, next: Arc<AtomicU64>) {
    loop {
        let number = next.fetch_add(1, Ordering::SeqCst);
        if number > u64::from(JOBS) {
            return;
        }
        let url = format!("{base}/v1/user_jobs/{number}?agent_id=your-agent-id");
        let answer = client.get(url).header("X-API-Key", "any").send().await.unwrap();
        assert!(answer.status().is_success());
        answer.bytes().await.unwrap();
    }
}
