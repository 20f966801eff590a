use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::Monitoring;

/// The first wait before a service's list is asked again for starts whose outcome is open; each one
/// after it is twice as long, up to the last. Nothing is sent while none is open.
const ASK_FIRST: Duration = Duration::from_secs(30);
const ASK_LAST: Duration = Duration::from_secs(15 * 60);

/// Settles open starts by the service's list, beside the looks: a list that does not answer holds no
/// look up. Dropped, it gives up.
#[derive(Debug, Default)]
pub(super) struct OpenStarts {
    asking: JoinSet<usize>,
    left: usize,
    waits: Option<(Instant, Duration)>,
}

impl OpenStarts {
    /// Asks, unless it was asked a moment ago or the last answer is still awaited.
    pub(super) fn ask(&mut self, app: &Monitoring) {
        while let Some(asked) = self.asking.try_join_next() {
            self.note(asked.unwrap_or(self.left));
        }
        let lately = self.waits.is_some_and(|(since, wait)| since.elapsed() < wait);
        if lately || !self.asking.is_empty() {
            return;
        }
        let wait = self.waits.map_or(ASK_FIRST, |(_, wait)| (wait * 2).min(ASK_LAST));
        self.waits = Some((Instant::now(), wait));
        let (app, left) = (app.clone(), self.left);
        self.asking.spawn(async move {
            let settled = app.settle_by_list().await;
            settled
                .inspect_err(
                    |problem| tracing::warn!(code = ?problem.code, "open starts could not be settled"),
                )
                .unwrap_or(left)
        });
    }

    /// Where none is open, or another number than before, the waits begin anew.
    fn note(&mut self, left: usize) {
        if left == 0 || left != self.left {
            self.waits = Some((Instant::now(), ASK_FIRST));
        }
        self.left = left;
    }
}
