use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use xtask::desktop::Desktop;
use zbus::blocking::{Connection, Proxy, connection};
use zbus::interface;
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

const NAME: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";

/// Where an icon lies: who put it there.
type Items = Arc<Mutex<Vec<String>>>;
/// An entry of a menu with its properties and the entries below it.
type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// A tray, as desktops offer it by the protocol of status notifier items.
#[derive(Debug)]
pub struct TrayHost {
    connection: Connection,
    items: Items,
}

struct Watcher(Items);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: Header<'_>) {
        // An item gives its name on the bus, or only a path of its connection.
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let name = if service.starts_with('/') {
            sender
        } else {
            service.to_owned()
        };
        lock(&self.0).push(name);
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        lock(&self.0).clone()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

impl TrayHost {
    /// Offers a tray on this desktop.
    pub fn offer(desktop: &Desktop) -> Self {
        let items = Items::default();
        let builder = connection::Builder::address(desktop.bus_address().as_str())
            .and_then(|builder| builder.serve_at(PATH, Watcher(Arc::clone(&items))))
            .and_then(|builder| builder.name(NAME));
        let connection = builder
            .and_then(connection::Builder::build)
            .expect("the bus takes a tray");
        Self { connection, items }
    }

    /// Who put icons into it.
    pub fn items(&self) -> Vec<String> {
        lock(&self.items).clone()
    }

    /// What an icon says of itself.
    pub fn says(&self, item: &str, property: &str) -> OwnedValue {
        let proxy = self.proxy(item, "/StatusNotifierItem", "org.kde.StatusNotifierItem");
        proxy.get_property(property).expect("the icon answers")
    }

    /// The entries of an icon's menu, by their words.
    pub fn menu(&self, item: &str) -> Vec<(i32, String)> {
        let arguments = (0_i32, -1_i32, Vec::<&str>::new());
        let answer: (u32, Entry) = self
            .menu_of(item)
            .call("GetLayout", &arguments)
            .expect("the menu answers");
        let (_, (_, _, entries)) = answer;
        entries.into_iter().filter_map(entry).collect()
    }

    /// Chooses an entry of an icon's menu. The app may end by it, so no answer is waited for.
    pub fn choose(&self, item: &str, entry: i32) {
        let arguments = (entry, "clicked", Value::from(0_i32), 0_u32);
        self.menu_of(item)
            .call_noreply("Event", &arguments)
            .expect("the menu is there");
    }

    fn menu_of(&self, item: &str) -> Proxy<'static> {
        let path = OwnedObjectPath::try_from(self.says(item, "Menu")).expect("the icon has a menu");
        self.proxy(item, path.as_str(), "com.canonical.dbusmenu")
    }

    fn proxy(&self, item: &str, path: &str, interface: &str) -> Proxy<'static> {
        let (item, path, interface) = (item.to_owned(), path.to_owned(), interface.to_owned());
        Proxy::new(&self.connection, item, path, interface).expect("a proxy can be made")
    }
}

fn entry(value: OwnedValue) -> Option<(i32, String)> {
    let (id, properties, _): Entry = value.try_into().ok()?;
    let label = properties.get("label")?.try_clone().ok()?;
    Some((id, String::try_from(label).ok()?))
}

fn lock(items: &Items) -> std::sync::MutexGuard<'_, Vec<String>> {
    items.lock().unwrap_or_else(PoisonError::into_inner)
}
