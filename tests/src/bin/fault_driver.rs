//! The process that the tests of faults kill, starve and lead astray.
#![allow(clippy::print_stdout, reason = "its lines are what the tests read")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use tests::faults::{canary, day, disk, driver, kills, paused};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Starts, changes and polls until it is killed.
    Churn {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        url: String,
        #[arg(long)]
        seed: u64,
    },
    /// Starts one monitor and says what came of it.
    Once {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        url: String,
        /// For connecting, in seconds.
        #[arg(long, default_value_t = 30)]
        patience: u64,
    },
    /// Opens the record and says how that went.
    Open {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        url: String,
    },
    /// Fills its disk and makes room again.
    Fill {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        url: String,
    },
    /// Fills its disk while a start is on its way.
    FillWhileSending {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        url: String,
    },
    /// Looks at its monitors until it is killed, by a clock that is moved.
    Watch {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        url: String,
    },
    /// Does everything once, logs everything, and says everything that the window would be told.
    Canary {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        url: String,
    },
    /// Lives through virtual time.
    Day {
        #[arg(long)]
        monitors: u32,
        #[arg(long)]
        workspaces: u32,
        #[arg(long)]
        hours: u32,
    },
    /// Kills another one of these again and again, and looks what is left.
    Kills {
        #[arg(long)]
        kills: u32,
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[tokio::main]
async fn churn_like(what: What) {
    match what {
        What::Churn { folder, url, seed } => driver::churn(&folder, &url, seed).await,
        What::Once {
            folder,
            url,
            patience,
        } => {
            let patience = Duration::from_secs(patience);
            println!("{}", driver::once(&folder, &url, patience).await);
        }
        What::Open { folder, url } => println!("{}", driver::open(&folder, &url).await),
        What::Fill { folder, url } => println!("{}", disk::fill(&folder, &url).await),
        What::FillWhileSending { folder, url } => {
            println!("{}", disk::fill_while_sending(&folder, &url).await);
        }
        What::Watch { folder, url } => paused::watch(&folder, &url).await,
        What::Canary { folder, url } => canary::live(&folder, &url).await,
        What::Day { .. } | What::Kills { .. } => {}
    }
}

fn main() -> ExitCode {
    match Arguments::parse().what {
        What::Kills { kills, seed } => long_kill_test(kills, seed),
        What::Day {
            monitors,
            workspaces,
            hours,
        } => long_day(&day::Plan {
            monitors,
            workspaces,
            hours,
        }),
        what => {
            churn_like(what);
            ExitCode::SUCCESS
        }
    }
}

/// Its last line is what `cargo xtask faults` promises.
fn long_day(plan: &day::Plan) -> ExitCode {
    let report = day::live(plan);
    println!("{report}");
    if report.holds() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn long_kill_test(kills: u32, seed: u64) -> ExitCode {
    let driver = driver::beside();
    let tally = kills::run(&kills::Plan { driver, kills, seed });
    for line in tally.findings() {
        println!("  {line}");
    }
    println!("{}\n{tally}", tally.met());
    if tally.is_sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
