//! A notification as the system has it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use monitoring::alerts::{Opens, Subject};
use notify_rust::Notification;
use tauri::AppHandle;

use crate::bridge::bring_forward;
use crate::events::emit;

/// The name by which Windows and macOS know the app.
#[cfg(not(target_os = "linux"))]
const APP: &str = "app.feedwatch.desktop";

/// What is kept of a notification to listen to it and to withdraw it.
#[cfg(target_os = "linux")]
type Held = Arc<notify_rust::NotificationHandle>;
/// Elsewhere the library offers neither in a way that can be shared between threads.
#[cfg(not(target_os = "linux"))]
type Held = ();

/// One that was handed over.
#[derive(Debug)]
pub(super) struct Handed {
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "nothing is held there"))]
    notification: Held,
    gone: Arc<AtomicBool>,
}

/// One that is shown, with what it stands for.
#[derive(Debug)]
pub(super) struct Shown {
    handed: Handed,
    lines: Vec<i64>,
    about: Vec<Subject>,
}

impl Shown {
    pub(super) fn new(handed: Handed, lines: Vec<i64>, about: Vec<Subject>) -> Self {
        Self { handed, lines, about }
    }

    /// Whether the person or the system closed it.
    pub(super) fn is_gone(&self) -> bool {
        self.handed.gone.load(Ordering::Relaxed)
    }

    /// Withdraws it where nothing of it is left; says whether it did.
    pub(super) fn withdraw_if_stale(&mut self, stale: &[Subject]) -> bool {
        self.about.retain(|subject| !stale.contains(subject));
        let empty = self.about.is_empty();
        if empty {
            self.handed.withdraw();
        }
        empty
    }

    /// Withdraws it where the person has seen all its lines in Activity; says whether it did.
    pub(super) fn withdraw_if_seen(&self, up_to: i64) -> bool {
        let seen = self.lines.iter().all(|line| *line <= up_to);
        if seen {
            self.handed.withdraw();
        }
        seen
    }
}

/// Gives a notification to the system; a click brings the window to what it opens.
pub(super) async fn hand_over(
    title: &str,
    body: &str,
    opens: Option<(&AppHandle, Opens)>,
) -> Result<Handed, String> {
    let notification = written(title, body, opens.is_some());
    let shown = tokio::task::spawn_blocking(move || notification.show().map(hold)).await;
    let notification = shown
        .map_err(|error| error.to_string())?
        .map_err(|error| error.to_string())?;
    let handed = Handed {
        notification,
        gone: Arc::default(),
    };
    if let Some((handle, opens)) = opens {
        handed.listen(handle.clone(), opens);
    }
    Ok(handed)
}

#[cfg(target_os = "linux")]
fn written(title: &str, body: &str, opens: bool) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("Feedwatch")
        .summary(title)
        // Some services read markup in the body; a reason from outside is text.
        .body(&escaped(body))
        .icon("feedwatch");
    if opens {
        // Services show no button for the default action; it is what a click means.
        notification.action("default", "Feedwatch");
    }
    notification
}

/// The systems know the app by the name that its installer gave it, and take its icon from there.
#[cfg(not(target_os = "linux"))]
fn written(title: &str, body: &str, _: bool) -> Notification {
    let mut notification = Notification::new();
    notification.summary(title).body(body);
    #[cfg(target_os = "windows")]
    notification.app_id(APP);
    #[cfg(target_os = "macos")]
    // Set already by an earlier one: the first stays.
    let _ = notify_rust::set_application(APP);
    notification
}

#[cfg(target_os = "linux")]
fn hold(shown: notify_rust::NotificationHandle) -> Held {
    Arc::new(shown)
}

#[cfg(not(target_os = "linux"))]
fn hold(_: notify_rust::NotificationHandle) -> Held {}

impl Handed {
    #[cfg(target_os = "linux")]
    fn listen(&self, handle: AppHandle, opens: Opens) {
        let (notification, gone) = (Arc::clone(&self.notification), Arc::clone(&self.gone));
        // Ends with the notification: closing it is an answer too.
        tokio::spawn(async move {
            let clicked = |response: &notify_rust::NotificationResponse| {
                gone.store(true, Ordering::Relaxed);
                if matches!(response, notify_rust::NotificationResponse::Default) {
                    bring_forward(&handle);
                    emit(&handle, "open-place", &opens);
                }
            };
            notification.wait_for_action_async(clicked).await;
        });
    }

    #[cfg(target_os = "linux")]
    fn withdraw(&self) {
        let notification = Arc::clone(&self.notification);
        tokio::spawn(async move { notification.close_async().await });
    }

    /// Elsewhere the system brings the app forward by itself.
    #[cfg(not(target_os = "linux"))]
    fn listen(&self, _: AppHandle, _: Opens) {}

    /// Elsewhere the library gives no way to take a notification back.
    #[cfg(not(target_os = "linux"))]
    fn withdraw(&self) {}
}

#[cfg(target_os = "linux")]
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The name of the system's service, as it tells it.
#[cfg(target_os = "linux")]
pub(super) async fn service_name() -> String {
    let asked = tokio::task::spawn_blocking(notify_rust::get_server_information).await;
    asked
        .ok()
        .and_then(Result::ok)
        .map(|server| server.name)
        .unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
pub(super) async fn service_name() -> String {
    std::env::consts::OS.to_owned()
}
