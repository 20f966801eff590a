//! The use cases on a folder of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use contract::{AgentId, JobId, Money, MonitorDraft, MonitorSpec, PriceList, UnixMillis};
use gen_client::{BaseUrl, ClientOptions, ProxyChoice};
use jiff::tz::TimeZone;
use keychain::{ApiKey, Keep, KeyRef, Keychain};
use monitoring::view::{ActivityEntry, Availability, Happening};
use monitoring::{Clock, LocalEndpoint, Monitoring, NewMonitor, Poller, Setup, Tariff};
use store::{
    BoardFilter, Counting, IntentId, MonitorId, MonitorRow, MonthSpan, NewWorkspace, Outcome, Problem,
    Service, Start, Store, WorkspaceId, WorkspaceRow,
};
use tempfile::TempDir;

/// The longest a test waits for anything: the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(90);

pub(crate) const HOUR: i64 = 3_600_000;
pub(crate) const DAY: i64 = 24 * HOUR;

/// The use cases, their record, and a clock that can be turned.
pub(crate) struct House {
    pub(crate) app: Monitoring,
    pub(crate) store: Store,
    /// Ahead of the system's clock by so many milliseconds.
    ahead: Arc<AtomicI64>,
    keychain: Arc<Keychain>,
    _folder: Option<TempDir>,
}

