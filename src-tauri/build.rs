//! Names every command that the window may call, so that what is not named is refused before any code of
//! ours runs; and compiles in the messages that the host itself says.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

include!("src/commands/names.rs");

/// Where the window's messages are.
const MESSAGES: &str = "../ui/messages";
/// How the files end that the host reads; before it stands the language.
const ENDING: &str = ".host.json";

fn main() {
    let commands = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(commands);
    #[expect(
        clippy::expect_used,
        reason = "a build that cannot read its own manifest must stop"
    )]
    tauri_build::try_build(attributes).expect("the manifest of the app can be read");
    #[expect(clippy::expect_used, reason = "a build without its words must stop")]
    write_messages().expect("the messages of the host can be read");
}

/// Writes a table of the languages with their files' contents.
fn write_messages() -> io::Result<()> {
    let folder = fs::canonicalize(MESSAGES)?;
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut table = String::from("const FILES: &[(&str, &str)] = &[\n");
    for (tag, file) in languages(&folder)? {
        println!("cargo:rerun-if-changed={}", file.display());
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "({tag:?}, include_str!({:?})),",
            file.display().to_string()
        );
    }
    table.push_str("];\n");
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("messages.rs");
    fs::write(target, table)
}

fn languages(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if let Some(tag) = name.strip_suffix(ENDING) {
            found.push((tag.to_owned(), path));
        }
    }
    found.sort();
    Ok(found)
}
