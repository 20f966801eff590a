//! What works behind the window: opened after it, so that the first picture waits for nothing.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::{AgentId, Platform, TargetKind};
use gen_client::{BaseUrl, ClientOptions};
use jiff::tz::TimeZone;
use keychain::{ApiKey, Keychain};
use local_service::{
    AgentConfig, Collects, LocalService, Missing, Pace, RunningService, ServiceConfig, ServiceKey,
    SourceSettings,
};
use monitoring::view::{Availability, Kept, Problem, ProblemCode, Service, StartNotice};
use monitoring::{Clock, LocalEndpoint, Monitoring, Notice, Setup};
use store::{ErrorKind, Opened, Store, StoreError};
use tauri::{AppHandle, Manager};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::app::{Host, Readiness};
use crate::notifications::Notifications;
use crate::sources::SourceRoom;
use crate::{events, keeping};

/// The name of the app's item in the keychain.
const KEYCHAIN_ITEM: &str = "app.feedwatch.desktop";
/// Practice money: enough for years of looking around.
const PRACTICE_CREDITS: u32 = 10_000_000;
/// Everything behind the window ends within this.
const GOODBYE: Duration = Duration::from_millis(1_800);

/// Longest wait for the app that ran before to let go of the record: its goodbye, and a slow disk.
const LAST_ONE_ENDS: Duration = Duration::from_secs(5);
/// How often it is asked whether it did.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The agent of the practice workspace.
pub(crate) const PRACTICE_AGENT: &str = "practice";
/// The agent of this computer's own workspace.
pub(crate) const COMPUTER_AGENT: &str = "this-computer";

/// Opens the record. One that was told to end a moment ago holds it until its last answers are written
/// down: a person who starts again at once is not told of "another Feedwatch".
fn open_record(folder: &Path) -> Result<(Store, Opened), StoreError> {
    let until = Instant::now() + LAST_ONE_ENDS;
    loop {
        match Store::open(folder) {
            Err(StoreError::InUse(_)) if Instant::now() < until => std::thread::sleep(LOOK_EVERY),
            opened => return opened,
        }
    }
}

/// Opens the record and starts the background work.
pub(crate) async fn open(handle: AppHandle) {
    let host = handle.state::<Host>();
    let folder = host.folder.clone();
    let opened = tokio::task::spawn_blocking(move || open_record(&folder)).await;
    let (store, opened) = match opened {
        Ok(Ok(opened)) => opened,
        Ok(Err(error)) => return host.set(Readiness::Failed(cannot_open(&error))),
        Err(error) => {
            return host.set(Readiness::Failed(Problem::of(
                ProblemCode::Internal,
                error.to_string(),
            )));
        }
    };
    if opened == Opened::NotRestored
        && let Err(problem) = keeping::unstage_service(&host.service_folder()).await
    {
        tracing::error!(code = ?problem.code, "a restore could not be taken back");
    }
    let (monitoring, notices) = Monitoring::new(setup(store, host.sources.clone()));
    let notifications = Notifications::start(handle.clone(), monitoring.clone());
    host.background().notifications = Some(notifications.clone());
    let told = monitoring::start_notice(Kept::Record, &opened);
    host.set(Readiness::Ready(monitoring.clone(), told.into_iter().collect()));
    tokio::spawn(events::forward(
        handle.clone(),
        monitoring.clone(),
        notifications,
        notices,
    ));
    start_service(&handle, &host, &monitoring).await;
    let poller = monitoring.start_polling();
    host.background().poller = Some(poller);
    look_over(&handle, &host, &monitoring).await;
}

/// A large record was not looked through before it was used; that is done now, behind everything.
async fn look_over(handle: &AppHandle, host: &Host, monitoring: &Monitoring) {
    match monitoring.look_over().await {
        Err(problem) if problem.code == ProblemCode::StoreDamaged => {
            tell(handle, host, vec![StartNotice::Damaged { what: Kept::Record }]);
        }
        Err(problem) => tracing::warn!(code = ?problem.code, "the record could not be looked through"),
        Ok(()) => {}
    }
}

/// The window may have drawn its first picture before, or not. It listens before it asks, and what is told
/// is added before it is sent, so that nothing falls between the two.
fn tell(handle: &AppHandle, host: &Host, notices: Vec<StartNotice>) {
    host.add_notices(notices.clone());
    for notice in &notices {
        events::emit(handle, "start-notice", notice);
    }
}

fn setup(store: Store, sources: SourceRoom) -> Setup {
    let priced = sources.clone();
    Setup {
        store,
        keychain: Arc::new(Keychain::open(KEYCHAIN_ITEM)),
        clock: Clock::system(),
        zone: TimeZone::system(),
        client: ClientOptions::default(),
        serves: Arc::new(
            move |service: Service, platform: Platform, kind: TargetKind, value: &str| {
                serves(&sources, service, platform, kind, value)
            },
        ),
        priced: Arc::new(move |platform: Platform, kind: TargetKind, value: &str| {
            priced.tariff(platform, kind, value)
        }),
    }
}

/// A service that does not start costs the local workspaces their life, not the app its own: they
/// say that it is not running.
async fn start_service(handle: &AppHandle, host: &Host, monitoring: &Monitoring) {
    match run_service(&host.folder).await {
        Ok((service, endpoint)) => {
            if let Err(problem) = monitoring.set_local_endpoint(endpoint).await {
                tracing::error!(code = ?problem.code, "the local workspaces could not be woken");
            }
            host.sources.opened(service.sources());
            tell(handle, host, keeping::service_notices(service.found()));
            host.background().service = Some(service);
        }
        Err(error) => tracing::error!(%error, "the service on this computer did not start"),
    }
}

