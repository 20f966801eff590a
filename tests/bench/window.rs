//! What the window costs with 500 monitors behind it, beside an empty window of the same web view: built in
//! the same profile, started on a desktop of its own. Where no graphics card renders, ours draws without one,
//! as it does for people, and the empty window, which is Tauri's and nothing else, emulates one.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use contract::UnixMillis;
use keychain::{ApiKey, Keep, KeyRef, Keychain};
use tempfile::TempDir;
use tests::binaries::built;
use tests::faults::session::KEY;
use tests::window::identifier;
use xtask::desktop::{Desktop, ProcessGroup};

use crate::house::{Plan, furnish};
use crate::loopback::Loopback;
use crate::report::{Figure, Goal};
use crate::sample::{median, millis};
use crate::used::Used;

const MONITORS: u32 = 500;
const STARTS: usize = 7;
/// What a start does is over by then.
const SETTLE: Duration = Duration::from_secs(45);
const WATCH: Duration = Duration::from_secs(60);
const FIRST_PAINT: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(2);
/// Stands in the environment of every process of a program, so that those of its web view are found too.
const MARK: &str = "FEEDWATCH_DATA_DIR";
const MEBIBYTE: f64 = 1_048_576.0;

pub(crate) fn figures() -> Vec<Figure> {
    let mut figures = package();
    if !built("feedwatch").is_file() || !built("empty-window").is_file() {
        println!("  the window was not built; `cargo xtask bench window` builds it");
        return figures;
    }
    let service = Loopback::start(|_, _| "processing");
    service.offer_list(MONITORS.into());
    let (ours, empty) = (
        Place::new("feedwatch", furnish(&Plan::at_rest(service.url(), MONITORS)).0),
        Place::new("empty-window", tempfile::tempdir().unwrap()),
    );
    ours.keep_key();
    figures.extend(first_paint(&ours, &empty));
    figures.extend(at_rest(&ours, &empty));
    figures
}

/// In turn, so that whatever else the machine does meets both.
fn first_paint(ours: &Place, empty: &Place) -> [Figure; 2] {
    let (mut our_starts, mut empty_starts) = (Vec::new(), Vec::new());
    // The first start of each reads the program from the disk and fills the web view's caches.
    for turn in 0..=STARTS {
        // Each has ended before the other starts, or its first seconds would slow it down.
        let [our_start, empty_start] = [ours, empty].map(Place::start_and_end);
        if turn > 0 {
            our_starts.push(our_start);
            empty_starts.push(empty_start);
        }
    }
    let middle = |starts: &[Start], of: fn(&Start) -> Duration| {
        median(&starts.iter().map(|start| millis(of(start))).collect::<Vec<_>>())
    };
    let figure = |name, of, goal| {
        let name = format!("start to {name} with {MONITORS} monitors");
        Figure::new(
            name,
            "ms",
            middle(&our_starts, of),
            Some(middle(&empty_starts, of)),
            goal,
        )
    };
    [
        figure("first paint", |start| start.painted, Goal::RatioAtMost(1.3)),
        figure("the first words", |start| start.words, Goal::ToBeSeen),
    ]
}

fn at_rest(ours: &Place, empty: &Place) -> [Figure; 2] {
    // Each alone, as on a person's computer: of what two programs share, either would be said to hold half.
    let memory = [ours, empty].map(|place| {
        let running = place.start().0;
        sleep(SETTLE);
        let held = place.memory();
        drop(running);
        held
    });
    let running = [ours.start().0, empty.start().0];
    sleep(SETTLE);
    let before = [ours, empty].map(Place::used);
    sleep(WATCH);
    let after = [ours, empty].map(Place::used);
    drop(running);
    let cpu: [f64; 2] =
        std::array::from_fn(|index| after[index].since(before[index]).cpu_ms / WATCH.as_secs_f64());
    [
        Figure::new(
            format!("memory (PSS) of all processes, {MONITORS} monitors"),
            "MiB",
            memory[0],
            Some(memory[1]),
            Goal::RatioAtMost(1.5),
        ),
        Figure::new(
            format!("CPU of all processes at rest, {MONITORS} monitors"),
            "ms CPU per s",
            cpu[0],
            Some(cpu[1]),
            Goal::RatioAtMost(1.2),
        ),
    ]
}

