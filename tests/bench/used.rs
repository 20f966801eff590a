//! What a process used, as the system counts it.

use std::fs;

/// What a process used since its start.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Used {
    pub(crate) cpu_ms: f64,
    /// Times that one of its threads slept and was woken.
    pub(crate) wakes: f64,
}

impl Used {
    pub(crate) fn of(process: u32) -> Self {
        // A process that just went has no tasks.
        let tasks = fs::read_dir(format!("/proc/{process}/task"));
        let mut used = Self::default();
        for task in tasks.into_iter().flatten().flatten() {
            // A thread may end while it is looked at; what it used is then gone.
            let schedule = fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
            let nanos = schedule
                .split_whitespace()
                .next()
                .and_then(|text| text.parse::<f64>().ok());
            used.cpu_ms += nanos.unwrap_or(0.0) / 1e6;
            let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
            let count = status
                .lines()
                .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            used.wakes += count
                .and_then(|text| text.trim().parse::<f64>().ok())
                .unwrap_or(0.0);
        }
        used
    }

    pub(crate) fn since(self, before: Self) -> Self {
        Self {
            cpu_ms: self.cpu_ms - before.cpu_ms,
            wakes: self.wakes - before.wakes,
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            cpu_ms: self.cpu_ms + other.cpu_ms,
            wakes: self.wakes + other.wakes,
        }
    }
}
