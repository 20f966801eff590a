use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{fmt, io};

use contract::{Money, Platform, TargetKind, UnixMillis};
use library::Library;
use sources::{KeyFinding, SourceFailure, SourceId, SourceKey, Sources, Usage};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::bills::Bills;
use crate::checks::Runner;
use crate::db::{Db, DbError};
use crate::folder::DataFolder;
use crate::http::{self, Api};
use crate::memory::{Remembered, forget_old};
use crate::schedule::{Schedule, ScheduleHandle};
use crate::{
    AgentConfig, Availability, Collects, Found, ServiceConfig, agents, availability, bills, clock, copies,
    jobs, ledger, retention,
};

/// The longest wait for a task that was told to stop; each keeps well below it by itself.
const STOP_MAX: Duration = Duration::from_millis(900);

/// Why the service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address could be reached by other machines.
    #[error("{address} is not a loopback address; the service listens on 127.0.0.1 or [::1] only")]
    NotLoopback {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// Another running service has the data folder.
    #[error(
        "the data folder {path} is in use by another running service; stop that one or choose another folder"
    )]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The folder cannot be made or written.
    #[error("the data folder {path} cannot be used: {cause}")]
    DataFolder {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// The address is taken or not allowed.
    #[error("the service cannot listen on {address}: {cause}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's reason.
        cause: io::Error,
    },
    /// The stored data cannot be opened.
    #[error(transparent)]
    Data(#[from] DbError),
}

/// The service before it runs.
#[derive(Debug, Clone, Copy)]
pub struct LocalService;

/// A service that runs. Dropping it stops it without waiting, and its folder is free within a second;
/// [`Self::shutdown`] waits for that.
pub struct RunningService {
    address: SocketAddr,
    cancel: CancellationToken,
    schedule: ScheduleHandle,
    db: Db,
    library: Arc<Mutex<Library>>,
    sources: Arc<Sources>,
    bills: Bills,
    tasks: Vec<JoinHandle<()>>,
    found: Found,
}

impl LocalService {
    /// Starts on the current tokio runtime. When this returns, the service answers.
    ///
    /// # Errors
    /// See [`StartError`]; nothing runs then.
    pub async fn start(config: ServiceConfig) -> Result<RunningService, StartError> {
        let address = config.listen;
        if !address.ip().is_loopback() {
            return Err(StartError::NotLoopback { address });
        }
        let (folder, db, library, found) = open_data(config.data_dir).await?;
        copies::back_up_behind(&folder);
        for agent in config.agents {
            ensure(&db, agent).await?;
        }
        let listening = |cause| StartError::Listen { address, cause };
        let listener = TcpListener::bind(address).await.map_err(listening)?;
        let address = listener.local_addr().map_err(listening)?;

        let (cancel, pace) = (CancellationToken::new(), config.pace);
        db.change(forget_old).await?;
        let memory = Arc::new(Remembered(db.clone()));
        let sources = Arc::new(Sources::remembering(config.sources, memory));
        let library = Arc::new(Mutex::new(library));
        let bills = Bills::default();
        let runner = Runner {
            db: db.clone(),
            library: Arc::clone(&library),
            sources: Arc::clone(&sources),
            pace,
            bills: bills.clone(),
        };
        let (clockwork, schedule) = Schedule::new(runner);
        let api = Api {
            db: db.clone(),
            schedule: schedule.clone(),
            key: config.key,
            address,
            pace,
            sources: Arc::clone(&sources),
            library: Arc::clone(&library),
            cancel: cancel.clone(),
        };
        // Both hold the folder: it is free for the next service when neither can change it any more.
        let folder = Arc::new(folder);
        let clockwork = tokio::spawn(holding(Arc::clone(&folder), clockwork.run(cancel.clone())));
        let answers = tokio::spawn(holding(folder, http::serve(listener, api, cancel.clone())));
        let retention = retention::run(Arc::clone(&library), Arc::clone(&sources), cancel.clone());
        let retention = tokio::spawn(retention);
        let tasks = vec![answers, clockwork, retention];
        tracing::info!(%address, "the service answers");
        Ok(RunningService {
            address,
            cancel,
            schedule,
            db,
            library,
            sources,
            bills,
            tasks,
            found,
        })
    }
}

async fn holding(folder: Arc<DataFolder>, work: impl Future<Output = ()>) {
    work.await;
    drop(folder);
}

async fn open_data(path: PathBuf) -> Result<(DataFolder, Db, Library, Found), StartError> {
    let opened = tokio::task::spawn_blocking(move || {
        let folder = DataFolder::take(&path)?;
        let (db, jobs) = Db::open(&folder.jobs())?;
        let (library, posts) = copies::open_library(&folder.posts())?;
        Ok((folder, db, library, Found { jobs, posts }))
    });
    opened.await.unwrap_or(Err(StartError::Data(DbError::Stopped)))
}

async fn ensure(db: &Db, agent: AgentConfig) -> Result<(), DbError> {
    db.change(move |change| agents::ensure(change, &agent, clock::now()))
        .await
}

