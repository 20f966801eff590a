use std::time::Duration;

use monitoring::Monitoring;
use monitoring::alerts::{Line, Subject, compose, digest, is_wanted, makes_stale, subject};
use monitoring::view::{ActivityEntry, Notified};
use tauri::AppHandle;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;

use super::Heard;
use super::shown::{Shown, hand_over};
use crate::words::Words;

/// What happens within this time becomes one notification.
const GATHER: Duration = Duration::from_secs(10);
/// How often held ones are looked at.
const HELD_CHECK: Duration = Duration::from_secs(30);

/// Gathers, holds, shows and withdraws.
pub(super) struct Desk {
    handle: AppHandle,
    monitoring: Monitoring,
    /// What is being gathered, and until when.
    gathering: Vec<ActivityEntry>,
    until: Instant,
    held: Vec<ActivityEntry>,
    shown: Vec<Shown>,
}

impl Desk {
    pub(super) fn new(handle: AppHandle, monitoring: Monitoring) -> Self {
        Self {
            handle,
            monitoring,
            gathering: Vec::new(),
            until: Instant::now(),
            held: Vec::new(),
            shown: Vec::new(),
        }
    }

    pub(super) async fn run(mut self, mut heard: UnboundedReceiver<Heard>) {
        // What quiet hours held when the app ended last.
        self.held = self.monitoring.held().await.unwrap_or_default();
        loop {
            tokio::select! {
                one = heard.recv() => match one {
                    Some(one) => self.take(one).await,
                    None => return,
                },
                () = tokio::time::sleep_until(self.until), if !self.gathering.is_empty() => self.close_gathering().await,
                () = tokio::time::sleep(HELD_CHECK), if !self.held.is_empty() => self.release().await,
            }
        }
    }

    async fn take(&mut self, heard: Heard) {
        match heard {
            Heard::Line(entry) => self.consider(*entry).await,
            Heard::Seen(up_to) => {
                self.held.retain(|entry| entry.id > up_to);
                self.shown.retain(|shown| !shown.withdraw_if_seen(up_to));
            }
            Heard::Stale(subject) => self.drop_stale(&[subject]),
            Heard::Settings => self.release().await,
        }
    }

    async fn consider(&mut self, entry: ActivityEntry) {
        self.drop_stale(&makes_stale(&entry));
        let Ok(alerts) = self.monitoring.alerts_of(entry.workspace_id).await else {
            return;
        };
        if !is_wanted(&entry, &alerts.notify) {
            return;
        }
        if self.gathering.is_empty() {
            self.until = Instant::now() + GATHER;
        }
        self.gathering.push(entry);
    }

    fn drop_stale(&mut self, stale: &[Subject]) {
        let fresh = |entry: &ActivityEntry| !stale.contains(&subject(entry));
        self.gathering.retain(fresh);
        self.held.retain(fresh);
        self.shown.retain_mut(|shown| !shown.withdraw_if_stale(stale));
    }

    async fn close_gathering(&mut self) {
        let batch = digest(std::mem::take(&mut self.gathering));
        let (quiet, loud) = self.sorted(batch).await;
        if !quiet.is_empty() {
            self.note(&quiet, Notified::Held).await;
            self.held.extend(quiet);
        }
        self.show(loud, false).await;
    }

    /// Shows what is held of workspaces whose quiet hours are over, as one summary.
    async fn release(&mut self) {
        let held = std::mem::take(&mut self.held);
        let (quiet, loud) = self.sorted(held).await;
        self.held = quiet;
        self.show(digest(loud), true).await;
    }

    /// Those whose workspace is quiet now, and those whose is not.
    async fn sorted(&self, entries: Vec<ActivityEntry>) -> (Vec<ActivityEntry>, Vec<ActivityEntry>) {
        let (mut quiet, mut loud) = (Vec::new(), Vec::new());
        for entry in entries {
            match self.monitoring.quiet_until(entry.workspace_id).await {
                Ok(Some(_)) => quiet.push(entry),
                _ => loud.push(entry),
            }
        }
        (quiet, loud)
    }

    async fn show(&mut self, batch: Vec<ActivityEntry>, summary: bool) {
        let named = self.named(batch).await;
        let Some(toast) = compose(&named) else { return };
        let (title, body) = self.words().await.toast(&toast.says, summary);
        let outcome = match hand_over(&title, &body, Some((&self.handle, toast.opens))).await {
            Ok(notification) => {
                self.shown.retain(|shown| !shown.is_gone());
                self.shown
                    .push(Shown::new(notification, toast.lines.clone(), toast.about));
                Notified::Shown
            }
            Err(error) => {
                tracing::warn!(%error, "the system took no notification");
                Notified::Failed
            }
        };
        let batch: Vec<_> = named.into_iter().map(|line| line.entry).collect();
        self.note(&batch, outcome).await;
    }

    /// Each line with its workspace's name; lines of a workspace that was removed are dropped.
    async fn named(&self, batch: Vec<ActivityEntry>) -> Vec<Line> {
        let mut named = Vec::with_capacity(batch.len());
        for entry in batch {
            if let Ok(workspace) = self.monitoring.workspace(entry.workspace_id).await {
                named.push(Line {
                    entry,
                    workspace: workspace.name,
                    service: workspace.service,
                });
            }
        }
        named
    }

    async fn words(&self) -> Words {
        let settings = self.monitoring.settings().await;
        Words::of(&settings.map(|settings| settings.language).unwrap_or_default())
    }

    async fn note(&self, batch: &[ActivityEntry], outcome: Notified) {
        let lines = batch.iter().map(|entry| entry.id).collect();
        if let Err(problem) = self.monitoring.note_notified(lines, outcome).await {
            tracing::warn!(code = ?problem.code, "Activity could not note a notification");
        }
    }
}
