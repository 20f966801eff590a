use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use file_rotate::compression::Compression;
use file_rotate::suffix::AppendCount;
use file_rotate::{ContentLimit, FileRotate};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Bytes in a file of the log; about a week of calm days.
const FILE_MAX: usize = 1 << 20;
/// Full files that are kept beside the one that is written.
const KEPT: usize = 3;

type Rotating = FileRotate<AppendCount>;

/// The log's file, once the data folder is known.
static FILE: OnceLock<Mutex<Rotating>> = OnceLock::new();

/// Writes logs to standard error, and to a file from [`keep_in`] on; `RUST_LOG` says how much. Spans and
/// events name what happened, never what a person typed.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,zbus=warn"));
    let screen = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let file = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(|| ToFile);
    // A second subscriber, such as a test's, stays in place.
    let _ = tracing_subscriber::registry()
        .with(filter)
        .with(screen)
        .with(file)
        .try_init();
}

/// Keeps the log in `logs` inside this folder, at most four megabytes of it.
pub(crate) fn keep_in(folder: &Path) {
    let folder = folder.join("logs");
    // Without the folder there is only standard error; an app that cannot write says so soon enough.
    if std::fs::create_dir_all(&folder).is_ok() {
        FILE.get_or_init(|| Mutex::new(rotating(&folder.join("feedwatch.log"), FILE_MAX)));
    }
}

fn rotating(file: &Path, most: usize) -> Rotating {
    FileRotate::new(
        file,
        AppendCount::new(KEPT),
        ContentLimit::BytesSurpassed(most),
        Compression::None,
        None,
    )
}

/// One line goes to the file as a whole.
struct ToFile;

impl Write for ToFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Some(file) = FILE.get() {
            file.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .write_all(line)?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_keeps_its_newest_lines_and_never_grows_past_its_bounds() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = rotating(&folder.path().join("feedwatch.log"), 1_000);
        for number in 0..1_000 {
            writeln!(log, "line {number:04} of a very talkative program").unwrap();
        }
        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
        assert_eq!(files.len(), KEPT + 1);
        let bytes: u64 = files.iter().map(|file| file.metadata().unwrap().len()).sum();
        assert!(bytes < 4 * 1_100, "{bytes} bytes");
        let newest = std::fs::read_to_string(folder.path().join("feedwatch.log")).unwrap();
        let before = std::fs::read_to_string(folder.path().join("feedwatch.log.1")).unwrap();
        assert!((before + &newest).contains("line 0999"));
    }
}
