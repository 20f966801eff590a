//! Tables of cases: every case is tried, also after one failed.

use std::future::Future;

use tests::faults::fault::Fault;
use tests::faults::http::answer;
use tests::faults::session::Options;
use tokio::task::JoinSet;

/// Cases that are tried at the same time; more would measure the computer.
const AT_ONCE: usize = 6;

/// What the service does, and what that comes to.
pub(crate) struct Case<E> {
    pub(crate) name: &'static str,
    pub(crate) fault: Fault,
    pub(crate) ends: E,
    impatient: bool,
}

pub(crate) fn case<E>(name: &'static str, fault: Fault, ends: E) -> Case<E> {
    Case {
        name,
        fault,
        ends,
        impatient: false,
    }
}

/// The same for a client that waits only a moment, where the service says nothing.
pub(crate) fn impatient<E>(case: Case<E>) -> Case<E> {
    Case {
        impatient: true,
        ..case
    }
}

impl<E> Case<E> {
    pub(crate) fn options(&self) -> Options {
        if self.impatient {
            Options::impatient()
        } else {
            Options::default()
        }
    }
}

/// Tries every case, and fails with what all of them said that did not hold.
pub(crate) async fn all_hold<C>(cases: impl Iterator<Item = C>)
where
    C: Future<Output = ()> + Send + 'static,
{
    let (mut running, mut failed, mut count) = (JoinSet::new(), Vec::new(), 0);
    for case in cases {
        if running.len() == AT_ONCE {
            failed.extend(running.join_next().await.and_then(failure));
        }
        running.spawn(case);
        count += 1;
    }
    while let Some(ended) = running.join_next().await {
        failed.extend(failure(ended));
    }
    assert!(
        failed.is_empty(),
        "{} of {count} cases do not hold:\n{}",
        failed.len(),
        failed.join("\n")
    );
    assert!(count > 0, "a table without cases proves nothing");
}

/// What a case said that did not hold.
fn failure(ended: Result<(), tokio::task::JoinError>) -> Option<String> {
    let payload = ended.err()?.try_into_panic().ok()?;
    let said = payload.downcast_ref::<String>().cloned();
    said.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()))
}

/// An answer of this kind.
pub(crate) fn page(status: u16, kind: &str, body: &str) -> Vec<u8> {
    answer(status, &[&format!("Content-Type: {kind}")], body)
}

/// What a proxy says.
pub(crate) fn html(status: u16, words: &str) -> Vec<u8> {
    let body = format!(
        "<!DOCTYPE html><html><head><title>{words}</title></head><body><h1>{words}</h1></body></html>"
    );
    page(status, "text/html", &body)
}
