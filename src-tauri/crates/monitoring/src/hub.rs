use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use contract::{CostEstimate, MonitorSpec, Platform, PriceList, Target, TargetKind, UnixMillis};
use gen_client::{ClientOptions, GenClient};
use jiff::tz::TimeZone;
use keychain::{KeyInfo, KeyRef, Keychain};
use store::{MonitorId, MonitorRow, Problem, Service, Store, WorkspaceId, WorkspaceRow};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::access::{Access, LocalEndpoint};
use crate::copies::Upkeep;
use crate::imports::{Shelf, Workers};
use crate::notices::{Notice, Notices};
use crate::poller::Looked;
use crate::view::{Availability, BulkId, Connection, SourceName};
use crate::{Clock, problems};

/// Says whether a service on this computer can collect a target. Passed in by the host, because
/// this room does not know the service.
pub type Serves = Arc<dyn Fn(Service, Platform, TargetKind, &str) -> Availability + Send + Sync>;

/// Says what a target costs on this computer and who charges it. Passed in by the host as well.
pub type Priced = Arc<dyn Fn(Platform, TargetKind, &str) -> Tariff + Send + Sync>;

/// What one unit costs, and who charges it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tariff {
    /// The prices.
    pub prices: PriceList,
    /// The source whose prices they are; none where they are the service's own.
    pub charged_by: Option<SourceName>,
}

impl Tariff {
    /// Nothing: collecting that uses no paid source.
    pub const FREE: Self = Self {
        prices: PriceList::FREE,
        charged_by: None,
    };
}

/// What the use cases work with.
pub struct Setup {
    /// The record.
    pub store: Store,
    /// The keys.
    pub keychain: Arc<Keychain>,
    /// The time.
    pub clock: Clock,
    /// The person's zone.
    pub zone: TimeZone,
    /// How the service is spoken to.
    pub client: ClientOptions,
    /// What this computer can collect.
    pub serves: Serves,
    /// What that costs.
    pub priced: Priced,
}

impl std::fmt::Debug for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Setup")
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}

/// The use cases. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Monitoring {
    inner: Arc<Inner>,
}

struct Inner {
    setup: Setup,
    access: Access,
    notices: Notices,
    connections: Mutex<HashMap<WorkspaceId, Connection>>,
    keys: Mutex<HashMap<KeyRef, KeyInfo>>,
    /// One change at a time for each monitor.
    turns: Mutex<HashMap<MonitorId, Arc<tokio::sync::Mutex<()>>>>,
    /// Monitors whose change was begun in this run and may still be open.
    open_changes: Mutex<HashSet<MonitorId>>,
    /// Work on many monitors that runs now, and how it is ended.
    bulks: Mutex<HashMap<BulkId, CancellationToken>>,
    /// Starts that are on their way.
    sends: TaskTracker,
    /// The last look of a person at each workspace whose service asked to be left alone, until the poller
    /// has heard of it.
    told_to_rest: Mutex<HashMap<WorkspaceId, Looked>>,
    shelf: Shelf,
    workers: Workers,
    upkeep: Mutex<Upkeep>,
    /// Rings when a look may be due earlier than planned.
    bell: Notify,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Monitoring")
            .field("setup", &self.setup)
            .finish_non_exhaustive()
    }
}

impl Monitoring {
    /// The use cases, and the notices they send. Starts nothing.
    pub fn new(setup: Setup) -> (Self, UnboundedReceiver<Notice>) {
        let (notices, receiver) = Notices::new();
        let access = Access::new(Arc::clone(&setup.keychain), setup.client.clone());
        let inner = Inner {
            setup,
            access,
            notices,
            connections: Mutex::default(),
            keys: Mutex::default(),
            turns: Mutex::default(),
            open_changes: Mutex::default(),
            bulks: Mutex::default(),
            sends: TaskTracker::new(),
            told_to_rest: Mutex::default(),
            shelf: Shelf::default(),
            workers: Workers::default(),
            upkeep: Mutex::default(),
            bell: Notify::new(),
        };
        (
            Self {
                inner: Arc::new(inner),
            },
            receiver,
        )
    }

    /// Says where the service on this computer listens now; its monitors are looked at at once.
    ///
    /// # Errors
    /// The record cannot be written.
    pub async fn set_local_endpoint(&self, endpoint: LocalEndpoint) -> Result<(), Problem> {
        self.access().set_local(endpoint);
        for row in self.workspace_rows().await? {
            if row.service != Service::Gen {
                self.wake_workspace(row.id).await?;
            }
        }
        Ok(())
    }

    /// Whether a workspace's service can collect this.
    pub(crate) fn availability(&self, service: Service, target: &Target) -> Availability {
        self.serves(service, target.platform(), target.kind(), target.value())
    }

    /// What a workspace's service asks for this target; on this computer, what the source would that
    /// collects it now.
    pub(crate) fn tariff(&self, service: Service, target: &Target) -> Tariff {
        self.tariff_of(service, target.platform(), target.kind(), target.value())
    }

    pub(crate) fn tariff_of(
        &self,
        service: Service,
        platform: Platform,
        kind: TargetKind,
        value: &str,
    ) -> Tariff {
        match service {
            Service::Computer => (self.inner.setup.priced)(platform, kind, value),
            Service::Gen | Service::Practice => Tariff {
                prices: service.prices(),
                charged_by: None,
            },
        }
    }

    /// What one check costs at most there, with its arithmetic.
    pub(crate) fn estimate(&self, service: Service, spec: &MonitorSpec) -> CostEstimate {
        CostEstimate::for_check(spec, self.tariff(service, &spec.target).prices)
    }

    pub(crate) fn serves(
        &self,
        service: Service,
        platform: Platform,
        kind: TargetKind,
        value: &str,
    ) -> Availability {
        (self.inner.setup.serves)(service, platform, kind, value)
    }

