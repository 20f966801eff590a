use ksni::blocking::TrayMethods as _;
use ksni::menu::{MenuItem, StandardItem};
use ksni::{Category, Status, ToolTip};
use tauri::AppHandle;

use super::Choice;
use crate::words::Words;

/// The icon, as long as this lives.
pub(super) struct Icon(ksni::blocking::Handle<Item>);

impl std::fmt::Debug for Icon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Icon")
    }
}

impl Icon {
    /// Asks the desktop for a place in its tray; none where it has no tray.
    pub(super) async fn put(handle: AppHandle, words: Words) -> Option<Self> {
        let item = Item {
            picture: picture(&handle).into_iter().collect(),
            handle,
            words,
            says: String::new(),
            alarmed: false,
        };
        match tokio::task::spawn_blocking(move || item.spawn()).await {
            Ok(Ok(icon)) => Some(Self(icon)),
            Ok(Err(error)) => {
                tracing::info!(%error, "this desktop has no tray");
                None
            }
            Err(error) => {
                tracing::warn!(%error, "the tray could not be asked");
                None
            }
        }
    }

    pub(super) async fn say(&self, words: Words, says: String, alarmed: bool) {
        let icon = self.0.clone();
        // A tray that went away meanwhile hears nothing, and that is all right.
        let _ = tokio::task::spawn_blocking(move || {
            icon.update(|item| {
                item.words = words;
                item.says = says;
                item.alarmed = alarmed;
            })
        })
        .await;
    }
}

/// What the desktop asks about the icon.
struct Item {
    handle: AppHandle,
    picture: Vec<ksni::Icon>,
    words: Words,
    says: String,
    alarmed: bool,
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "feedwatch".to_owned()
    }

    fn title(&self) -> String {
        "Feedwatch".to_owned()
    }

    fn category(&self) -> Category {
        Category::ApplicationStatus
    }

    fn status(&self) -> Status {
        if self.alarmed {
            Status::NeedsAttention
        } else {
            Status::Active
        }
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        self.picture.clone()
    }

    fn attention_icon_pixmap(&self) -> Vec<ksni::Icon> {
        self.picture.clone()
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip {
            title: "Feedwatch".to_owned(),
            description: self.says.clone(),
            ..ToolTip::default()
        }
    }

    fn activate(&mut self, _: i32, _: i32) {
        Choice::Open.act(&self.handle);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let entry = |choice: Choice| {
            let item = StandardItem {
                label: self.words.say(choice.message(), &[]),
                activate: Box::new(move |item: &mut Self| choice.act(&item.handle)),
                ..StandardItem::default()
            };
            MenuItem::from(item)
        };
        Choice::ALL.map(entry).into()
    }
}

/// The app's own icon, as the desktop's protocol wants it: alpha first.
fn picture(handle: &AppHandle) -> Option<ksni::Icon> {
    let icon = handle.default_window_icon()?;
    let mut data = icon.rgba().to_vec();
    for pixel in data.chunks_exact_mut(4) {
        pixel.rotate_right(1);
    }
    Some(ksni::Icon {
        width: i32::try_from(icon.width()).ok()?,
        height: i32::try_from(icon.height()).ok()?,
        data,
    })
}
