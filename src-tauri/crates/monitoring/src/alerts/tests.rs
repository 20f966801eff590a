use contract::{JobStatus, Platform, UnixMillis};
use store::{Notified, Service};

use super::*;
use crate::view::ActivityMonitor;

fn monitor(id: i64, value: &str) -> Option<ActivityMonitor> {
    Some(ActivityMonitor {
        id: MonitorId(id),
        platform: Platform::Instagram,
        value: value.to_owned(),
    })
}

fn entry(id: i64, monitor: Option<ActivityMonitor>, what: Happening) -> ActivityEntry {
    ActivityEntry {
        id,
        at: UnixMillis(0),
        workspace_id: WorkspaceId(1),
        monitor,
        what,
        notified: Notified::No,
        read: false,
    }
}

fn about(id: i64, value: &str, event: MonitorEvent) -> ActivityEntry {
    entry(id, monitor(id, value), Happening::Monitor { event })
}

fn state(state: StateWord, reason: Option<&str>) -> MonitorEvent {
    MonitorEvent::StateChanged {
        state,
        status: JobStatus::Failed,
        reason: reason.map(str::to_owned),
    }
}

fn failed(id: i64, value: &str) -> ActivityEntry {
    about(
        id,
        value,
        state(StateWord::Failed, Some("The account could not be found.")),
    )
}

fn trouble(id: i64, workspace: i64, code: ProblemCode) -> ActivityEntry {
    ActivityEntry {
        workspace_id: WorkspaceId(workspace),
        ..entry(id, None, Happening::WorkspaceTrouble { code })
    }
}

fn told(entries: impl IntoIterator<Item = ActivityEntry>) -> Toast {
    told_by(Service::Gen, entries)
}

fn told_by(service: Service, entries: impl IntoIterator<Item = ActivityEntry>) -> Toast {
    let line = |entry| Line {
        entry,
        workspace: "Alder".to_owned(),
        service,
    };
    let lines: Vec<_> = entries.into_iter().map(line).collect();
    compose(&lines).unwrap()
}

#[test]
fn only_the_words_of_this_computers_service_are_ours_to_translate() {
    let ours = |service| {
        let says = told_by(service, [failed(7, "@fashionbrand")]).says;
        matches!(says, Says::Stopped(_, Why::OurWords(_)))
    };
    assert!(ours(Service::Computer) && ours(Service::Practice));
    assert!(!ours(Service::Gen));
}

#[test]
fn one_failure_is_told_by_name_with_its_reason_and_opens_its_monitor() {
    let toast = told([failed(7, "@fashionbrand")]);
    let named = Named {
        value: "@fashionbrand".to_owned(),
        platform: Platform::Instagram,
    };
    assert_eq!(
        toast.says,
        Says::Stopped(named, Why::Told("The account could not be found.".to_owned()))
    );
    assert_eq!(
        toast.opens,
        Opens::Monitor {
            monitor_id: MonitorId(7)
        }
    );
}

#[test]
fn several_failures_become_one_notification() {
    let toast = told([failed(1, "@a"), failed(2, "@b"), failed(3, "@c"), failed(4, "@d")]);
    let Says::Several { what, count, names } = toast.says else {
        panic!("{toast:?}");
    };
    assert_eq!((what, count), (Several::Stopped, 4));
    assert_eq!(names, ["@a", "@b", "@c"]);
    assert_eq!((toast.opens, toast.lines), (Opens::Activity, vec![1, 2, 3, 4]));
}

#[test]
fn a_refused_key_is_told_of_the_workspace_and_one_that_cannot_be_had_is_not_called_refused() {
    let refused = told([trouble(1, 1, ProblemCode::Unauthorized)]);
    assert_eq!(refused.says, Says::KeyRefused("Alder".to_owned()));
    let locked = told([trouble(1, 1, ProblemCode::KeychainLocked)]);
    assert_eq!(locked.says, Says::KeyOutOfReach("Alder".to_owned()));
    assert_eq!(locked.opens, Opens::Keys);
}

#[test]
fn what_the_person_did_is_not_notified_about() {
    let changed = about(1, "@a", MonitorEvent::Changed { fields: Vec::new() });
    assert!(!is_wanted(&changed, &NotifySettings::default()));
}

#[test]
fn a_finished_collection_is_told_only_where_that_was_switched_on() {
    let finished = about(1, "@a", state(StateWord::Finished, None));
    let standard = NotifySettings::default();
    assert!(!is_wanted(&finished, &standard));
    let on = NotifySettings {
        finished: true,
        ..standard
    };
    assert!(is_wanted(&finished, &on));
}

#[test]
fn without_a_network_only_that_is_told_once_and_nothing_of_who_could_not_be_asked() {
    let silent = about(
        4,
        "@a",
        MonitorEvent::NoAnswer {
            code: ProblemCode::TimedOut,
        },
    );
    let left = digest(vec![
        trouble(1, 1, ProblemCode::Offline),
        trouble(2, 2, ProblemCode::CannotConnect),
        trouble(3, 3, ProblemCode::Offline),
        silent,
        failed(5, "@b"),
    ]);
    let ids: Vec<_> = left.iter().map(|entry| entry.id).collect();
    assert_eq!(
        ids,
        [3, 5],
        "the network once, and the failure that is none of its doing"
    );
}

#[test]
fn the_last_word_on_a_monitor_is_the_one_that_is_told() {
    let stopped = failed(1, "@a");
    let again = ActivityEntry {
        id: 2,
        ..about(1, "@a", MonitorEvent::AnswersAgain)
    };
    let left = digest(vec![stopped, again.clone()]);
    assert_eq!(left, [again]);
}

#[test]
fn an_answer_makes_the_trouble_before_it_stale_and_a_change_of_a_monitor_nothing() {
    let recovered = entry(1, None, Happening::WorkspaceRecovered);
    assert_eq!(
        makes_stale(&recovered),
        [Subject::Workspace(WorkspaceId(1)), Subject::Network]
    );
    let started_again = about(9, "@a", state(StateWord::Watching, None));
    assert_eq!(makes_stale(&started_again), [Subject::Monitor(MonitorId(9))]);
    let changed = about(9, "@a", MonitorEvent::Changed { fields: Vec::new() });
    assert!(makes_stale(&changed).is_empty());
}
