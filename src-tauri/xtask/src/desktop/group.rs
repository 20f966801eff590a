use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::DesktopError;

/// How long a process gets between being asked to end and being ended.
const GRACE: Duration = Duration::from_secs(3);
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// A process and all its descendants, ended together when this is dropped.
#[derive(Debug)]
pub struct ProcessGroup {
    child: Child,
    group: Pid,
}

impl ProcessGroup {
    /// Starts a command as the leader of a new process group.
    ///
    /// # Errors
    /// The program cannot be started.
    pub fn spawn(command: &mut Command) -> Result<Self, DesktopError> {
        let child = command
            .process_group(0)
            .spawn()
            .map_err(|error| DesktopError::Program {
                program: command.get_program().to_string_lossy().into_owned(),
                error,
            })?;
        let group = Pid::from_child(&child);
        Ok(Self { child, group })
    }

    /// The leader, for its pipes.
    pub fn leader(&mut self) -> &mut Child {
        &mut self.child
    }

    /// How the leader ended, if it has.
    ///
    /// # Errors
    /// The system cannot tell.
    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Asks the whole group to end, waits a few seconds, then ends what is left of it.
    pub fn stop(&mut self) {
        // An error here means that the group is gone already.
        let _ = kill_process_group(self.group, Signal::TERM);
        self.wait_for_leader(GRACE);
        let _ = kill_process_group(self.group, Signal::KILL);
        let _ = self.child.wait();
    }

    fn wait_for_leader(&mut self, limit: Duration) {
        let deadline = Instant::now() + limit;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(LOOK_EVERY);
        }
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        self.stop();
    }
}
