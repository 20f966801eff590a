use store::MonitorId;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::view::{ActivityEntry, BulkProgress, ImportView, MonitorCard, Settings, WorkspaceView};

/// News for the window and for notifications; each is small, whatever the record holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A card looks different.
    Monitor(Box<MonitorCard>),
    /// A monitor was removed.
    MonitorRemoved(MonitorId),
    /// A workspace looks different.
    Workspace(Box<WorkspaceView>),
    /// A line of Activity was added.
    Activity(Box<ActivityEntry>),
    /// Work on many monitors is further.
    Bulk(BulkProgress),
    /// The person set something, for the app or for one workspace.
    Settings(Box<Settings>),
    /// A started list stands differently.
    Import(Box<ImportView>),
}

/// Where notices go. Nobody may be listening, such as in a test.
#[derive(Debug, Clone)]
pub(crate) struct Notices(UnboundedSender<Notice>);

impl Notices {
    pub(crate) fn new() -> (Self, UnboundedReceiver<Notice>) {
        let (sender, receiver) = unbounded_channel();
        (Self(sender), receiver)
    }

    pub(crate) fn send(&self, notice: Notice) {
        // Nobody listens any more while the app ends.
        let _ = self.0.send(notice);
    }
}
