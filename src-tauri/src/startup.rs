//! What works behind the window: opened after it, so that the first picture waits for nothing.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use contract::{AgentId, Platform, TargetKind};
use gen_client::{BaseUrl, ClientOptions};
use jiff::tz::TimeZone;
use keychain::{ApiKey, Keychain};
use local_service::{
    AgentConfig, Collects, LocalService, Pace, RunningService, ServiceConfig, ServiceKey, SourceSettings,
};
use monitoring::view::{Availability, Problem, ProblemCode, Service};
use monitoring::{Clock, LocalEndpoint, Monitoring, Notice, Setup};
use store::{ErrorKind, Opened, Store};
use tauri::{AppHandle, Manager};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::app::{Host, Readiness};
use crate::events;

/// The name of the app's item in the keychain.
const KEYCHAIN_ITEM: &str = "app.feedwatch.desktop";
/// Practice money: enough for years of looking around.
const PRACTICE_CREDITS: u32 = 10_000_000;
/// Everything behind the window ends within this.
const GOODBYE: Duration = Duration::from_millis(1_800);

/// The agent of the practice workspace.
pub(crate) const PRACTICE_AGENT: &str = "practice";
/// The agent of this computer's own workspace.
pub(crate) const COMPUTER_AGENT: &str = "this-computer";

/// Opens the record and starts the background work.
pub(crate) async fn open(handle: AppHandle) {
    let host = handle.state::<Host>();
    let folder = host.folder.clone();
    let opened = tokio::task::spawn_blocking(move || Store::open(&folder)).await;
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
    let (monitoring, notices) = Monitoring::new(setup(store));
    host.set(Readiness::Ready(monitoring.clone(), notice_of(&opened)));
    tokio::spawn(events::forward(handle.clone(), monitoring.clone(), notices));
    start_service(&host, &monitoring).await;
    let poller = monitoring.start_polling();
    host.background().poller = Some(poller);
}

fn setup(store: Store) -> Setup {
    Setup {
        store,
        keychain: Arc::new(Keychain::open(KEYCHAIN_ITEM)),
        clock: Clock::system(),
        zone: TimeZone::system(),
        client: ClientOptions::default(),
        serves: Arc::new(serves),
    }
}

/// A service that does not start costs the local workspaces their life, not the app its own: they
/// say that it is not running.
async fn start_service(host: &Host, monitoring: &Monitoring) {
    match run_service(&host.folder).await {
        Ok((service, endpoint)) => {
            if let Err(problem) = monitoring.set_local_endpoint(endpoint).await {
                tracing::error!(code = ?problem.code, "the local workspaces could not be woken");
            }
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
        sources: SourceSettings::default(),
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

/// What a service can collect, as the form asks before anything starts.
fn serves(service: Service, platform: Platform, kind: TargetKind, value: &str) -> Availability {
    let collects = match service {
        Service::Gen => return Availability::Served,
        Service::Practice => Collects::Practice,
        Service::Computer => Collects::Sources,
    };
    match (
        local_service::availability(collects, platform, kind),
        platform,
        kind,
    ) {
        (local_service::Availability::Served { .. }, Platform::YouTube, TargetKind::Username)
            if collects == Collects::Sources && !is_channel_id(value) =>
        {
            Availability::NeedsChannelLink
        }
        (local_service::Availability::Served { .. }, ..) => Availability::Served,
        (_, Platform::YouTube, _) => Availability::NeedsYouTubeKey,
        _ => Availability::NeedsOwnSource,
    }
}

/// `@UC…`: a channel's id, which the feed needs. An empty value is still being typed.
fn is_channel_id(value: &str) -> bool {
    let value = value.trim();
    value.is_empty() || value.strip_prefix("@UC").is_some_and(|rest| rest.len() == 22)
}

fn cannot_open(error: &store::StoreError) -> Problem {
    let code = match error.kind() {
        ErrorKind::TooNew => ProblemCode::StoreTooNew,
        ErrorKind::Full => ProblemCode::DiskFull,
        ErrorKind::ReadOnly => ProblemCode::StoreReadOnly,
        ErrorKind::Damaged => ProblemCode::StoreDamaged,
        ErrorKind::InUse | ErrorKind::NotFound | ErrorKind::Internal => ProblemCode::Internal,
    };
    Problem::of(code, error.to_string())
}

fn notice_of(opened: &Opened) -> Option<Problem> {
    match opened {
        Opened::SetAside { restored, .. } => {
            let what = restored
                .as_ref()
                .map_or("nothing could be restored", |_| "the last back-up was restored");
            Some(Problem::of(ProblemCode::StoreDamaged, what))
        }
        Opened::Fresh
        | Opened::AsLeft
        | Opened::Migrated { .. }
        | Opened::Restored { .. }
        | Opened::NotRestored => None,
    }
}

/// Ends what works behind the window; everything worth keeping is on disk already.
pub(crate) fn stop(host: &Host) {
    let (poller, service) = {
        let mut background = host.background();
        (background.poller.take(), background.service.take())
    };
    tauri::async_runtime::block_on(async {
        let ending = async {
            if let Some(poller) = poller {
                poller.stop().await;
            }
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
