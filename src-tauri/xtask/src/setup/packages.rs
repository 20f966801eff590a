//! The system packages on Linux: how each is recognised, and why it is needed.

use std::path::Path;
use std::process::{Command, Stdio};

use super::For;

/// How a package shows that it is there, whatever installed it.
pub(super) enum Sign {
    /// A program in the search path.
    Program(&'static str),
    /// A library known to pkg-config.
    Library(&'static str),
    /// A module that Python finds.
    PythonModule(&'static str),
    /// At least one file below this folder.
    Files(&'static str),
}

pub(super) struct Package {
    /// Its name on Debian and Ubuntu.
    pub(super) debian: &'static str,
    pub(super) sign: Sign,
    pub(super) purpose: For,
    pub(super) why: &'static str,
}

const fn package(debian: &'static str, sign: Sign, purpose: For, why: &'static str) -> Package {
    Package {
        debian,
        sign,
        purpose,
        why,
    }
}

pub(super) const PACKAGES: [Package; 21] = [
    package(
        "build-essential",
        Sign::Program("cc"),
        For::Building,
        "compiles SQLite and links",
    ),
    package(
        "pkg-config",
        Sign::Program("pkg-config"),
        For::Building,
        "finds the system's libraries",
    ),
    package(
        "libwebkit2gtk-4.1-dev",
        Sign::Library("webkit2gtk-4.1"),
        For::Building,
        "is the window's web view; brings GTK 3, libsoup 3 and D-Bus",
    ),
    package(
        "libdbus-1-dev",
        Sign::Library("dbus-1"),
        For::Building,
        "is what the window toolkit links to",
    ),
    package(
        "xvfb",
        Sign::Program("Xvfb"),
        For::VirtualDesktop,
        "is a screen in memory",
    ),
    package(
        "openbox",
        Sign::Program("openbox"),
        For::VirtualDesktop,
        "places windows on it",
    ),
    package(
        "dbus-daemon",
        Sign::Program("dbus-daemon"),
        For::VirtualDesktop,
        "is a message bus of its own",
    ),
    package(
        "dbus-bin",
        Sign::Program("dbus-monitor"),
        For::VirtualDesktop,
        "asks and watches that bus",
    ),
    package(
        "dunst",
        Sign::Program("dunst"),
        For::VirtualDesktop,
        "shows notifications",
    ),
    package(
        "gnome-keyring",
        Sign::Program("gnome-keyring-daemon"),
        For::VirtualDesktop,
        "keeps the API key",
    ),
    package(
        "imagemagick",
        Sign::Program("import"),
        For::VirtualDesktop,
        "takes screenshots",
    ),
    package(
        "fonts-dejavu-core",
        Sign::Files("/usr/share/fonts"),
        For::VirtualDesktop,
        "has letters to draw",
    ),
    package(
        "webkit2gtk-driver",
        Sign::Program("WebKitWebDriver"),
        For::Test,
        "drives the real window",
    ),
    package(
        "libsecret-tools",
        Sign::Program("secret-tool"),
        For::Test,
        "looks into the key store",
    ),
    package(
        "wmctrl",
        Sign::Program("wmctrl"),
        For::Test,
        "closes windows and says where they are",
    ),
    package(
        "curl",
        Sign::Program("curl"),
        For::Test,
        "sends the reference's own examples",
    ),
    package(
        "python3-openpyxl",
        Sign::PythonModule("openpyxl"),
        For::Test,
        "reads exported workbooks back, as another program would",
    ),
    package(
        "mmdebstrap",
        Sign::Program("mmdebstrap"),
        For::Packaging,
        "makes a clean system",
    ),
    package(
        "desktop-file-utils",
        Sign::Program("desktop-file-validate"),
        For::Packaging,
        "checks the entry in the menu",
    ),
    package(
        "appstream",
        Sign::Program("appstreamcli"),
        For::Packaging,
        "checks what software centres show",
    ),
    package(
        "chromium",
        Sign::Program("chromium"),
        For::Pictures,
        "draws the pictures, with axe on each",
    ),
];

/// The packages for this purpose that show no sign of being there.
pub(super) fn missing(purpose: For) -> Vec<&'static Package> {
    PACKAGES
        .iter()
        .filter(|package| package.purpose <= purpose && !is_there(&package.sign))
        .collect()
}

fn is_there(sign: &Sign) -> bool {
    match sign {
        Sign::Program(name) => finds_program(name),
        Sign::Library(name) => succeeds("pkg-config", &["--exists", name]),
        Sign::PythonModule(name) => succeeds("python3", &["-c", &format!("import {name}")]),
        Sign::Files(folder) => has_a_file(Path::new(folder)),
    }
}

pub(super) fn finds_program(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}

pub(super) fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn has_a_file(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries
        .flatten()
        .map(|entry| entry.path())
        .any(|path| path.is_file() || has_a_file(&path))
}

impl Sign {
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Program(name) => format!("the program `{name}`"),
            Self::Library(name) => format!("the library `{name}` with its header files"),
            Self::PythonModule(name) => format!("Python 3 with its module `{name}`"),
            Self::Files(folder) => format!("at least one font in {folder}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_recognised_and_what_is_not_is_missing() {
        assert!(is_there(&Sign::Program("cargo")));
        assert!(!is_there(&Sign::Program("no-such-program-anywhere")));
        assert!(!is_there(&Sign::Library("no-such-library-anywhere")));
        assert!(!is_there(&Sign::PythonModule("no_such_module_anywhere")));
        assert!(!is_there(&Sign::Files("/no-such-folder")));
    }

    #[test]
    fn testing_needs_all_that_building_needs() {
        let wanted = |purpose| {
            PACKAGES
                .iter()
                .filter(move |package| package.purpose <= purpose)
                .count()
        };
        assert!(wanted(For::Building) < wanted(For::VirtualDesktop));
        assert!(wanted(For::VirtualDesktop) < wanted(For::Test));
        assert_eq!(wanted(For::Pictures), PACKAGES.len());
    }
}
