//! Names every command that the window may call; what is not named here is refused before any
//! code of ours runs.

include!("src/commands/names.rs");

fn main() {
    let commands = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(commands);
    #[expect(
        clippy::expect_used,
        reason = "a build that cannot read its own manifest must stop"
    )]
    tauri_build::try_build(attributes).expect("the manifest of the app can be read");
}
