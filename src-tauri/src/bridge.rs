use tauri::webview::PageLoadEvent;
use tauri::{App, AppHandle, Manager, Wry};

use crate::app::Host;
use crate::{commands, folders, startup};

/// Puts the app together. Nothing slow happens here: the record is opened behind the window.
pub(crate) fn build() -> tauri::Result<App<Wry>> {
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|handle, _, _| {
            bring_forward(handle)
        }))
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .invoke_handler(commands::handler())
        .setup(|app| {
            let handle = app.handle().clone();
            app.manage(Host::new(folders::data(&handle)?));
            tauri::async_runtime::spawn(startup::open(handle));
            Ok(())
        })
        .on_page_load(|_, payload| {
            if payload.event() == PageLoadEvent::Finished {
                tracing::info!("the page is there");
            }
        })
        .build(tauri::generate_context!())
}

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