impl House {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path()).unwrap();
        let keychain = Arc::new(Keychain::open("app.feedwatch.tests"));
        Self::of(store, keychain, 0, Some(folder), Tariff::FREE)
    }

    /// The use cases where what this computer collects has this price.
    pub(crate) fn paying(tariff: Tariff) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path()).unwrap();
        let keychain = Arc::new(Keychain::open("app.feedwatch.tests"));
        Self::of(store, keychain, 0, Some(folder), tariff)
    }

    /// This computer's own workspace, whose service answers at this address.
    pub(crate) async fn computer(&self, url: &str) -> WorkspaceId {
        let agent = AgentId::parse("this-computer").unwrap();
        let opened = self.app.open_local(Service::Computer, "Here", agent).await;
        let endpoint = LocalEndpoint {
            base_url: BaseUrl::parse(url).unwrap(),
            key: Arc::new(ApiKey::parse("a-key-of-the-test").unwrap()),
        };
        self.app.set_local_endpoint(endpoint).await.unwrap();
        opened.unwrap().id
    }

    /// The use cases of a new run, on the same record and by the same clock.
    pub(crate) fn reopen(&self) -> Self {
        let ahead = self.ahead.load(Ordering::SeqCst);
        Self::of(
            self.store.clone(),
            Arc::clone(&self.keychain),
            ahead,
            None,
            Tariff::FREE,
        )
    }

    fn of(
        store: Store,
        keychain: Arc<Keychain>,
        ahead: i64,
        folder: Option<TempDir>,
        tariff: Tariff,
    ) -> Self {
        let ahead = Arc::new(AtomicI64::new(ahead));
        let turned = Arc::clone(&ahead);
        let clock = Clock::from_fn(move || Clock::system().now().plus(turned.load(Ordering::SeqCst)));
        let (app, _) = Monitoring::new(Setup {
            store: store.clone(),
            keychain: Arc::clone(&keychain),
            clock,
            zone: TimeZone::UTC,
            client: ClientOptions {
                connect_timeout: Duration::from_secs(20),
                total_timeout: Duration::from_secs(120),
                proxy: ProxyChoice::None,
                ..ClientOptions::default()
            },
            serves: Arc::new(|_, _, _, _| Availability::Served),
            priced: Arc::new(move |_, _, _| tariff),
        });
        Self {
            app,
            store,
            ahead,
            keychain,
            _folder: folder,
        }
    }

    pub(crate) fn now(&self) -> UnixMillis {
        Clock::system().now().plus(self.ahead.load(Ordering::SeqCst))
    }

    /// Turns the wall clock; the monotonic one goes on as before, as in sleep.
    pub(crate) fn turn_clock(&self, by: i64) {
        self.ahead.fetch_add(by, Ordering::SeqCst);
    }

    /// A workspace of the hosted kind at this address, with a key.
    pub(crate) fn workspace(&self, name: &str, url: &str) -> WorkspaceId {
        let key_ref = KeyRef::parse(name).unwrap();
        let key = ApiKey::parse(&format!("key-of-{name}")).unwrap();
        self.keychain
            .put(key_ref.clone(), key, UnixMillis(0), Keep::ThisRunOnly)
            .unwrap();
        let new = NewWorkspace {
            name: name.to_owned(),
            service: Service::Gen,
            agent_id: AgentId::parse(name).unwrap(),
            base_url: Some(url.to_owned()),
            key_ref: Some(key_ref.as_str().to_owned()),
        };
        self.store.add_workspace(&new, self.now()).unwrap().id
    }

    pub(crate) fn row(&self, workspace: WorkspaceId) -> WorkspaceRow {
        self.store.workspace(workspace).unwrap()
    }

    /// Changes what a person may change of a workspace, in the record.
    pub(crate) fn change(&self, workspace: WorkspaceId, change: impl FnOnce(&mut WorkspaceRow)) {
        let mut row = self.row(workspace);
        change(&mut row);
        self.store.save_workspace(&row).unwrap();
    }

    /// Ongoing monitors with the job numbers `from` and on, looked at for the first time at `next_look`.
    pub(crate) fn monitors(
        &self,
        workspace: WorkspaceId,
        jobs: impl IntoIterator<Item = u64>,
        next_look: UnixMillis,
    ) -> Vec<MonitorId> {
        jobs.into_iter()
            .map(|job| self.monitor(workspace, job, next_look, &draft(&format!("#tag{job}"))))
            .collect()
    }

    pub(crate) fn monitor(
        &self,
        workspace: WorkspaceId,
        job: u64,
        next_look_at: UnixMillis,
        draft: &MonitorDraft,
    ) -> MonitorId {
        let intent = IntentId::random();
        let spec = MonitorSpec::parse(draft).unwrap();
        let start = Start {
            intent: &intent,
            workspace,
            spec: &spec,
            prices: PriceList::PUBLISHED,
            tags: &[],
            retry_of: None,
            month: MonthSpan {
                from: UnixMillis(0),
                until: UnixMillis(i64::MAX),
            },
            counting: Counting {
                checks_per_30_days: 30,
                now: self.now(),
            },
        };
        let monitor = self.store.begin_sending(&start, self.now()).unwrap();
        let outcome = Outcome::Created {
            job_id: JobId::parse(&job.to_string()).unwrap(),
            next_look_at,
        };
        self.store.end_sending(&intent, &outcome, self.now()).unwrap();
        monitor
    }

    /// Starts the background work, and waits until it has begun: what was due before is spread out.
    pub(crate) async fn start_polling(&self) -> Poller {
        let poller = self.app.start_polling();
        until("the poller's first turn", || {
            self.store.setting::<UnixMillis>("alive_at").unwrap().is_some()
        })
        .await;
        poller
    }

    /// Makes monitors due now, and wakes the poller as every change of an address does.
    pub(crate) async fn make_due(&self, monitors: &[MonitorId]) {
        let now = self.now();
        let plans: Vec<_> = monitors.iter().map(|monitor| (*monitor, now)).collect();
        self.store.plan_looks(&plans).unwrap();
        let agent = AgentId::parse("practice").unwrap();
        self.app
            .open_local(Service::Practice, "Practice", agent)
            .await
            .unwrap();
        let endpoint = LocalEndpoint {
            base_url: BaseUrl::parse("http://127.0.0.1:9").unwrap(),
            key: Arc::new(ApiKey::parse("a-key-of-the-test").unwrap()),
        };
        self.app.set_local_endpoint(endpoint).await.unwrap();
    }

    /// Far enough ahead that nobody looks.
    pub(crate) fn later(&self) -> UnixMillis {
        self.now().plus(HOUR)
    }

    /// Starts a monitor as a person does.
    pub(crate) async fn create(
        &self,
        workspace: WorkspaceId,
        draft: MonitorDraft,
    ) -> Result<MonitorId, Problem> {
        let new = NewMonitor {
            workspace,
            draft,
            intent: IntentId::random(),
            tags: Vec::new(),
            retry_of: None,
        };
        self.app.create_monitor(new).await.map(|card| card.id)
    }

    /// Every monitor of a workspace.
    pub(crate) fn board(&self, workspace: WorkspaceId) -> Vec<MonitorRow> {
        let filter = BoardFilter {
            workspaces: vec![workspace],
            limit: 500,
            ..BoardFilter::default()
        };
        self.store.board(&filter).unwrap().rows
    }

    /// Whether every monitor of a workspace was answered about since `since`.
    pub(crate) fn all_confirmed(&self, workspace: WorkspaceId, since: UnixMillis) -> bool {
        self.board(workspace)
            .iter()
            .all(|row| row.last_confirmed_at.is_some_and(|at| at >= since))
    }

    /// What Activity tells about workspaces, oldest first.
    pub(crate) async fn about_workspaces(&self) -> Vec<(WorkspaceId, Happening)> {
        let page = self.app.activity(None, None, 200).await.unwrap();
        let mut told: Vec<ActivityEntry> = page.entries;
        told.reverse();
        told.into_iter()
            .filter(|entry| !matches!(entry.what, Happening::Monitor { .. }))
            .map(|entry| (entry.workspace_id, entry.what))
            .collect()
    }
}

/// A draft that the contract takes: ten posts, ongoing.
pub(crate) fn draft(value: &str) -> MonitorDraft {
    MonitorDraft {
        platform: Some("tiktok".to_owned()),
        kind: Some("hashtag".to_owned()),
        value: Some(value.to_owned()),
        days: Some(7),
        max_results: Some(10),
        monitoring: Some(true),
        ..MonitorDraft::default()
    }
}

pub(crate) const fn cents(cents: i64) -> Money {
    Money::from_micros(cents * 10_000)
}

/// Waits until something holds; says what it waited for otherwise.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !holds() {
        assert!(tokio::time::Instant::now() < deadline, "waited for {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