async fn run_service(
    folder: &Path,
) -> Result<(RunningService, LocalEndpoint), Box<dyn std::error::Error + Send + Sync>> {
    let key = ServiceKey::generate()?;
    let ours = ApiKey::parse(key.expose())?;
    let config = ServiceConfig {
        listen: ([127, 0, 0, 1], 0).into(),
        data_dir: folder.join("service"),
        agents: vec![
            agent(PRACTICE_AGENT, "Practice", Collects::Practice, PRACTICE_CREDITS)?,
            agent(COMPUTER_AGENT, "This computer", Collects::Sources, 0)?,
        ],
        key,
        pace: pace(),
        sources: source_settings(),
    };
    let service = LocalService::start(config).await?;
    let endpoint = LocalEndpoint {
        base_url: BaseUrl::parse(&service.base_url())?,
        key: Arc::new(ours),
    };
    Ok((service, endpoint))
}

fn agent(
    id: &str,
    name: &str,
    collects: Collects,
    opening_credits: u32,
) -> Result<AgentConfig, contract::IdError> {
    Ok(AgentConfig {
        id: AgentId::parse(id)?,
        name: name.to_owned(),
        collects,
        opening_credits,
    })
}

/// How fast practice jobs run; tests set it.
fn pace() -> Pace {
    let given = std::env::var("FEEDWATCH_PRACTICE_PACE").ok();
    given.and_then(|text| text.parse().ok()).unwrap_or(Pace::NORMAL)
}

/// The keys come later, when the window is there and the keychain may ask its question.
fn source_settings() -> SourceSettings {
    SourceSettings {
        keys_pending: true,
        youtube_api: stand_in("FEEDWATCH_YOUTUBE_API"),
        youtube_feed: stand_in("FEEDWATCH_YOUTUBE_FEED"),
        apify: stand_in("FEEDWATCH_APIFY"),
        instagram_graph: stand_in("FEEDWATCH_INSTAGRAM_GRAPH"),
        ..SourceSettings::default()
    }
}

/// A server on this computer that stands in for a platform, in tests. No other computer is taken:
/// the person's keys go there.
fn stand_in(name: &str) -> Option<url::Url> {
    let url: url::Url = std::env::var(name).ok()?.parse().ok()?;
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    here.then_some(url)
}

/// What a service can collect, as the form asks before anything starts.
fn serves(
    sources: &SourceRoom,
    service: Service,
    platform: Platform,
    kind: TargetKind,
    value: &str,
) -> Availability {
    let collects = match service {
        Service::Gen => return Availability::Served,
        Service::Practice => Collects::Practice,
        Service::Computer => Collects::Sources,
    };
    match sources.availability(collects, platform, kind, value) {
        Some(local_service::Availability::Served { .. }) => Availability::Served,
        Some(local_service::Availability::Missing { what }) => wanting(what),
        // The service is still starting; whether it can is asked again at every change of the form.
        None if collects == Collects::Practice => Availability::Served,
        None => Availability::NotYetKnown,
    }
}

const fn wanting(what: Missing) -> Availability {
    match what {
        Missing::ApifyToken | Missing::ApifyOrInstagram | Missing::NoSuchPair => Availability::NeedsOwnSource,
        Missing::YoutubeKey => Availability::NeedsYouTubeKey,
        Missing::ChannelLink => Availability::NeedsChannelLink,
        Missing::InstagramConnection | Missing::OtherSource => Availability::NeedsOtherSource,
    }
}

fn cannot_open(error: &store::StoreError) -> Problem {
    let code = match error.kind() {
        ErrorKind::TooNew => ProblemCode::StoreTooNew,
        ErrorKind::Full => ProblemCode::DiskFull,
        ErrorKind::ReadOnly => ProblemCode::StoreReadOnly,
        ErrorKind::Damaged => ProblemCode::StoreDamaged,
        ErrorKind::InUse => ProblemCode::AlreadyRunning,
        ErrorKind::NotFound | ErrorKind::Internal => ProblemCode::Internal,
    };
    Problem::of(code, error.to_string())
}

/// Ends what works behind the window; everything worth keeping is on disk already.
pub(crate) fn stop(host: &Host) {
    let (poller, service) = {
        let mut background = host.background();
        (background.poller.take(), background.service.take())
    };
    let monitoring = host.monitoring_now();
    tauri::async_runtime::block_on(async {
        let ending = async {
            // What is on its way comes to its end; the rest of a list waits for the next start.
            let starts = async {
                if let Some(monitoring) = monitoring {
                    monitoring.rest_imports().await;
                    monitoring.finish_starts().await;
                }
            };
            let looks = async {
                if let Some(poller) = poller {
                    poller.stop().await;
                }
            };
            tokio::join!(starts, looks);
            // Last: what is on its way may be on its way to it.
            if let Some(service) = service {
                service.shutdown().await;
            }
        };
        if tokio::time::timeout(GOODBYE, ending).await.is_err() {
            tracing::warn!("the background work did not end in time");
        }
    });
}

/// What the window and the notifications hear.
pub(crate) type Heard = UnboundedReceiver<Notice>;
