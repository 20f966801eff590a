//! One command after the other, said aloud.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Instant;

/// Why a developer command stops, in a sentence for the developer.
#[derive(Debug)]
pub(crate) struct Trouble(String);

impl Trouble {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

/// A command to be run and reported.
pub(crate) struct Step {
    name: String,
    command: Command,
}

impl Step {
    /// `line` is split at blanks: no argument of ours has one.
    pub(crate) fn new(line: &str, folder: &Path) -> Self {
        let mut words = line.split_whitespace();
        let mut command = match words.next().unwrap_or_default() {
            "cargo" => xtask::cargo::command(),
            program => Command::new(program),
        };
        command.args(words).current_dir(folder);
        Self {
            name: line.to_owned(),
            command,
        }
    }

    pub(crate) fn arguments<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        for argument in arguments {
            self.name = format!("{} {argument}", self.name);
            self.command.arg(argument);
        }
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Runs it with its output on the terminal.
    pub(crate) fn run(mut self) -> Result<(), Trouble> {
        println!("\n$ {}", self.name);
        let start = Instant::now();
        let status = self
            .command
            .status()
            .map_err(|error| cannot_start(&self.name, &error))?;
        if !status.success() {
            return Err(Trouble::new(format!("`{}` failed ({status}).", self.name)));
        }
        println!("  done in {:.1} s", start.elapsed().as_secs_f64());
        Ok(())
    }

    /// Runs it silently and gives back what it said.
    pub(crate) fn output(mut self) -> Result<Output, Trouble> {
        self.command
            .stdin(Stdio::null())
            .output()
            .map_err(|error| cannot_start(&self.name, &error))
    }

    /// Says its name and hands the command over.
    pub(crate) fn announce(self) -> Command {
        println!("\n$ {}", self.name);
        self.command
    }
}

pub(crate) fn cannot_start(name: &str, error: &io::Error) -> Trouble {
    Trouble::new(format!("`{name}` could not be started: {error}."))
}
