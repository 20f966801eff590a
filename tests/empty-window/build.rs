//! Reads the window's configuration, as every app of Tauri does.

fn main() {
    tauri_build::build();
}
