use contract::{Money, Platform};
use serde::Serialize;
use store::{Happening, MonitorEvent, MonitorId, Service};
use ts_rs::TS;

use super::{Kind, Subject, kind, subject};
use crate::view::ActivityEntry;

/// Names that a notification of several gives before it counts.
const NAMES_MAX: usize = 3;

/// A notification to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What it says.
    pub says: Says,
    /// What a click opens.
    pub opens: Opens,
    /// The lines of Activity it stands for.
    pub lines: Vec<i64>,
    /// What it is about.
    pub about: Vec<Subject>,
}

/// What a click on a notification opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "place", rename_all = "snake_case")]
#[ts(export)]
pub enum Opens {
    /// A monitor's own place.
    Monitor {
        /// Which.
        monitor_id: MonitorId,
    },
    /// The keys.
    Keys,
    /// Everything that happened.
    Activity,
}

/// A monitor by its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The target, as `@fashionbrand`.
    pub value: String,
    /// Where.
    pub platform: Platform,
}

/// Why a monitor stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The service's own words.
    Told(String),
    /// The words of the service on this computer, which every language has.
    OurWords(String),
    /// Nobody knows whether it runs.
    MayRun {
        /// What it may cost at most.
        up_to: Money,
    },
    /// The service does not answer about it.
    Silent,
    /// It did not say.
    NotTold,
}

/// What a notification says, in any language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// A monitor stopped.
    Stopped(Named, Why),
    /// A monitor works again after a failure.
    WorksAgain(Named),
    /// A one-time collection is finished.
    Finished(Named),
    /// The service refuses a workspace's key.
    KeyRefused(String),
    /// A workspace's key cannot be had.
    KeyOutOfReach(String),
    /// This computer has no network.
    OwnNetwork,
    /// A workspace's service does not answer.
    ServiceDown(String),
    /// A workspace's budget has reached so many percent.
    Budget(String, u8),
    /// Several things at once.
    Several {
        /// What they are.
        what: Several,
        /// How many.
        count: usize,
        /// The first few, by name.
        names: Vec<String>,
    },
}

/// What several things have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Several {
    /// Monitors that stopped.
    Stopped,
    /// Monitors that work again.
    WorkAgain,
    /// Collections that are finished.
    Finished,
    /// Nothing but their time.
    Mixed,
}

/// A line of Activity with what a notification says of its workspace.
#[derive(Debug, Clone)]
pub struct Line {
    /// The line.
    pub entry: ActivityEntry,
    /// The workspace's name.
    pub workspace: String,
    /// Who serves it.
    pub service: Service,
}

/// What to say about lines that belong together: one notification, whatever their number.
pub fn compose(lines: &[Line]) -> Option<Toast> {
    let (says, opens) = match lines {
        [] => return None,
        [line] => single(line)?,
        several => (grouped(several), Opens::Activity),
    };
    Some(Toast {
        says,
        opens,
        lines: lines.iter().map(|line| line.entry.id).collect(),
        about: lines.iter().map(|line| subject(&line.entry)).collect(),
    })
}

fn single(line: &Line) -> Option<(Says, Opens)> {
    let Line {
        entry,
        workspace,
        service,
    } = line;
    let kind = kind(&entry.what)?;
    if let Some(monitor) = &entry.monitor {
        let named = Named {
            value: monitor.value.clone(),
            platform: monitor.platform,
        };
        let says = match kind {
            Kind::WorksAgain => Says::WorksAgain(named),
            Kind::Finished => Says::Finished(named),
            _ => Says::Stopped(named, why(&entry.what, *service)),
        };
        let opens = Opens::Monitor {
            monitor_id: monitor.id,
        };
        return Some((says, opens));
    }
    let workspace = workspace.clone();
    Some(match kind {
        Kind::KeyRefused => (Says::KeyRefused(workspace), Opens::Keys),
        Kind::KeyOutOfReach => (Says::KeyOutOfReach(workspace), Opens::Keys),
        Kind::OwnNetwork => (Says::OwnNetwork, Opens::Activity),
        Kind::Budget(percent) => (Says::Budget(workspace, percent), Opens::Activity),
        _ => (Says::ServiceDown(workspace), Opens::Activity),
    })
}

fn why(what: &Happening, service: Service) -> Why {
    let Happening::Monitor { event } = what else {
        return Why::NotTold;
    };
    match event {
        MonitorEvent::StateChanged {
            reason: Some(reason), ..
        } if !reason.trim().is_empty() => match service {
            Service::Gen => Why::Told(reason.clone()),
            Service::Computer | Service::Practice => Why::OurWords(reason.clone()),
        },
        MonitorEvent::OutcomeUnknown { up_to, .. } => Why::MayRun { up_to: *up_to },
        MonitorEvent::NoAnswer { .. } => Why::Silent,
        _ => Why::NotTold,
    }
}

fn grouped(lines: &[Line]) -> Says {
    let all = |wanted: Kind| lines.iter().all(|line| kind(&line.entry.what) == Some(wanted));
    let what = if all(Kind::Stopped) {
        Several::Stopped
    } else if all(Kind::WorksAgain) {
        Several::WorkAgain
    } else if all(Kind::Finished) {
        Several::Finished
    } else {
        Several::Mixed
    };
    let name = |line: &Line| {
        let monitor = line.entry.monitor.as_ref();
        monitor.map_or_else(|| line.workspace.clone(), |monitor| monitor.value.clone())
    };
    Says::Several {
        what,
        count: lines.len(),
        names: lines.iter().take(NAMES_MAX).map(name).collect(),
    }
}
