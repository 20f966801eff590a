use serde_json::Value;

use crate::binaries::package;

/// The name by which a second start of the app finds the first one on the bus.
pub(super) fn single_instance_name() -> String {
    format!("{}.SingleInstance", identifier())
}

/// The app's own name among all apps, from its configuration.
pub fn identifier() -> String {
    let file = package().join("../src-tauri/tauri.conf.json");
    let text = std::fs::read_to_string(file).expect("the app has a configuration");
    let configuration: Value = serde_json::from_str(&text).expect("the configuration is JSON");
    configuration["identifier"]
        .as_str()
        .expect("the configuration has an identifier")
        .to_owned()
}
