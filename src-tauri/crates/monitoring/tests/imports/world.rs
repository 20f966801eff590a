use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::{AgentId, MonitorDraft};
use gen_client::{BaseUrl, ClientOptions, GenClient, Probe};
use jiff::tz::TimeZone;
use keychain::{ApiKey, Keychain};
use local_service::{
    AgentConfig, Collects, LocalService, Pace, RunningService, ServiceConfig, ServiceKey, SourceSettings,
};
use monitoring::view::{Availability, ImportView, ListCheck, ListChoice, ListView, Service, StartImport};
use monitoring::{Clock, LocalEndpoint, Monitoring, Notice, Setup, Tariff};
use store::{ImportId, ImportState, Store, WorkspaceId};
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;

const AGENT: &str = "practice";
const PATIENCE: Duration = Duration::from_secs(90);

/// The use cases over a real record and the real service on loopback.
pub(crate) struct World {
    pub(crate) app: Monitoring,
    pub(crate) store: Store,
    pub(crate) workspace: WorkspaceId,
    key: Arc<ApiKey>,
    service: RunningService,
    folder: TempDir,
    _notices: UnboundedReceiver<Notice>,
}

impl World {
    /// A practice workspace whose service is not known yet, as while the app starts.
    pub(crate) async fn begin() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, _) = Store::open(&folder.path().join("record")).expect("the record opens");
        let (service, key) = service(folder.path()).await;
        let (app, notices) = Monitoring::new(setup(store.clone()));
        let agent = AgentId::parse(AGENT).expect("an agent");
        let workspace = app
            .open_local(Service::Practice, "Practice", agent)
            .await
            .expect("a workspace")
            .id;
        Self {
            app,
            store,
            workspace,
            key: Arc::new(key),
            service,
            folder,
            _notices: notices,
        }
    }

    /// The same, ready to be used.
    pub(crate) async fn ready() -> Self {
        let world = Self::begin().await;
        let address = world.service.base_url();
        world.listen_at(&address).await;
        world
    }

    /// Says where the service is.
    pub(crate) async fn listen_at(&self, address: &str) {
        let base_url = BaseUrl::parse(address).expect("an address");
        let endpoint = LocalEndpoint {
            base_url,
            key: Arc::clone(&self.key),
        };
        self.app
            .set_local_endpoint(endpoint)
            .await
            .expect("the record is written");
    }

    pub(crate) fn address(&self) -> String {
        self.service.base_url()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Jobs that the service has: what was really started, whatever the record says.
    pub(crate) async fn jobs(&self) -> usize {
        let base = BaseUrl::parse(&self.address()).expect("an address");
        let client = GenClient::new(base, Arc::clone(&self.key), ClientOptions::default()).expect("a client");
        let agent = AgentId::parse(AGENT).expect("an agent");
        match client.list_jobs(&agent).await.expect("the service answers") {
            Probe::Answered(jobs) => jobs.len(),
            Probe::NotOffered => panic!("the service lists its jobs"),
        }
    }

    pub(crate) async fn paste(&self, text: &str) -> ListView {
        self.app.paste_list(text.to_owned()).await.expect("it is a list")
    }

    pub(crate) async fn check(&self, list: &ListView, choice: ListChoice) -> ListCheck {
        let checked = self
            .app
            .check_list(self.workspace, list.list.clone(), choice, None, 0, 200)
            .await;
        checked.expect("the list can be checked")
    }

    /// What the window would send for what it shows.
    pub(crate) async fn to_start(&self, list: &ListView, choice: ListChoice) -> StartImport {
        let checked = self.check(list, choice.clone()).await;
        StartImport {
            list: list.list.clone(),
            workspace_id: self.workspace,
            choice,
            monitors: checked.counts.ready,
            first: checked.price.first,
        }
    }

    pub(crate) async fn start(&self, text: &str) -> ImportView {
        let list = self.paste(text).await;
        let start = self.to_start(&list, choice(&list)).await;
        self.app.start_import(start).await.expect("the list is started")
    }

    /// Waits until nothing of a list is being sent.
    pub(crate) async fn rested(&self, id: ImportId) -> ImportView {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let view = self.app.import(id).await.expect("the import is there");
            if view.state != ImportState::Running {
                return view;
            }
            assert!(Instant::now() < deadline, "still running: {view:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// What was guessed, with the form's own choices.
pub(crate) fn choice(list: &ListView) -> ListChoice {
    ListChoice {
        headed: list.headed,
        roles: list.columns.iter().map(|column| column.role).collect(),
        defaults: MonitorDraft {
            platform: Some("tiktok".to_owned()),
            days: Some(30),
            max_results: Some(10),
            monitoring: Some(false),
            comment_monitoring: Some(false),
            ..MonitorDraft::default()
        },
        watched_too: false,
        within_budget: false,
    }
}

/// So many names, one a line.
pub(crate) fn names(count: usize) -> String {
    (0..count).map(|index| format!("@name{index}\n")).collect()
}

fn setup(store: Store) -> Setup {
    Setup {
        store,
        keychain: Arc::new(Keychain::open("feedwatch-import-test")),
        clock: Clock::system(),
        zone: TimeZone::UTC,
        client: ClientOptions::default(),
        serves: Arc::new(|_, _, _, _| Availability::Served),
        priced: Arc::new(|_, _, _| Tariff::FREE),
    }
}

async fn service(folder: &Path) -> (RunningService, ApiKey) {
    let key = ServiceKey::generate().expect("a key");
    let ours = ApiKey::parse(key.expose()).expect("a key");
    let config = ServiceConfig {
        listen: ([127, 0, 0, 1], 0).into(),
        data_dir: folder.join("service"),
        agents: vec![AgentConfig {
            id: AgentId::parse(AGENT).expect("an agent"),
            name: "Practice".to_owned(),
            collects: Collects::Practice,
            opening_credits: 10_000_000,
        }],
        key,
        pace: Pace::NORMAL,
        sources: SourceSettings::default(),
    };
    (
        LocalService::start(config).await.expect("the service starts"),
        ours,
    )
}
