//! The use cases on a folder of their own, with a crowd of monitors.

use std::sync::Arc;

use contract::UnixMillis;
use gen_client::{ClientOptions, ProxyChoice};
use jiff::tz::TimeZone;
use monitoring::view::Availability;
use monitoring::{Clock, Monitoring, Notice, Setup, Tariff};
use store::{NewWorkspace, Service, StateWord, Store, WorkspaceId};
use tempfile::TempDir;
use tests::faults::session::{keys, new_workspace};
use tests::seed::{Crowd, Mix, fill};
use tokio::sync::mpsc::UnboundedReceiver;

/// Use cases with a record that may hold a lot.
pub(crate) struct House {
    pub(crate) app: Monitoring,
    pub(crate) notices: UnboundedReceiver<Notice>,
    pub(crate) workspaces: Vec<WorkspaceId>,
    pub(crate) folder: TempDir,
}

/// What stands in the record before anything is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan<'a> {
    pub(crate) url: &'a str,
    pub(crate) service: Service,
    /// Workspaces, each with the same number of monitors.
    pub(crate) workspaces: u32,
    pub(crate) monitors: u32,
    pub(crate) mix: Mix,
    /// In how many milliseconds the live ones are due.
    pub(crate) due_in: i64,
    /// Over how many milliseconds they come due then.
    pub(crate) due_over: i64,
    /// Calls at once to one service.
    pub(crate) at_once: usize,
}

/// The mean of the schedule's rests between two looks at a monitor that has rested for hours: ten to twenty
/// minutes.
const REST: i64 = 15 * 60 * 1_000;

impl Plan<'_> {
    /// The same in the middle of a day: their looks are spread as the schedule leaves them.
    pub(crate) fn at_rest(url: &str, monitors: u32) -> Plan<'_> {
        Plan {
            due_over: REST,
            ..Plan::resting(url, monitors)
        }
    }

    /// Ongoing monitors at rest, of a service across the network.
    pub(crate) fn resting(url: &str, monitors: u32) -> Plan<'_> {
        Plan {
            url,
            service: Service::Gen,
            workspaces: 1,
            monitors,
            mix: Mix::All(StateWord::Watching),
            due_in: 0,
            due_over: 0,
            at_once: 8,
        }
    }
}

impl House {
    pub(crate) fn build(plan: &Plan<'_>) -> Self {
        let (folder, workspaces) = furnish(plan);
        let (store, _) = Store::open(folder.path()).unwrap();
        let (app, notices) = Monitoring::new(setup(store, plan.at_once));
        Self {
            app,
            notices,
            workspaces,
            folder,
        }
    }
}

/// A record as planned, which nobody has open.
pub(crate) fn furnish(plan: &Plan<'_>) -> (TempDir, Vec<WorkspaceId>) {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = Store::open(folder.path()).unwrap();
    let now = Clock::system().now();
    let workspaces: Vec<_> = (0..plan.workspaces)
        .map(|_| add_workspace(&store, plan, now))
        .collect();
    let each = plan.monitors / plan.workspaces.max(1);
    for (number, workspace) in (0..).zip(&workspaces) {
        fill(
            folder.path(),
            &Crowd {
                workspace: *workspace,
                count: each,
                first_job: number * u64::from(each),
                mix: plan.mix,
                made_at: now.plus(-86_400_000),
                next_look_at: now.plus(plan.due_in),
                looks_over: plan.due_over,
            },
        );
    }
    (folder, workspaces)
}

fn add_workspace(store: &Store, plan: &Plan<'_>, now: UnixMillis) -> WorkspaceId {
    let new = NewWorkspace {
        service: plan.service,
        ..new_workspace(plan.url)
    };
    store.add_workspace(&new, now).unwrap().id
}

fn setup(store: Store, at_once: usize) -> Setup {
    Setup {
        store,
        keychain: Arc::new(keys()),
        clock: Clock::system(),
        zone: TimeZone::UTC,
        client: ClientOptions {
            proxy: ProxyChoice::None,
            max_connections: at_once,
            ..ClientOptions::default()
        },
        serves: Arc::new(|_, _, _, _| Availability::Served),
        priced: Arc::new(|_, _, _| Tariff::FREE),
    }
}
