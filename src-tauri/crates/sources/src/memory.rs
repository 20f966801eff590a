use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::{BoxFuture, ready};

use crate::SourceFailure;

/// What a source remembered could not be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what a source remembers could not be read or written")]
pub struct MemoryLost;

impl From<MemoryLost> for SourceFailure {
    fn from(_: MemoryLost) -> Self {
        Self::OwnRecord
    }
}

/// Where sources keep what must outlive a restart: which run was paid for, what a key has used.
/// Whoever runs the sources brings it. A write that was answered survives a crash.
pub trait Memory: fmt::Debug + Send + Sync {
    /// The value kept under this name.
    fn recall(&self, name: String) -> BoxFuture<'_, Result<Option<String>, MemoryLost>>;

    /// Keeps a value under this name, or nothing.
    fn keep(&self, name: String, value: Option<String>) -> BoxFuture<'_, Result<(), MemoryLost>>;

    /// Adds to the number under this name, as one step, and gives the sum.
    fn count(&self, name: String, by: u32) -> BoxFuture<'_, Result<u64, MemoryLost>>;
}

/// Memory that ends with the process, for tests and for trying a key.
#[derive(Debug, Clone, Default)]
pub struct ThisRun(Arc<Mutex<HashMap<String, String>>>);

impl ThisRun {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<String, String>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Memory for ThisRun {
    fn recall(&self, name: String) -> BoxFuture<'_, Result<Option<String>, MemoryLost>> {
        Box::pin(ready(Ok(self.with(|all| all.get(&name).cloned()))))
    }

    fn keep(&self, name: String, value: Option<String>) -> BoxFuture<'_, Result<(), MemoryLost>> {
        self.with(|all| match value {
            Some(value) => all.insert(name, value),
            None => all.remove(&name),
        });
        Box::pin(ready(Ok(())))
    }

    fn count(&self, name: String, by: u32) -> BoxFuture<'_, Result<u64, MemoryLost>> {
        let sum = self.with(|all| {
            let sum = number(all.get(&name)) + u64::from(by);
            all.insert(name, sum.to_string());
            sum
        });
        Box::pin(ready(Ok(sum)))
    }
}

/// A number as [`Memory`] keeps it; nothing kept is 0.
pub(crate) fn number(kept: Option<&String>) -> u64 {
    kept.and_then(|text| text.parse().ok()).unwrap_or(0)
}