impl RunningService {
    /// Where it listens, with the port it got.
    pub const fn addr(&self) -> SocketAddr {
        self.address
    }

    /// How its data was found, such as damaged and set aside.
    pub const fn found(&self) -> &Found {
        &self.found
    }

    /// `http://127.0.0.1:PORT`, without a slash at its end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The posts, for whoever embeds the service: files are brought in and posts are deleted through the
    /// one writer there is. Held for moments only, or checks wait.
    pub fn library(&self) -> Arc<Mutex<Library>> {
        Arc::clone(&self.library)
    }

    /// Makes an agent, or brings one up to date, while the service runs.
    ///
    /// # Errors
    /// The store's.
    pub async fn ensure_agent(&self, agent: AgentConfig) -> Result<(), StartError> {
        ensure(&self.db, agent).await?;
        self.schedule.wake();
        Ok(())
    }

    /// Whether an agent that collects so can take a monitor of this target now. The value may still
    /// be typed.
    pub fn availability(
        &self,
        collects: Collects,
        platform: Platform,
        kind: TargetKind,
        value: &str,
    ) -> Availability {
        availability::availability(&self.sources, collects, (platform, kind, value))
    }

    /// The sources, for keys and choices that change while the service runs; both stay in memory only.
    pub fn sources(&self) -> SourcesHandle {
        SourcesHandle {
            sources: Arc::clone(&self.sources),
            schedule: self.schedule.clone(),
            bills: self.bills.clone(),
            db: self.db.clone(),
        }
    }

    /// Stops: takes no more requests, lets open ones end, drops running checks (the next start runs
    /// them again). Takes two seconds at most.
    pub async fn shutdown(mut self) {
        self.cancel.cancel();
        for mut task in std::mem::take(&mut self.tasks) {
            if tokio::time::timeout(STOP_MAX, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

/// The sources of a running service. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SourcesHandle {
    sources: Arc<Sources>,
    bills: Bills,
    schedule: ScheduleHandle,
    db: Db,
}

impl SourcesHandle {
    /// Gives a source its key, or takes it away. Monitors that rested for want of one are checked now.
    ///
    /// # Errors
    /// The store's; the key is in place all the same.
    pub async fn set_key(&self, source: SourceId, key: Option<SourceKey>) -> Result<(), DbError> {
        let arrived = key.is_some();
        self.sources.set_key(source, key);
        if arrived {
            self.db
                .change(|change| jobs::wake_troubled(change, clock::now()))
                .await?;
        }
        self.schedule.wake();
        Ok(())
    }

    /// Says that all keys there are were given.
    pub fn keys_settled(&self) {
        self.sources.keys_settled();
        self.schedule.wake();
    }

    /// What providers may charge the person in a calendar month; none sets no limit. A check that could
    /// pass it does not begin; where the limit was raised, those that waited for it are checked now.
    ///
    /// # Errors
    /// The store's; the limit holds all the same.
    pub async fn limit_bills(&self, limit: Option<Money>) -> Result<(), DbError> {
        if self.bills.limit(limit) {
            self.db.change(|change| bills::wake(change, clock::now())).await?;
            self.schedule.wake();
        }
        Ok(())
    }

    /// Which source collects a platform from now on; none leaves it to the table.
    pub fn choose(&self, platform: Platform, source: Option<SourceId>) {
        self.sources.choose(platform, source);
        self.schedule.wake();
    }

    /// Whether an agent that collects so can take a monitor of this target now.
    pub fn availability(
        &self,
        collects: Collects,
        platform: Platform,
        kind: TargetKind,
        value: &str,
    ) -> Availability {
        availability::availability(&self.sources, collects, (platform, kind, value))
    }

    /// The real source that would collect this now; where none can, the one that is wanted first.
    pub fn collector(&self, platform: Platform, kind: TargetKind, value: &str) -> Option<SourceId> {
        self.sources.wanted(platform, kind, value)
    }

    /// Tries a key with the cheapest call there is, without keeping it.
    ///
    /// # Errors
    /// Why it does not work.
    pub async fn try_key(&self, source: SourceId, key: &SourceKey) -> Result<KeyFinding, SourceFailure> {
        self.sources.try_key(source, key, clock::now()).await
    }

    /// Tries the key that a source has.
    ///
    /// # Errors
    /// There is none, or why it does not work.
    pub async fn try_own_key(&self, source: SourceId) -> Result<KeyFinding, SourceFailure> {
        self.sources.try_own_key(source, clock::now()).await
    }

    /// How much of its key's allowance a source has used.
    ///
    /// # Errors
    /// The memory cannot be read, or the platform does not answer.
    pub async fn usage(&self, source: SourceId) -> Result<Option<Usage>, SourceFailure> {
        self.sources.usage(source, clock::now()).await
    }

    /// What a provider charged since this time, over all monitors.
    ///
    /// # Errors
    /// The store's.
    pub async fn billed_since(&self, source: SourceId, since: UnixMillis) -> Result<Money, DbError> {
        self.db
            .change(move |change| ledger::billed_since(change, source, since))
            .await
    }
}

impl Drop for RunningService {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

impl fmt::Debug for RunningService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningService")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
