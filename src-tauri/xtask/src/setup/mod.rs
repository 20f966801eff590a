//! Finds what is missing for building, running and testing, and installs it where it can.

mod machine;
mod node;
mod packages;

use crate::repo::Repo;
use crate::step::Trouble;

/// What the machine is to be made ready for; each includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum For {
    /// Compiling everything.
    Building,
    /// A window without a screen.
    VirtualDesktop,
    /// All tests.
    Test,
    /// Trying a package in a clean system.
    Packaging,
    /// Pictures of every place.
    Pictures,
}

/// Makes the machine ready, or says exactly what somebody has to install.
pub(crate) fn setup(repo: &Repo, purpose: For) -> Result<(), Trouble> {
    if cfg!(target_os = "linux") {
        machine::make_ready(repo, purpose)?;
    }
    node::make_ready(repo)
}
