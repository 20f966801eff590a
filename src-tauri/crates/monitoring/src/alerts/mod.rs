//! Which news is worth a notification, and what it says. Pure: the words and the showing are the host's.

mod quiet;
mod toast;

use store::{Happening, MonitorEvent, MonitorId, ProblemCode, StateWord, WorkspaceId};

use crate::view::{ActivityEntry, NotifySettings};

pub use quiet::quiet_until;
pub use toast::{Line, Named, Opens, Says, Several, Toast, Why, compose};

/// What a line of Activity is to a person who is not looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Stopped,
    KeyRefused,
    KeyOutOfReach,
    OwnNetwork,
    ServiceDown,
    Budget(u8),
    WorksAgain,
    Finished,
}

/// What a notification is about; news of it makes an older one stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A monitor.
    Monitor(MonitorId),
    /// How a workspace's service or key is.
    Workspace(WorkspaceId),
    /// A workspace's budget.
    Budget(WorkspaceId),
    /// This computer's own network.
    Network,
}

/// Whether a line is to be notified about, by what the person set.
pub fn is_wanted(entry: &ActivityEntry, wanted: &NotifySettings) -> bool {
    match kind(&entry.what) {
        None => false,
        Some(Kind::Stopped | Kind::OwnNetwork | Kind::ServiceDown) => wanted.failed,
        Some(Kind::KeyRefused | Kind::KeyOutOfReach) => wanted.key_refused,
        Some(Kind::Budget(_)) => wanted.budget,
        Some(Kind::WorksAgain) => wanted.found_again,
        Some(Kind::Finished) => wanted.finished,
    }
}

/// What a line is about, whether or not it is told.
pub fn subject(entry: &ActivityEntry) -> Subject {
    match (&entry.what, &entry.monitor) {
        (Happening::Monitor { .. }, Some(monitor)) => Subject::Monitor(monitor.id),
        (Happening::Budget { .. }, _) => Subject::Budget(entry.workspace_id),
        (Happening::WorkspaceTrouble { code }, _) if kind_of_trouble(*code) == Kind::OwnNetwork => {
            Subject::Network
        }
        _ => Subject::Workspace(entry.workspace_id),
    }
}

/// What is no longer as an older notification said, once this line is there.
pub fn makes_stale(entry: &ActivityEntry) -> Vec<Subject> {
    match &entry.what {
        Happening::Monitor { event } if says_nothing_of_the_state(event) => Vec::new(),
        // Somebody answered, so there is a network.
        Happening::WorkspaceRecovered => vec![subject(entry), Subject::Network],
        _ => vec![subject(entry)],
    }
}

const fn says_nothing_of_the_state(event: &MonitorEvent) -> bool {
    matches!(
        event,
        MonitorEvent::Changed { .. }
            | MonitorEvent::ChangeConfirmed { .. }
            | MonitorEvent::ChangeRefused { .. }
    )
}

/// What is left to be told of lines that came within a short while, oldest first: the last word on each
/// subject, and where the computer itself has no network only that, and nothing of who could not be asked.
pub fn digest(entries: Vec<ActivityEntry>) -> Vec<ActivityEntry> {
    let offline = entries.iter().any(|entry| subject(entry) == Subject::Network);
    let subjects: Vec<_> = entries.iter().map(subject).collect();
    let last = |index: usize| {
        !subjects
            .iter()
            .skip(index + 1)
            .any(|later| *later == subjects[index])
    };
    let numbered = entries.into_iter().enumerate();
    numbered
        .filter(|(index, entry)| last(*index) && !(offline && is_silence(&entry.what)))
        .map(|(_, entry)| entry)
        .collect()
}

/// Nobody answered: which says nothing of the one who was asked while this computer has no network.
fn is_silence(what: &Happening) -> bool {
    match what {
        Happening::Monitor { event } => matches!(event, MonitorEvent::NoAnswer { .. }),
        Happening::WorkspaceTrouble { code } => kind_of_trouble(*code) == Kind::ServiceDown,
        _ => false,
    }
}

pub(crate) fn kind(what: &Happening) -> Option<Kind> {
    match what {
        Happening::Monitor { event } => kind_of_event(event),
        Happening::WorkspaceTrouble { code } => Some(kind_of_trouble(*code)),
        Happening::WorkspaceRecovered => None,
        Happening::Budget { percent } => Some(Kind::Budget(*percent)),
    }
}

fn kind_of_event(event: &MonitorEvent) -> Option<Kind> {
    match event {
        MonitorEvent::StateChanged {
            state: StateWord::Failed | StateWord::Lost,
            ..
        }
        | MonitorEvent::OutcomeUnknown { .. }
        | MonitorEvent::NoAnswer { .. } => Some(Kind::Stopped),
        MonitorEvent::AnswersAgain | MonitorEvent::WorksAgain { .. } => Some(Kind::WorksAgain),
        MonitorEvent::StateChanged {
            state: StateWord::Finished,
            ..
        } => Some(Kind::Finished),
        _ => None,
    }
}

const fn kind_of_trouble(code: ProblemCode) -> Kind {
    match code {
        ProblemCode::Offline | ProblemCode::NameNotFound => Kind::OwnNetwork,
        ProblemCode::Unauthorized | ProblemCode::PermissionDenied => Kind::KeyRefused,
        ProblemCode::KeyMissing
        | ProblemCode::KeychainMissing
        | ProblemCode::KeychainLocked
        | ProblemCode::KeychainDenied
        | ProblemCode::KeychainDismissed
        | ProblemCode::KeychainDamaged
        | ProblemCode::KeychainFailed => Kind::KeyOutOfReach,
        _ => Kind::ServiceDown,
    }
}

#[cfg(test)]
mod tests;
