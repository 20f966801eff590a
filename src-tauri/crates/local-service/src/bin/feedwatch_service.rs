//! The service of this computer without the app: `feedwatch-service --data DIR --api-key-file F --agent ID`.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use contract::AgentId;
use local_service::{
    AgentConfig, Collects, LocalService, Pace, RunningService, ServiceConfig, ServiceKey, SourceId,
    SourceKey, SourceSettings,
};
use tracing_subscriber::EnvFilter;

/// Collects posts on this computer, under the content-monitoring API on loopback.
#[derive(Debug, Parser)]
#[command(name = "feedwatch-service", version)]
struct Flags {
    /// Loopback address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Data folder; made where it is missing.
    #[arg(long)]
    data: PathBuf,
    /// File with the key that every request has to show.
    #[arg(long)]
    api_key_file: PathBuf,
    /// Id of the agent.
    #[arg(long, value_parser = AgentId::parse)]
    agent: AgentId,
    /// Credits the agent starts with, at $0.0087 each; booked once.
    #[arg(long, default_value_t = 0)]
    credits: u32,
    /// How fast practice jobs run: fast, normal, slow, or a factor.
    #[arg(long, default_value = "normal")]
    pace: Pace,
    /// What the agent collects: practice (made up) or sources (real).
    #[arg(long, default_value = "practice", value_parser = collects)]
    collects: Collects,
    /// File with a key of the YouTube Data API.
    #[arg(long)]
    youtube_key_file: Option<PathBuf>,
    /// File with an Apify token.
    #[arg(long)]
    apify_token_file: Option<PathBuf>,
    /// File with a token of Instagram's Graph API.
    #[arg(long)]
    instagram_token_file: Option<PathBuf>,
}

impl Flags {
    /// The keys of the sources that were given.
    fn source_keys(&self) -> Result<Vec<(SourceId, SourceKey)>, Box<dyn std::error::Error>> {
        let given = [
            (SourceId::YoutubeApi, &self.youtube_key_file),
            (SourceId::Apify, &self.apify_token_file),
            (SourceId::InstagramGraph, &self.instagram_token_file),
        ];
        let mut keys = Vec::new();
        for (source, file) in given {
            if let Some(path) = file {
                keys.push((source, SourceKey::parse(&read_secret(path)?)?));
            }
        }
        Ok(keys)
    }
}

fn read_secret(path: &Path) -> Result<String, String> {
    let unread = |cause| format!("the key file {} cannot be read: {cause}", path.display());
    std::fs::read_to_string(path).map_err(unread)
}

fn collects(name: &str) -> Result<Collects, String> {
    Collects::from_name(name).ok_or_else(|| "practice or sources".to_owned())
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        .with_writer(std::io::stderr)
        .init();
    match run(Flags::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            tracing::error!("{cause}");
            ExitCode::FAILURE
        }
    }
}

async fn run(flags: Flags) -> Result<(), Box<dyn std::error::Error>> {
    // Before the address is told: whoever reads it may stop us at once.
    let stop = stop_signal()?;
    let service = LocalService::start(config(flags)?).await?;
    announce(&service)?;
    stop.await;
    tracing::info!("stopping");
    service.shutdown().await;
    Ok(())
}

fn config(flags: Flags) -> Result<ServiceConfig, Box<dyn std::error::Error>> {
    let key = ServiceKey::from_text(&read_secret(&flags.api_key_file)?)?;
    let keys = flags.source_keys()?;
    let name = match flags.collects {
        Collects::Practice => "Practice",
        Collects::Sources => "This computer",
    };
    let agent = AgentConfig {
        id: flags.agent,
        name: name.to_owned(),
        collects: flags.collects,
        opening_credits: flags.credits,
    };
    Ok(ServiceConfig {
        listen: flags.listen,
        data_dir: flags.data,
        agents: vec![agent],
        key,
        pace: flags.pace,
        sources: SourceSettings {
            keys,
            ..SourceSettings::default()
        },
    })
}

/// The address on the first line of standard output, for whoever started us.
fn announce(service: &RunningService) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", service.base_url())?;
    out.flush()
}

#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a signal to wait for, run until the process is ended.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
