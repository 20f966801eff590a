//! A screen, a message bus, a key store, a window manager and a notification daemon that belong to one
//! run alone and end with it.

mod environment;
mod error;
mod group;
mod shot;
mod start;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub use error::DesktopError;
pub use group::ProcessGroup;

/// What a desktop has for keeping secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyStore {
    /// An unlocked one, which the bus starts again where it ends.
    #[default]
    Unlocked,
    /// An unlocked one that nobody starts again.
    Mortal,
    /// None, and nothing that could be started.
    Missing,
}

/// A running desktop. Dropping it ends everything that was started on it.
#[derive(Debug)]
pub struct Desktop {
    environment: Vec<(&'static str, OsString)>,
    logs: PathBuf,
    key_store: Option<ProcessGroup>,
    // Ended in this order: clients before the bus, the bus before the screen.
    _clients: Vec<ProcessGroup>,
    _bus: ProcessGroup,
    _screen: ProcessGroup,
    // Sockets live here: a short path, since a socket's name may have 108 bytes at most.
    runtime: TempDir,
}

impl Desktop {
    /// Starts a desktop of 1280 × 900 whose home is `home` and whose parts write their logs to `logs`.
    /// It is ready when this returns, mostly in a third of a second.
    ///
    /// # Errors
    /// A program that is missing or did not come up in time, with its log.
    pub fn start(home: &Path, logs: &Path) -> Result<Self, DesktopError> {
        Self::start_with(home, logs, KeyStore::default())
    }

    /// As [`Self::start`], with this for keeping secrets.
    ///
    /// # Errors
    /// As there.
    pub fn start_with(home: &Path, logs: &Path, key_store: KeyStore) -> Result<Self, DesktopError> {
        start::start(home, logs, key_store)
    }

    /// Ends the key store in the middle of its work.
    pub fn kill_key_store(&mut self) {
        self.key_store = None;
    }

    /// The address of the message bus.
    pub fn bus_address(&self) -> String {
        let named = self.environment.iter().find(|(name, _)| *name == start::BUS);
        named
            .map(|(_, address)| address.to_string_lossy().into_owned())
            .unwrap_or_default()
    }

    /// A command that runs on this desktop, in a process group of its own once it is spawned by
    /// [`ProcessGroup::spawn`].
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        environment::command(program, &self.environment)
    }

    /// Where the parts of this desktop write their logs.
    pub fn logs(&self) -> &Path {
        &self.logs
    }

    /// Where its sockets live.
    pub fn runtime(&self) -> &Path {
        self.runtime.path()
    }

    /// Whether somebody owns this name on the bus.
    ///
    /// # Errors
    /// `dbus-send` cannot be run.
    pub fn owns_name(&self, name: &str) -> io::Result<bool> {
        start::owns_name(&self.environment, name)
    }

    /// Saves what the whole screen shows as a PNG.
    ///
    /// # Errors
    /// ImageMagick's `import` is missing or failed.
    pub fn save_screen(&self, file: &Path) -> io::Result<()> {
        shot::save(self, file)
    }

    /// Whether something is painted in the middle of the screen: more than the flat ground of an empty
    /// window.
    ///
    /// # Errors
    /// The memory of the screen cannot be read.
    pub fn shows_something(&self) -> io::Result<bool> {
        shot::middle_has_more_colours(self, shot::COLOURS_OF_AN_EMPTY_WINDOW)
    }

    /// Whether words can be read there.
    ///
    /// # Errors
    /// As above.
    pub fn shows_words(&self) -> io::Result<bool> {
        shot::middle_has_more_colours(self, shot::COLOURS_WITHOUT_TEXT)
    }

    fn output(&self, program: &str, arguments: &[&str]) -> io::Result<Output> {
        self.command(program).args(arguments).output()
    }
}
