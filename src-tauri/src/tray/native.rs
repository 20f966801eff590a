use tauri::menu::{Menu, MenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry};

use super::Choice;
use crate::words::Words;

/// The icon, as long as this lives.
#[derive(Debug)]
pub(super) struct Icon(Handle);

/// Tauri's icon has nothing to print.
struct Handle(TrayIcon<Wry>);

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TrayIcon")
    }
}

impl Icon {
    /// Puts the icon into the system's tray or menu bar.
    pub(super) async fn put(handle: AppHandle, words: Words) -> Option<Self> {
        match build(&handle, words) {
            Ok(icon) => Some(Self(Handle(icon))),
            Err(error) => {
                tracing::warn!(%error, "the tray took no icon");
                None
            }
        }
    }

    pub(super) async fn say(&self, _: Words, says: String, _: bool) {
        if let Err(error) = self.0.0.set_tooltip(Some(format!("Feedwatch: {says}"))) {
            tracing::warn!(%error, "the tray took no words");
        }
    }
}

fn build(handle: &AppHandle, words: Words) -> tauri::Result<TrayIcon<Wry>> {
    let menu = Menu::new(handle)?;
    for choice in Choice::ALL {
        let text = words.say(choice.message(), &[]);
        menu.append(&MenuItem::with_id(
            handle,
            choice.message(),
            text,
            true,
            None::<&str>,
        )?)?;
    }
    let mut builder = TrayIconBuilder::with_id("main")
        .menu(&menu)
        .show_menu_on_left_click(cfg!(target_os = "macos"))
        .on_menu_event(|handle, event| {
            let chosen = Choice::ALL
                .into_iter()
                .find(|choice| event.id() == choice.message());
            if let Some(choice) = chosen {
                choice.act(handle);
            }
        })
        .on_tray_icon_event(|icon, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                Choice::Open.act(icon.app_handle());
            }
        });
    if let Some(icon) = handle.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    builder.build(handle)
}
