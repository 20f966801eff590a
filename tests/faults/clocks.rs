//! The wall clock leaps: a year ahead, a year back, an hour of a closed lid, and the two nights on which
//! it is set. Monitors go on being looked at, and nothing is sent twice.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use contract::UnixMillis;
use store::{GapReason, MonitorId};
use tests::binaries::built;
use tests::faults::disk::one_monitor;
use tests::faults::http::Kind;
use tests::faults::server::Server;
use tests::faults::session::{Options, Session};
use tests::faults::wall::Wall;

const HOUR: i64 = 3_600_000;
const YEAR: i64 = 365 * 24 * HOUR;
/// Waits for a condition, on a machine that may be busy.
const PATIENCE: Duration = Duration::from_secs(120);

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A session whose clock the test turns, with one monitor that was looked at.
async fn watched(wall: &Wall, server: &Server, folder: &std::path::Path) -> (Session, MonitorId) {
    let options = Options {
        clock: wall.clock(),
        ..Options::default()
    };
    let session = Session::open(folder, &server.url(), options).unwrap();
    let monitor = session.created().await;
    (session, monitor)
}

async fn is_looked_at_again(session: &Session, server: &Server, what: &str) {
    let before = server.seen().count(Kind::Read);
    until(what, || server.seen().count(Kind::Read) > before).await;
    assert_eq!(
        server.seen().created.len(),
        1,
        "{what}: nothing is started by a clock"
    );
    assert!(session.store.quick_check().is_ok());
}

#[tokio::test]
async fn a_clock_set_a_year_ahead_is_a_gap_and_monitors_go_on() {
    let (folder, server, wall) = (tempfile::tempdir().unwrap(), Server::sound(), Wall::default());
    let (session, _) = watched(&wall, &server, folder.path()).await;
    let poller = session.app.start_polling();
    until("a first look", || server.seen().count(Kind::Read) > 0).await;
    let before = wall.now();
    wall.turn(YEAR);
    is_looked_at_again(&session, &server, "after a year ahead").await;
    until("the gap", || {
        !session.store.gaps_since(before).unwrap().is_empty()
    })
    .await;
    let gap = session.store.gaps_since(before).unwrap()[0];
    assert_eq!(gap.why, GapReason::Asleep);
    assert!((gap.until.since(gap.from) - YEAR).abs() < HOUR, "{gap:?}");
    poller.stop().await;
}

#[tokio::test]
async fn a_clock_set_a_year_back_does_not_let_monitors_wait_a_year() {
    let (folder, server, wall) = (tempfile::tempdir().unwrap(), Server::sound(), Wall::default());
    let (session, monitor) = watched(&wall, &server, folder.path()).await;
    let poller = session.app.start_polling();
    until("a first look", || server.seen().count(Kind::Read) > 0).await;
    wall.turn(-YEAR);
    is_looked_at_again(&session, &server, "after a year back").await;
    let next = session.store.next_look().unwrap();
    assert!(next.is_none_or(|next| next.since(wall.now()) < HOUR), "{next:?}");
    assert!(
        session.store.gaps_since(UnixMillis(0)).unwrap().is_empty(),
        "nobody slept"
    );
    poller.stop().await;
    assert!(session.app.detail(monitor).await.is_ok());
}

#[tokio::test]
async fn a_clock_that_was_wrong_in_the_last_run_does_not_keep_this_one_waiting() {
    let (folder, server, wall) = (tempfile::tempdir().unwrap(), Server::sound(), Wall::default());
    wall.turn(YEAR);
    let (session, _) = watched(&wall, &server, folder.path()).await;
    drop(session);
    wall.turn(-YEAR);
    let options = Options {
        clock: wall.clock(),
        ..Options::default()
    };
    let session = Session::open(folder.path(), &server.url(), options).unwrap();
    let poller = session.app.start_polling();
    is_looked_at_again(&session, &server, "after a wrong clock").await;
    poller.stop().await;
}

/// The hour that is skipped and the hour that comes twice are none for a clock that counts from 1970:
/// no gap is told, and every look is made. That each local day has one name, by which it is backed up
/// once, is a test beside the name.
#[tokio::test]
async fn on_both_nights_on_which_the_clock_is_set_nothing_happens_but_looks() {
    for before in ["2026-03-29T00:59:55Z", "2026-10-25T00:59:55Z"] {
        let (folder, server, wall) = (tempfile::tempdir().unwrap(), Server::sound(), Wall::at(before));
        let (session, _) = watched(&wall, &server, folder.path()).await;
        let poller = session.app.start_polling();
        let instant = wall.now();
        until("time goes on over the night", || {
            wall.now().since(instant) > 7_000
        })
        .await;
        let looks = server.seen().count(Kind::Read);
        session.created().await;
        until("a look after it", || server.seen().count(Kind::Read) > looks).await;
        assert_eq!(server.seen().created.len(), 2, "{before}");
        assert!(
            session.store.gaps_since(UnixMillis(0)).unwrap().is_empty(),
            "{before}"
        );
        poller.stop().await;
    }
}

/// Ends its process, also where a test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
fn signal(running: &Running, name: &str) {
    let id = running.0.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-s", name, &id])
            .status()
            .unwrap()
            .success()
    );
}

#[tokio::test]
#[cfg(unix)]
async fn an_hour_with_the_lid_closed_is_a_gap_and_wakes_without_a_storm() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::sound());
    let (session, _) = one_monitor(folder.path(), &server).await;
    for _ in 0..40 {
        session.created().await;
    }
    drop(session);
    let driver = Running(
        Command::new(built("fault-driver"))
            .args(["watch", "--url", &server.url(), "--folder"])
            .arg(folder.path())
            .stdin(Stdio::null())
            .spawn()
            .unwrap(),
    );
    until("looks", || server.seen().count(Kind::Read) > 41).await;
    signal(&driver, "STOP");
    std::fs::write(folder.path().join("clock"), HOUR.to_string()).unwrap();
    let asleep = server.seen().count(Kind::Read);
    signal(&driver, "CONT");
    until("looks after waking", || {
        server.seen().count(Kind::Read) > asleep + 41
    })
    .await;
    let at_once = server.seen().most_at_once.get(&Kind::Read).copied().unwrap_or(0);
    assert!(at_once <= 8, "{at_once} at once");
    assert_eq!(server.seen().created.len(), 41, "waking starts nothing");
    drop(driver);
    let session = Session::open(folder.path(), &server.url(), Options::default()).unwrap();
    let gaps = session.store.gaps_since(UnixMillis(0)).unwrap();
    let slept = |gap: &&store::Gap| gap.why == GapReason::Asleep && gap.until.since(gap.from) > HOUR - 60_000;
    assert_eq!(gaps.iter().filter(slept).count(), 1, "{gaps:?}");
}
