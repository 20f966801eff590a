//! Desktop notifications: gathered for a moment, held in quiet hours, opened by a click, withdrawn when
//! they are no longer so.

mod desk;
mod shown;

use monitoring::view::{ActivityEntry, NotificationTest};
use monitoring::{Monitoring, alerts::Subject};
use store::MonitorId;
use tauri::AppHandle;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use self::desk::Desk;
use crate::words::Words;

/// What the desk hears.
#[derive(Debug)]
enum Heard {
    /// A line was added to Activity.
    Line(Box<ActivityEntry>),
    /// Lines up to this one were seen.
    Seen(i64),
    /// This is no longer so, or no longer there.
    Stale(Subject),
    /// The person set something.
    Settings,
}

/// Where news is considered for a notification. Ends when the last copy is dropped.
#[derive(Debug, Clone)]
pub(crate) struct Notifications(UnboundedSender<Heard>);

impl Notifications {
    pub(crate) fn start(handle: AppHandle, monitoring: Monitoring) -> Self {
        let (sender, receiver) = unbounded_channel();
        tokio::spawn(Desk::new(handle, monitoring).run(receiver));
        Self(sender)
    }

    pub(crate) fn consider(&self, entry: ActivityEntry) {
        self.tell(Heard::Line(Box::new(entry)));
    }

    /// The person saw Activity up to this line.
    pub(crate) fn seen(&self, up_to: i64) {
        self.tell(Heard::Seen(up_to));
    }

    pub(crate) fn removed(&self, monitor: MonitorId) {
        self.tell(Heard::Stale(Subject::Monitor(monitor)));
    }

    pub(crate) fn settings_changed(&self) {
        self.tell(Heard::Settings);
    }

    fn tell(&self, heard: Heard) {
        // The desk is gone only while the app ends.
        let _ = self.0.send(heard);
    }
}

/// Shows a notification because the person asked, and says what became of it.
pub(crate) async fn test(words: Words) -> NotificationTest {
    let (title, body) = (
        words.say("notify_test_title", &[]),
        words.say("notify_test_body", &[]),
    );
    match shown::hand_over(&title, &body, None).await {
        Ok(_) => NotificationTest::HandedOver {
            service: shown::service_name().await,
        },
        Err(why) => NotificationTest::NotTaken { why },
    }
}
