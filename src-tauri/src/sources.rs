//! The sources of the service in this app: where the window's keys and choices reach them.

use std::sync::{Arc, OnceLock};

use contract::{Platform, TargetKind};
use local_service::{Availability, Collects, SourcesHandle};

/// The sources, as soon as the service runs. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct SourceRoom(Arc<OnceLock<SourcesHandle>>);

impl SourceRoom {
    /// The service runs.
    pub(crate) fn opened(&self, sources: SourcesHandle) {
        // A service is started once in a run of the app.
        let _ = self.0.set(sources);
    }

    /// Whether this can be collected now; none while the service does not run.
    pub(crate) fn availability(
        &self,
        collects: Collects,
        platform: Platform,
        kind: TargetKind,
        value: &str,
    ) -> Option<Availability> {
        let sources = self.0.get()?;
        Some(sources.availability(collects, platform, kind, value))
    }
}
