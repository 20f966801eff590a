//! The sources of the service in this app: where the window's keys and choices reach them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use contract::{Platform, TargetKind, UnixMillis};
use jiff::ZonedDateTime;
use local_service::{Availability, Bucket, Collects, SourceFailure, SourceId, SourceKey, SourcesHandle};
use monitoring::view::{
    AllowanceName, AllowanceView, Problem, ProblemCode, Service, SourceChoice, SourceKeyTest, SourceName,
    SourceView, SourcesView,
};
use monitoring::{Monitoring, Tariff};
use tokio::sync::SetOnce;

/// The sources, as soon as the service runs. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct SourceRoom(Arc<Room>);

#[derive(Debug, Default)]
struct Room {
    handle: SetOnce<SourcesHandle>,
    /// Whether the keychain was asked for keys in this run.
    loaded: AtomicBool,
}

impl SourceRoom {
    /// The service runs.
    pub(crate) fn opened(&self, sources: SourcesHandle) {
        // A service is started once in a run of the app.
        let _ = self.0.handle.set(sources);
    }

    /// Whether this can be collected now; none while the service does not run.
    pub(crate) fn availability(
        &self,
        collects: Collects,
        platform: Platform,
        kind: TargetKind,
        value: &str,
    ) -> Option<Availability> {
        let sources = self.0.handle.get()?;
        Some(sources.availability(collects, platform, kind, value))
    }

    /// What this costs on this computer, and who charges it: the source that would collect it now. While
    /// nothing could, the one that is wanted first.
    pub(crate) fn tariff(&self, platform: Platform, kind: TargetKind, value: &str) -> Tariff {
        let Some(sources) = self.0.handle.get() else {
            return Tariff::FREE;
        };
        let source = sources.collector(platform, kind, value);
        let priced = source.map(|source| Tariff {
            prices: local_service::prices(source, platform),
            charged_by: name(source).filter(|_| local_service::billed_elsewhere(source)),
        });
        priced.unwrap_or(Tariff::FREE)
    }

    /// Gives the service the keys that the keychain has, as soon as it runs. May wait for the
    /// system's question.
    pub(crate) async fn load(&self, monitoring: &Monitoring) -> Result<(), Problem> {
        self.0.loaded.store(true, Ordering::Relaxed);
        let sources = self.0.handle.wait().await;
        // Before the keys: with them, what costs money could begin.
        self.follow_budget(monitoring).await?;
        for (platform, source) in monitoring.source_choices().await? {
            sources.choose(platform, Some(id(source)));
        }
        let loaded = monitoring.load_keys().await;
        for source in keyed() {
            if let Ok(Some(key)) = monitoring.source_key(source).await {
                // Exposed to be given to the sources, which keep it in memory only.
                give(sources, source, key.expose()).await?;
            }
        }
        sources.keys_settled();
        loaded
    }

    /// Tells the service what this computer's workspace may spend at providers in a month.
    pub(crate) async fn follow_budget(&self, monitoring: &Monitoring) -> Result<(), Problem> {
        let Some(sources) = self.0.handle.get() else {
            // Told by [`Self::load`], before any key.
            return Ok(());
        };
        let workspaces = monitoring.workspaces().await?;
        let own = workspaces.iter().find(|row| row.service == Service::Computer);
        let budget = own.and_then(|row| row.budget).map(|budget| budget.limit);
        sources.limit_bills(budget).await.map_err(internal)
    }

    /// Nothing on this computer needs a key yet, so the keychain is not asked for any.
    pub(crate) async fn no_keys_needed(&self) {
        self.0.handle.wait().await.keys_settled();
    }

    /// What Settings shows.
    pub(crate) async fn view(&self, monitoring: &Monitoring) -> Result<SourcesView, Problem> {
        let handle = self.handle()?;
        if !self.0.loaded.load(Ordering::Relaxed)
            && let Err(problem) = self.load(monitoring).await
        {
            // Told where it matters: when a key is saved or tried.
            tracing::warn!(code = ?problem.code, "the sources' keys could not be read");
        }
        let mut sources = Vec::new();
        for name in SourceName::ALL {
            sources.push(row(handle, monitoring, name).await);
        }
        let chosen = monitoring.source_choices().await?;
        let choice = |platform: &Platform| SourceChoice {
            platform: *platform,
            chosen: chosen.get(platform).copied(),
            able: local_service::sources_of(*platform)
                .into_iter()
                .filter_map(name)
                .collect(),
        };
        let choices = Platform::ALL.iter().map(choice).collect();
        Ok(SourcesView { sources, choices })
    }

