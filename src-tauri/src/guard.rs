//! The window shows the app's own pages and nothing else.

use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Url, Wry};

/// Refuses to lead the window anywhere else, whatever asks for it. New windows need no refusal: without a
/// handler for them the web view opens none.
pub(crate) fn plugin() -> TauriPlugin<Wry> {
    Builder::new("guard")
        .on_navigation(|_, url| {
            let own = is_own(url);
            if !own {
                tracing::warn!(scheme = url.scheme(), "the window was not led away");
            }
            own
        })
        .build()
}

/// The scheme of the app's pages on macOS and Linux, and its host on Windows.
fn is_own(url: &Url) -> bool {
    let host = url.host_str();
    (url.scheme() == "tauri" && host == Some("localhost"))
        || (matches!(url.scheme(), "http" | "https")
            && host == Some("tauri.localhost")
            && url.port().is_none())
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn only_the_pages_of_the_app_are_shown() {
        for own in [
            "tauri://localhost/",
            "tauri://localhost/index.html#x",
            "http://tauri.localhost/",
        ] {
            assert!(is_own(&own.parse().unwrap()), "{own}");
        }
        for other in [
            "https://example.org/",
            "http://localhost/",
            "http://tauri.localhost.example.org/",
            "http://tauri.localhost:8080/",
            "tauri://elsewhere/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
            "javascript:1",
        ] {
            assert!(!is_own(&other.parse().unwrap()), "{other}");
        }
    }
}
