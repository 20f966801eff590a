//! Desktop notifications: gathered for a moment, held in quiet hours, opened by a click.

use std::time::Duration;

use jiff::tz::TimeZone;
use monitoring::alerts::{Toast, compose, is_wanted, quiet_until};
use monitoring::view::{ActivityEntry, NotificationTest, Notified};
use monitoring::{Clock, Monitoring};
use notify_rust::{Notification, NotificationHandle};
use store::MonitorId;
use tauri::AppHandle;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::bridge::bring_forward;
use crate::events::emit;

/// What happens within this time becomes one notification.
const GATHER: Duration = Duration::from_secs(10);
/// How often held ones are looked at.
const HELD_CHECK: Duration = Duration::from_secs(30);

/// Where lines of Activity are considered for a notification. Ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Notifications(UnboundedSender<ActivityEntry>);

impl Notifications {
    pub(crate) fn start(handle: AppHandle, monitoring: Monitoring) -> Self {
        let (sender, receiver) = unbounded_channel();
        tokio::spawn(
            Desk {
                handle,
                monitoring,
                held: Vec::new(),
            }
            .run(receiver),
        );
        Self(sender)
    }

    pub(crate) fn consider(&self, entry: ActivityEntry) {
        // The desk is gone only while the app ends.
        let _ = self.0.send(entry);
    }
}

/// Gathers, holds and shows.
struct Desk {
    handle: AppHandle,
    monitoring: Monitoring,
    held: Vec<ActivityEntry>,
}

impl Desk {
    async fn run(mut self, mut entries: UnboundedReceiver<ActivityEntry>) {
        loop {
            tokio::select! {
                entry = entries.recv() => match entry {
                    Some(entry) => self.gather(entry, &mut entries).await,
                    None => return,
                },
                () = tokio::time::sleep(HELD_CHECK), if !self.held.is_empty() => self.release().await,
            }
        }
    }

    async fn gather(&mut self, first: ActivityEntry, entries: &mut UnboundedReceiver<ActivityEntry>) {
        let Ok(settings) = self.monitoring.settings().await else {
            return;
        };
        if !is_wanted(&first, &settings.notify) {
            return;
        }
        let mut batch = vec![first];
        let until = tokio::time::Instant::now() + GATHER;
        while let Ok(Some(entry)) = tokio::time::timeout_at(until, entries.recv()).await {
            if is_wanted(&entry, &settings.notify) {
                batch.push(entry);
            }
        }
        if self.quiet().await {
            self.note(&batch, Notified::Held).await;
            self.held.append(&mut batch);
        } else {
            self.show(batch).await;
        }
    }

    async fn release(&mut self) {
        if !self.quiet().await {
            let batch = std::mem::take(&mut self.held);
            self.show(batch).await;
        }
    }

    async fn quiet(&self) -> bool {
        let Ok(settings) = self.monitoring.settings().await else {
            return false;
        };
        quiet_until(&settings.quiet_hours, Clock::system().now(), &TimeZone::system()).is_some()
    }

    async fn show(&self, batch: Vec<ActivityEntry>) {
        let mut named = Vec::with_capacity(batch.len());
        for entry in &batch {
            let workspace = self.monitoring.workspace(entry.workspace_id).await;
            named.push((entry.clone(), workspace.map(|view| view.name).unwrap_or_default()));
        }
        let Some(toast) = compose(&named) else { return };
        let opens = toast.opens;
        let shown = tokio::task::spawn_blocking(move || hand_over(&toast)).await;
        let outcome = match shown {
            Ok(Ok(notification)) => {
                wait_for_click(self.handle.clone(), notification, opens);
                Notified::Shown
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the system took no notification");
                Notified::Failed
            }
            Err(_) => Notified::Failed,
        };
        self.note(&batch, outcome).await;
    }

    async fn note(&self, batch: &[ActivityEntry], outcome: Notified) {
        let lines = batch.iter().map(|entry| entry.id).collect();
        if let Err(problem) = self.monitoring.note_notified(lines, outcome).await {
            tracing::warn!(code = ?problem.code, "Activity could not note a notification");
        }
    }
}

fn hand_over(toast: &Toast) -> Result<NotificationHandle, notify_rust::error::Error> {
    base(&toast.title, &toast.body).action("default", "Open").show()
}

fn base(title: &str, body: &str) -> Notification {
    let mut notification = Notification::new();
    // Some services read markup in the body; a reason from outside is text.
    notification
        .appname("Feedwatch")
        .summary(title)
        .body(&escaped(body))
        .icon("feedwatch");
    notification
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Waits on a thread of its own, because the service answers whenever the person does.
#[cfg(target_os = "linux")]
fn wait_for_click(handle: AppHandle, notification: NotificationHandle, opens: Option<MonitorId>) {
    std::thread::spawn(move || {
        notification.wait_for_action(|action| {
            if action == "default" {
                bring_forward(&handle);
                if let Some(monitor) = opens {
                    emit(&handle, "open-monitor", &monitor);
                }
            }
        });
    });
}

/// Elsewhere the system brings the app forward by itself.
#[cfg(not(target_os = "linux"))]
fn wait_for_click(_: AppHandle, _: NotificationHandle, _: Option<MonitorId>) {}

/// Shows a notification because the person asked, and says what became of it.
pub(crate) async fn test() -> NotificationTest {
    let tried = tokio::task::spawn_blocking(|| {
        base("Feedwatch", "This is how a message about a monitor arrives.").show()?;
        Ok::<_, notify_rust::error::Error>(service_name())
    });
    match tried.await {
        Ok(Ok(service)) => NotificationTest::HandedOver { service },
        Ok(Err(error)) => NotificationTest::NotTaken {
            why: error.to_string(),
        },
        Err(error) => NotificationTest::NotTaken {
            why: error.to_string(),
        },
    }
}

#[cfg(target_os = "linux")]
fn service_name() -> String {
    notify_rust::get_server_information()
        .map(|server| server.name)
        .unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
fn service_name() -> String {
    std::env::consts::OS.to_owned()
}