    /// Tries the key that a source has.
    pub(crate) async fn test(&self, source: SourceName) -> Result<SourceKeyTest, Problem> {
        let found = self.handle()?.try_own_key(id(source)).await.map_err(refused)?;
        Ok(SourceKeyTest {
            account: found.account,
        })
    }

    /// Tries a key, keeps it and uses it. One that does not work is not kept.
    pub(crate) async fn keep(
        &self,
        monitoring: &Monitoring,
        source: SourceName,
        key: &str,
        this_run_only: bool,
    ) -> Result<SourcesView, Problem> {
        let handle = self.handle()?;
        handle.try_key(id(source), &read(key)?).await.map_err(refused)?;
        monitoring.keep_source_key(source, key, this_run_only).await?;
        give(handle, source, key).await?;
        self.view(monitoring).await
    }

    /// Forgets a source's key, here and in the keychain.
    pub(crate) async fn remove(
        &self,
        monitoring: &Monitoring,
        source: SourceName,
    ) -> Result<SourcesView, Problem> {
        monitoring.drop_source_key(source).await?;
        self.handle()?.set_key(id(source), None).await.map_err(internal)?;
        self.view(monitoring).await
    }

    /// Chooses who collects a platform.
    pub(crate) async fn choose(
        &self,
        monitoring: &Monitoring,
        platform: Platform,
        source: Option<SourceName>,
    ) -> Result<SourcesView, Problem> {
        monitoring.choose_source(platform, source).await?;
        self.handle()?.choose(platform, source.map(id));
        self.view(monitoring).await
    }

    fn handle(&self) -> Result<&SourcesHandle, Problem> {
        let down = || Problem::of(ProblemCode::LocalServiceDown, "the service does not run");
        self.0.handle.get().ok_or_else(down)
    }
}

async fn give(sources: &SourcesHandle, source: SourceName, key: &str) -> Result<(), Problem> {
    let key = read(key)?;
    sources.set_key(id(source), Some(key)).await.map_err(internal)
}

fn read(key: &str) -> Result<SourceKey, Problem> {
    SourceKey::parse(key).map_err(|error| Problem::of(ProblemCode::KeyInvalid, error.to_string()))
}

async fn row(handle: &SourcesHandle, monitoring: &Monitoring, name: SourceName) -> SourceView {
    let source = id(name);
    // A platform that does not answer keeps nobody from the page.
    let usage = handle.usage(source).await.unwrap_or_default();
    let buckets = usage.map(|usage| usage.buckets).unwrap_or_default();
    let billed = match name {
        SourceName::Apify => handle.billed_since(source, month_start()).await.ok(),
        _ => None,
    };
    SourceView {
        name,
        needs_key: local_service::needs_key(source),
        key: monitoring.source_key_view(name),
        allowances: buckets.iter().filter_map(allowance).collect(),
        billed,
    }
}

fn allowance(bucket: &Bucket) -> Option<AllowanceView> {
    let name = match bucket.name {
        "searches" => AllowanceName::Searches,
        "calls" => AllowanceName::Calls,
        "hashtags" => AllowanceName::Hashtags,
        _ => return None,
    };
    let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Some(AllowanceView {
        name,
        used: count(bucket.used),
        limit: count(bucket.limit),
        resets_at: bucket.resets_at,
        used_up: bucket.used_up,
    })
}

/// The first moment of this month in the person's zone.
fn month_start() -> UnixMillis {
    let first = ZonedDateTime::now()
        .first_of_month()
        .and_then(|day| day.start_of_day());
    first.map_or(UnixMillis(0), |start| {
        UnixMillis(start.timestamp().as_millisecond())
    })
}

fn keyed() -> impl Iterator<Item = SourceName> {
    SourceName::ALL
        .into_iter()
        .filter(|name| local_service::needs_key(id(*name)))
}

const fn id(name: SourceName) -> SourceId {
    match name {
        SourceName::YoutubeApi => SourceId::YoutubeApi,
        SourceName::YoutubeFeed => SourceId::YoutubeFeed,
        SourceName::InstagramGraph => SourceId::InstagramGraph,
        SourceName::Apify => SourceId::Apify,
    }
}

fn name(source: SourceId) -> Option<SourceName> {
    SourceName::ALL.into_iter().find(|name| id(*name) == source)
}

/// The failure's sentence is for people already.
fn refused(failure: SourceFailure) -> Problem {
    let code = match failure {
        SourceFailure::Unreachable { .. } => ProblemCode::CannotConnect,
        SourceFailure::NeedsKey { .. } => ProblemCode::KeyMissing,
        _ => ProblemCode::SourceRefused,
    };
    Problem::of(code, failure.to_string())
}

fn internal(cause: impl std::fmt::Display) -> Problem {
    Problem::of(ProblemCode::Internal, cause.to_string())
}
