//! Figures, each beside a control that is measured in the same run on the same machine: a ratio says
//! something on any machine, a time only on one. Run by `cargo xtask bench [names]`.
//!
//! A figure that falls short is printed as it is; what limits it is said in the closing note.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a bench tells what it finds, and one that cannot be set up has nothing to measure"
)]

mod house;
mod loopback;
mod news;
mod polling;
mod posts;
mod record;
mod report;
#[cfg(target_os = "linux")]
mod resting;
mod sample;
#[cfg(target_os = "linux")]
mod used;
#[cfg(target_os = "linux")]
mod window;
mod window_scale;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use report::{Figure, Report};

/// What measures some figures.
type Measure = fn() -> Vec<Figure>;

/// Every room of figures, in the order of the table. A new one is a module here and a line below; what
/// needs the window has the line after the others, since it starts the app.
const ROOMS: &[(&str, Measure)] = &[
    ("polling", polling::figures),
    ("news", news::figures),
    ("record", record::figures),
    ("posts", posts::figures),
    #[cfg(target_os = "linux")]
    ("resting", resting::figures),
    #[cfg(target_os = "linux")]
    ("window", window::figures),
    ("window_scale", window_scale::figures),
];

#[derive(Parser)]
struct Arguments {
    /// Only rooms whose name contains one of these; all where none is named.
    names: Vec<String>,
    /// Where the report goes.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Given by `cargo bench`; means nothing here.
    #[arg(long, hide = true)]
    bench: bool,
    /// Rests with so many monitors and says what that cost: what `resting` starts as a process of its own.
    #[arg(long, hide = true)]
    rest: Option<u32>,
    /// Keeps the key of the seeded workspace: what `window` starts on the app's desktop.
    #[arg(long, hide = true)]
    keep_key: bool,
    /// Brings this file in and says how much memory that took: what `posts` starts as a process of its own.
    #[arg(long, hide = true)]
    bring: Option<PathBuf>,
    /// The service of that process.
    #[arg(long, hide = true, default_value = "")]
    url: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // The controls ask by bare clients, before ours chose a provider.
    drop(rustls::crypto::ring::default_provider().install_default());
    #[cfg(target_os = "linux")]
    if let Some(count) = arguments.rest {
        resting::rest(count, &arguments.url);
        return ExitCode::SUCCESS;
    }
    #[cfg(target_os = "linux")]
    if arguments.keep_key {
        window::keep_key();
        return ExitCode::SUCCESS;
    }
    #[cfg(target_os = "linux")]
    if let Some(file) = &arguments.bring {
        posts::bring_and_tell(file);
        return ExitCode::SUCCESS;
    }
    let wanted = |room: &str| {
        arguments.names.is_empty() || arguments.names.iter().any(|name| room.contains(name.as_str()))
    };
    let mut report = Report::default();
    let mut broken = Vec::new();
    for (room, measure) in ROOMS.iter().filter(|(room, _)| wanted(room)) {
        println!("measuring {room} …");
        // What one room found is not lost with another that finds nothing to measure.
        match std::panic::catch_unwind(measure) {
            Ok(figures) => report.add(figures),
            Err(_) => broken.push(*room),
        }
        if let Some(file) = &arguments.report {
            report.save(file);
        }
    }
    println!("\n{report}");
    if let Some(file) = &arguments.report {
        println!("\nWritten to {}", file.display());
    }
    if !broken.is_empty() {
        println!("\nThese rooms found nothing to measure: {}", broken.join(", "));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
