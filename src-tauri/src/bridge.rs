use tauri::webview::PageLoadEvent;
use tauri::{App, AppHandle, Manager, Wry};
use tauri_plugin_window_state::StateFlags;

use crate::app::Host;
use crate::{commands, folders, guard, login, logs, startup, thumbs};

/// Puts the app together. Nothing slow happens here: the record is opened behind the window.
pub(crate) fn build() -> tauri::Result<App<Wry>> {
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|handle, _, _| {
            bring_forward(handle)
        }))
        .plugin(guard::plugin())
        .plugin(
            // Whether it is shown is not remembered: a start shows it, a start at login does not.
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(StateFlags::all() - StateFlags::VISIBLE)
                .build(),
        )
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol(thumbs::SCHEME, |context, request, responder| {
            thumbs::answer(context.app_handle().clone(), &request, responder);
        })
        .invoke_handler(commands::handler())
        .setup(|app| {
            let handle = app.handle().clone();
            let folder = folders::data(&handle)?;
            logs::keep_in(&folder);
            app.manage(Host::new(folder));
            if !login::in_background() {
                bring_forward(&handle);
            }
            tauri::async_runtime::spawn(startup::open(handle.clone()));
            tauri::async_runtime::spawn(end_when_told(handle));
            Ok(())
        })
        .on_page_load(|_, payload| {
            if payload.event() == PageLoadEvent::Finished {
                tracing::info!("the page is there");
            }
        })
        .build(tauri::generate_context!())
}

/// Ends the app in good order when the system asks for it, as at the end of a session.
#[cfg(unix)]
async fn end_when_told(handle: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};

    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return tracing::warn!("the system's request to end cannot be heard");
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    tracing::info!("the system asks to end");
    handle.exit(0);
}

/// Windows tells the window, which closes.
#[cfg(not(unix))]
async fn end_when_told(_: AppHandle) {}

/// Shows the window and gives it the focus.
pub(crate) fn bring_forward(handle: &AppHandle) {
    let Some(window) = handle.get_webview_window("main") else {
        return;
    };
    for step in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = step {
            tracing::warn!(%error, "the window could not be brought forward");
        }
    }
}