    /// Runs what blocks on a thread made for it.
    pub(crate) async fn on_store<T, E>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Stopped> + Send + 'static,
    {
        let store = self.inner.setup.store.clone();
        match tokio::task::spawn_blocking(move || work(&store)).await {
            Ok(done) => done,
            Err(error) => Err(E::from(Stopped(error))),
        }
    }

    /// The client of a workspace; reads the keychain at most once in a run.
    pub(crate) async fn client(&self, workspace: &WorkspaceRow) -> Result<Arc<GenClient>, Problem> {
        // A thread for what is at hand would cost a look more than its answer does.
        if let Some(client) = self.access().made(workspace.id) {
            return Ok(client);
        }
        let (this, workspace) = (self.clone(), workspace.clone());
        let found = tokio::task::spawn_blocking(move || this.access().client(&workspace)).await;
        found.map_err(problems::internal)?
    }

    /// A client of a workspace as given, which is used once.
    pub(crate) async fn new_client(&self, workspace: &WorkspaceRow) -> Result<GenClient, Problem> {
        let (this, workspace) = (self.clone(), workspace.clone());
        let found = tokio::task::spawn_blocking(move || this.access().unkept(&workspace)).await;
        found.map_err(problems::internal)?
    }

    pub(crate) async fn workspace_rows(&self) -> Result<Vec<WorkspaceRow>, Problem> {
        self.on_store(|store| store.workspaces().map_err(|error| problems::of_store(&error)))
            .await
    }

    pub(crate) async fn workspace_row(&self, id: WorkspaceId) -> Result<WorkspaceRow, Problem> {
        self.on_store(move |store| store.workspace(id).map_err(|error| problems::of_store(&error)))
            .await
    }

    pub(crate) async fn monitor_row(&self, id: MonitorId) -> Result<MonitorRow, Problem> {
        self.on_store(move |store| store.monitor(id).map_err(|error| problems::of_store(&error)))
            .await
    }

    pub(crate) async fn wake_workspace(&self, id: WorkspaceId) -> Result<(), Problem> {
        let now = self.now();
        self.on_store(move |store| {
            store
                .wake_workspace(id, now)
                .map_err(|error| problems::of_store(&error))
        })
        .await?;
        self.wake();
        Ok(())
    }

    /// The lock under which one monitor is changed and looked at.
    pub(crate) fn turn_of(&self, monitor: MonitorId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = lock(&self.inner.turns);
        // Locks nobody holds are let go, so that the map does not grow with every change ever made.
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(monitor).or_default())
    }

    pub(crate) fn known_key(&self, name: &str) -> Option<KeyInfo> {
        let name = KeyRef::parse(name).ok()?;
        lock(&self.inner.keys).get(&name).cloned()
    }

    pub(crate) fn remember_keys(&self, infos: Vec<KeyInfo>) {
        let mut keys = lock(&self.inner.keys);
        keys.extend(infos.into_iter().map(|info| (info.key_ref.clone(), info)));
    }

    pub(crate) fn forget_key(&self, name: &KeyRef) {
        lock(&self.inner.keys).remove(name);
    }

    pub(crate) fn now(&self) -> UnixMillis {
        self.inner.setup.clock.now()
    }

    pub(crate) fn zone(&self) -> &TimeZone {
        &self.inner.setup.zone
    }

    pub(crate) fn keychain(&self) -> &Arc<Keychain> {
        &self.inner.setup.keychain
    }

    pub(crate) fn access(&self) -> &Access {
        &self.inner.access
    }

    /// The list that was opened last.
    pub(crate) fn shelf(&self) -> &Shelf {
        &self.inner.shelf
    }

    /// The lists that are being sent.
    pub(crate) fn workers(&self) -> &Workers {
        &self.inner.workers
    }

    pub(crate) fn notices(&self) -> &Notices {
        &self.inner.notices
    }

    pub(crate) fn connections(&self) -> MutexGuard<'_, HashMap<WorkspaceId, Connection>> {
        lock(&self.inner.connections)
    }

    pub(crate) fn open_changes(&self) -> MutexGuard<'_, HashSet<MonitorId>> {
        lock(&self.inner.open_changes)
    }

    pub(crate) fn bulks(&self) -> MutexGuard<'_, HashMap<BulkId, CancellationToken>> {
        lock(&self.inner.bulks)
    }

    pub(crate) fn sends(&self) -> &TaskTracker {
        &self.inner.sends
    }

    pub(crate) fn told_to_rest(&self) -> MutexGuard<'_, HashMap<WorkspaceId, Looked>> {
        lock(&self.inner.told_to_rest)
    }

    pub(crate) fn upkeep(&self) -> MutexGuard<'_, Upkeep> {
        lock(&self.inner.upkeep)
    }

    pub(crate) fn bell(&self) -> &Notify {
        &self.inner.bell
    }

    /// A person came back to the window: whether the computer slept, and what came due meanwhile, is looked
    /// at now and not when the poller's rest ends.
    pub fn came_back(&self) {
        self.wake();
    }

    /// Lets the poller look at its plan again.
    pub(crate) fn wake(&self) {
        self.inner.bell.notify_one();
    }
}

/// Every change under these locks is one assignment, so what a panic left behind is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A blocking task ended without an answer: it panicked, or the app ends.
#[derive(Debug)]
pub(crate) struct Stopped(tokio::task::JoinError);

impl From<Stopped> for Problem {
    fn from(stopped: Stopped) -> Self {
        problems::internal(stopped.0)
    }
}

impl From<Stopped> for store::StoreError {
    fn from(stopped: Stopped) -> Self {
        Self::Folder(std::io::Error::other(stopped.0))
    }
}