/// The package, where one was made: `cargo xtask package` does.
fn package() -> Vec<Figure> {
    let folder = built("feedwatch").with_file_name("bundle").join("deb");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let debs = entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "deb"));
    // Proof: a file of some mebibytes is far from what a float cannot count.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let sizes = debs.filter_map(|deb| Some(deb.metadata().ok()?.len() as f64 / MEBIBYTE));
    sizes
        .map(|size| Figure::new("the .deb", "MiB", size, None, Goal::AtMost(20.0)))
        .collect()
}

/// Keeps the key that the seeded workspace asks for, in the key store of the desktop it is started on.
pub(crate) fn keep_key() {
    let keychain = Keychain::open(&identifier());
    let (name, key) = (KeyRef::parse("gen-test").unwrap(), ApiKey::parse(KEY).unwrap());
    keychain.put(name, key, UnixMillis(0), Keep::Stored).unwrap();
}

/// How long after its start a program painted something, and words.
struct Start {
    painted: Duration,
    words: Duration,
}

/// A program with a desktop and a data folder of its own.
struct Place {
    program: PathBuf,
    desktop: Desktop,
    data: TempDir,
    _home: TempDir,
}

impl Place {
    fn new(program: &str, data: TempDir) -> Self {
        let home = tempfile::Builder::new().prefix("fw-").tempdir().unwrap();
        let desktop = Desktop::start(&home.path().join("home"), &home.path().join("logs")).unwrap();
        Self {
            program: built(program),
            desktop,
            data,
            _home: home,
        }
    }

    fn keep_key(&self) {
        let mut keep = self.desktop.command(std::env::current_exe().unwrap());
        assert!(
            keep.arg("--keep-key").status().unwrap().success(),
            "the key store takes a key"
        );
    }

    /// Starts it and waits for its first picture and for its first words, and tells how long those took.
    fn start(&self) -> (ProcessGroup, Start) {
        let log = fs::File::create(self.desktop.logs().join("program.log")).unwrap();
        let mut command = self.desktop.command(&self.program);
        command
            .env(MARK, self.data.path())
            .stdin(std::process::Stdio::null());
        command.stdout(log.try_clone().unwrap()).stderr(log);
        self.wait(|desktop| !desktop.shows_something().unwrap());
        let begun = Instant::now();
        let group = ProcessGroup::spawn(&mut command).unwrap();
        self.wait(|desktop| desktop.shows_something().unwrap());
        let painted = begun.elapsed();
        self.wait(|desktop| desktop.shows_words().unwrap());
        let words = begun.elapsed();
        (group, Start { painted, words })
    }

    fn start_and_end(&self) -> Start {
        self.start().1
    }

    fn wait(&self, until: impl Fn(&Desktop) -> bool) {
        let deadline = Instant::now() + FIRST_PAINT;
        while !until(&self.desktop) {
            assert!(
                Instant::now() < deadline,
                "{} was not painted, or not taken away",
                self.program.display()
            );
            sleep(LOOK_EVERY);
        }
    }

    fn used(&self) -> Used {
        let processes = self.processes().into_iter();
        processes.fold(Used::default(), |sum, process| sum.and(Used::of(process)))
    }

    /// What all its processes hold, shared pages divided among those who share them.
    fn memory(&self) -> f64 {
        let kibibytes = |process: u32| -> Option<f64> {
            let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
            let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
            line.split_whitespace().next()?.parse().ok()
        };
        self.processes().into_iter().filter_map(kibibytes).sum::<f64>() / 1_024.0
    }

    fn processes(&self) -> Vec<u32> {
        let wanted = format!("{MARK}={}\0", self.data.path().display());
        let is_ours = |path: &Path| {
            fs::read(path.join("environ")).is_ok_and(|all| String::from_utf8_lossy(&all).contains(&wanted))
        };
        let entries = fs::read_dir("/proc").unwrap().flatten();
        let found = entries.map(|entry| entry.path()).filter(|path| is_ours(path));
        found
            .filter_map(|path| path.file_name()?.to_str()?.parse().ok())
            .collect()
    }
}
