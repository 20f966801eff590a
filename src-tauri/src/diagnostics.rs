//! A text a person can copy into a message: what is needed to help them, and nothing that is theirs.

use monitoring::Monitoring;
use monitoring::view::{Connection, Problem};

/// Versions, counts and states; no key, no name, no target, no address.
pub(crate) async fn text(monitoring: &Monitoring) -> Result<String, Problem> {
    let mut lines = vec![
        format!("Feedwatch {}", env!("CARGO_PKG_VERSION")),
        format!("System {} {}", std::env::consts::OS, std::env::consts::ARCH),
        format!(
            "Web view {}",
            tauri::webview_version().unwrap_or_else(|_| "unknown".to_owned())
        ),
    ];
    for (index, workspace) in monitoring.workspaces().await?.iter().enumerate() {
        let key = if workspace.key.is_some() {
            "with key"
        } else {
            "without key"
        };
        let connection = match workspace.connection {
            Connection::NotAsked => "not asked yet".to_owned(),
            Connection::Answered { .. } => "answered".to_owned(),
            Connection::Trouble { code, .. } => format!("trouble: {code:?}"),
        };
        lines.push(format!(
            "Workspace {}: {}, {key}, {} monitors, {} need attention, {connection}",
            index + 1,
            workspace.service.as_str(),
            workspace.monitors,
            workspace.attention,
        ));
    }
    Ok(lines.join("\n"))
}
