//! The app's use cases on a data folder, with a key for this run only.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use contract::{AgentId, MonitorDraft, UnixMillis};
use gen_client::{ClientOptions, ProxyChoice};
use jiff::tz::TimeZone;
use keychain::{ApiKey, Keep, KeyRef, Keychain};
use monitoring::view::{Availability, MonitorCard};
use monitoring::{Clock, Monitoring, NewMonitor, Notice, Setup, Tariff};
use store::{IntentId, MonitorId, NewWorkspace, Opened, Problem, Service, Store, WorkspaceId};
use tokio::sync::mpsc::UnboundedReceiver;

/// The key that is planted, and searched for afterwards.
pub const KEY: &str = "gen_live_canary_7Qx2Zp9Lw4";

/// A running set of use cases.
#[derive(Debug)]
pub struct Session {
    /// The use cases.
    pub app: Monitoring,
    /// The record they work on.
    pub store: Store,
    /// How it was opened.
    pub opened: Opened,
    /// A workspace at the address that was given.
    pub workspace: WorkspaceId,
    /// What the window was told.
    pub notices: Mutex<UnboundedReceiver<Notice>>,
}

/// How a session is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// For connecting.
    pub connect: Duration,
    /// For a whole call.
    pub total: Duration,
    /// The system's proxy or none.
    pub proxy: ProxyChoice,
    /// The time.
    pub clock: Clock,
}

impl Options {
    /// For a service that keeps people waiting: soon given up, though not so soon that a busy
    /// computer is taken for one.
    pub fn impatient() -> Self {
        Self {
            total: Duration::from_secs(4),
            ..Self::default()
        }
    }
}

impl Default for Options {
    /// Patient: on a busy computer nothing is given up that would have come.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            total: Duration::from_secs(60),
            proxy: ProxyChoice::None,
            clock: Clock::system(),
        }
    }
}

impl Session {
    /// Opens the record and the workspace of this address, which is made where it is missing.
    ///
    /// # Errors
    /// The record cannot be opened or written.
    pub fn open(folder: &Path, url: &str, options: Options) -> Result<Self, store::StoreError> {
        let (store, opened) = Store::open(folder)?;
        let workspace = match store.workspaces()?.first() {
            Some(row) => row.id,
            None => store.add_workspace(&new_workspace(url), options.clock.now())?.id,
        };
        Ok(Self::on(store, opened, workspace, options))
    }

    /// The use cases on an open record.
    pub fn on(store: Store, opened: Opened, workspace: WorkspaceId, options: Options) -> Self {
        let (app, notices) = Monitoring::new(Setup {
            store: store.clone(),
            keychain: Arc::new(keys()),
            clock: options.clock,
            zone: TimeZone::UTC,
            client: ClientOptions {
                connect_timeout: options.connect,
                total_timeout: options.total,
                proxy: options.proxy,
                ..ClientOptions::default()
            },
            serves: Arc::new(|_, _, _, _| Availability::Served),
            priced: Arc::new(|_, _, _| Tariff::FREE),
        });
        Self {
            app,
            store,
            opened,
            workspace,
            notices: Mutex::new(notices),
        }
    }

    /// Starts a monitor under this intent.
    ///
    /// # Errors
    /// The use case's.
    pub async fn create(&self, intent: &IntentId, draft: MonitorDraft) -> Result<MonitorCard, Problem> {
        self.app
            .create_monitor(NewMonitor {
                workspace: self.workspace,
                draft,
                intent: intent.clone(),
                tags: Vec::new(),
                retry_of: None,
            })
            .await
    }

    /// A monitor that the service took.
    pub async fn created(&self) -> MonitorId {
        let card = self.create(&IntentId::random(), draft(true)).await.unwrap();
        assert!(card.job_id.is_some(), "{card:?}");
        card.id
    }

    /// What the window was told since the last time.
    pub fn told(&self) -> Vec<Notice> {
        let mut notices = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        std::iter::from_fn(|| notices.try_recv().ok()).collect()
    }
}

/// A workspace of the hosted kind at this address.
pub fn new_workspace(url: &str) -> NewWorkspace {
    NewWorkspace {
        name: "Acme".to_owned(),
        service: Service::Gen,
        agent_id: AgentId::parse("your-agent-id").unwrap(),
        base_url: Some(url.to_owned()),
        key_ref: Some("gen-test".to_owned()),
    }
}

/// A keychain with the key, without touching the system's.
pub fn keys() -> Keychain {
    let keychain = Keychain::open("app.feedwatch.tests");
    let name = KeyRef::parse("gen-test").unwrap();
    let key = ApiKey::parse(KEY).unwrap();
    keychain.put(name, key, UnixMillis(0), Keep::ThisRunOnly).unwrap();
    keychain
}

/// A draft that the contract takes.
pub fn draft(monitoring: bool) -> MonitorDraft {
    MonitorDraft {
        platform: Some("tiktok".to_owned()),
        kind: Some("hashtag".to_owned()),
        value: Some("#winter".to_owned()),
        days: Some(7),
        max_results: Some(10),
        monitoring: Some(monitoring),
        ..MonitorDraft::default()
    }
}
