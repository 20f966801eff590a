//! A system with nothing on it but what the package asks for: installed, started, removed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use xtask::desktop::{Desktop, ProcessGroup};

use crate::repo::Repo;
use crate::step::Trouble;

/// Longest wait for the window to paint.
const FIRST_PAINT: Duration = Duration::from_secs(90);
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// What the installed app is started by: the system's own processes and devices, the screen's and the
/// bus's sockets, and nothing else of this machine. All mounts end with it.
const START: &str = r#"set -e
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mkdir -p "$1/tmp/.X11-unix" "$1$2" "$1/tmp/person"
mount --bind /tmp/.X11-unix "$1/tmp/.X11-unix"
mount --bind "$2" "$1$2"
export HOME=/tmp/person XDG_DATA_HOME=/tmp/person/data XDG_CONFIG_HOME=/tmp/person/config XDG_CACHE_HOME=/tmp/person/cache
exec chroot "$1" /usr/bin/feedwatch
"#;

pub(super) fn try_out(repo: &Repo, deb: &Path) -> Result<(), Trouble> {
    let place = repo.target().join("package");
    fs::create_dir_all(&place)?;
    // In the system's temporary folder: the sandbox of the package manager reads it from there.
    let root = tempfile::Builder::new().prefix("feedwatch-clean").tempdir()?;
    let system = System {
        repo,
        root: root.path(),
    };
    system.make()?;
    let before = system.traces()?;
    system.install(deb)?;
    system.start(&place)?;
    system.remove()?;
    let left: Vec<_> = system.traces()?.difference(&before).cloned().collect();
    if !left.is_empty() {
        let names: Vec<_> = left.iter().map(|path| path.display().to_string()).collect();
        return Err(Trouble::new(format!(
            "Removing the package left {}.",
            names.join(", ")
        )));
    }
    println!("\nInstalled, started and removed without a trace.");
    Ok(())
}

struct System<'a> {
    repo: &'a Repo,
    root: &'a Path,
}

impl System<'_> {
    fn make(&self) -> Result<(), Trouble> {
        let release = fs::read_to_string("/etc/os-release")?;
        let suite = release
            .lines()
            .find_map(|line| line.strip_prefix("VERSION_CODENAME="))
            .ok_or_else(|| Trouble::new("This system does not say which Debian it is."))?;
        let root = self.root.display().to_string();
        // Ubuntu keeps a part of what the web view needs outside its main component.
        let components = if release.lines().any(|line| line == "ID=ubuntu") {
            "--components=main,universe"
        } else {
            "--components=main"
        };
        self.repo
            // The lists stay: the package's own needs are looked up in them.
            .step(&format!(
                "mmdebstrap --quiet --variant=apt --skip=cleanup/apt/lists {components}"
            ))
            .arguments([suite, root.as_str()])
            .run()
    }

    fn within(&self, line: &str) -> Result<(), Trouble> {
        let root = self.root.display();
        self.repo
            .step(&format!("chroot {root} {line}"))
            .env("DEBIAN_FRONTEND", "noninteractive")
            .run()
    }

    /// By the package manager, so that what the package says it depends on is all there is.
    fn install(&self, deb: &Path) -> Result<(), Trouble> {
        fs::copy(deb, self.root.join("tmp").join("feedwatch.deb"))?;
        // What finds the hosts that packages come from.
        for name in ["etc/resolv.conf", "etc/hosts"] {
            fs::copy(Path::new("/").join(name), self.root.join(name))?;
        }
        self.within("apt-get -q install -y --no-install-recommends /tmp/feedwatch.deb")
    }

    fn start(&self, place: &Path) -> Result<(), Trouble> {
        let told = |error: &dyn std::fmt::Display| Trouble::new(error.to_string());
        let desktop =
            Desktop::start(&place.join("home"), &place.join("logs")).map_err(|error| told(&error))?;
        let log = place.join("logs").join("feedwatch.log");
        let mut command = desktop.command("unshare");
        command
            .args(["--mount", "sh", "-c", START, "sh"])
            .arg(self.root)
            .arg(desktop.runtime())
            .stdout(fs::File::create(&log)?)
            .stderr(fs::File::options().append(true).open(&log)?);
        println!("\n$ feedwatch, in the clean system");
        let mut app = ProcessGroup::spawn(&mut command).map_err(|error| told(&error))?;
        wait_for_paint(&desktop, &mut app, &log)?;
        let shot = place.join("clean-system.png");
        desktop.save_screen(&shot)?;
        println!("  painted. Screenshot: {}", shot.display());
        Ok(())
    }

    fn remove(&self) -> Result<(), Trouble> {
        self.within("apt-get -q purge -y feedwatch")
    }

    /// Files of the system that bear the app's name.
    fn traces(&self) -> Result<BTreeSet<PathBuf>, Trouble> {
        let mut found = BTreeSet::new();
        for folder in ["etc", "opt", "usr", "var/lib"] {
            bearing_the_name(&self.root.join(folder), &mut found)?;
        }
        Ok(found)
    }
}

fn bearing_the_name(folder: &Path, found: &mut BTreeSet<PathBuf>) -> Result<(), Trouble> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if name.contains("feedwatch") {
            found.insert(entry.path());
        } else if entry.file_type()?.is_dir() {
            bearing_the_name(&entry.path(), found)?;
        }
    }
    Ok(())
}

fn wait_for_paint(desktop: &Desktop, app: &mut ProcessGroup, log: &Path) -> Result<(), Trouble> {
    let deadline = Instant::now() + FIRST_PAINT;
    while !desktop.shows_words()? {
        let ended = app.ended()?;
        if ended.is_some() || Instant::now() > deadline {
            let said = fs::read_to_string(log).unwrap_or_default();
            return Err(Trouble::new(format!("The installed app did not paint.\n{said}")));
        }
        thread::sleep(LOOK_EVERY);
    }
    thread::sleep(Duration::from_secs(2));
    Ok(())
}
