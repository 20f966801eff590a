//! A process that is stopped and goes on later, as a laptop does when its lid is closed.

use std::path::Path;
use std::time::Duration;

use contract::UnixMillis;
use monitoring::Clock;

use super::session::{Options, Session};

/// Looks at its monitors until it is killed. Its wall clock is the system's, moved by the milliseconds
/// that the file `clock` in the folder says, so that a pause of a second is an hour.
pub async fn watch(folder: &Path, url: &str) {
    let file = folder.join("clock");
    let clock = Clock::from_fn(move || {
        let moved = std::fs::read_to_string(&file).ok();
        let moved = moved
            .and_then(|text| text.trim().parse::<i64>().ok())
            .unwrap_or(0);
        UnixMillis(jiff::Timestamp::now().as_millisecond() + moved)
    });
    let options = Options {
        clock,
        ..Options::default()
    };
    let session = Session::open(folder, url, options).unwrap();
    let _poller = session.app.start_polling();
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
