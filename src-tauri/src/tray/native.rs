use tauri::menu::{Menu, MenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry};

use super::Choice;
use crate::words::Words;

/// The icon, as long as this lives, with the entries of its menu.
pub(super) struct Icon {
    icon: TrayIcon<Wry>,
    entries: Vec<(Choice, MenuItem<Wry>)>,
}

impl std::fmt::Debug for Icon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Icon")
    }
}

impl Icon {
    /// Puts the icon into the system's tray or menu bar.
    pub(super) async fn put(handle: AppHandle, words: Words) -> Option<Self> {
        match build(&handle, words) {
            Ok(icon) => Some(icon),
            Err(error) => {
                tracing::warn!(%error, "the tray took no icon");
                None
            }
        }
    }

    pub(super) async fn say(&self, words: Words, says: String, _: bool) {
        if let Err(error) = self.speak(words, &says) {
            tracing::warn!(%error, "the tray took no words");
        }
    }

    fn speak(&self, words: Words, says: &str) -> tauri::Result<()> {
        for (choice, entry) in &self.entries {
            entry.set_text(words.say(choice.message(), &[]))?;
        }
        self.icon.set_tooltip(Some(format!("Feedwatch: {says}")))
    }
}

fn build(handle: &AppHandle, words: Words) -> tauri::Result<Icon> {
    let menu = Menu::new(handle)?;
    let mut entries = Vec::new();
    for choice in Choice::ALL {
        let text = words.say(choice.message(), &[]);
        let entry = MenuItem::with_id(handle, choice.message(), text, true, None::<&str>)?;
        menu.append(&entry)?;
        entries.push((choice, entry));
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
    let icon = builder.build(handle)?;
    Ok(Icon { icon, entries })
}
