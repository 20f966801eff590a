use tracing_subscriber::EnvFilter;

/// Writes logs to standard error; `RUST_LOG` says how much. Spans and events name what happened,
/// never what a person typed.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,zbus=warn"));
    // A second subscriber, such as a test's, stays in place.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
