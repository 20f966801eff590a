//! A file of the desktop's autostart folder, as every Linux desktop reads it.

use std::fs;
use std::path::{Path, PathBuf};

use tauri::{AppHandle, Manager};

use super::{BACKGROUND, Failure};

pub(super) fn is_there(handle: &AppHandle) -> Result<bool, Failure> {
    Ok(file(handle)?.exists())
}

pub(super) fn write(handle: &AppHandle) -> Result<(), Failure> {
    let file = file(handle)?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(file, entry(&program(handle)?))?)
}

pub(super) fn remove(handle: &AppHandle) -> Result<(), Failure> {
    Ok(fs::remove_file(file(handle)?)?)
}

fn file(handle: &AppHandle) -> Result<PathBuf, Failure> {
    let name = format!("{}.desktop", handle.config().identifier);
    Ok(handle.path().config_dir()?.join("autostart").join(name))
}

/// What is started: an AppImage runs from a folder that is gone at the next login.
fn program(handle: &AppHandle) -> Result<PathBuf, Failure> {
    match handle.env().appimage {
        Some(image) => Ok(image.into()),
        None => Ok(std::env::current_exe()?),
    }
}

fn entry(program: &Path) -> String {
    let program = quoted(&program.display().to_string());
    format!(
        "[Desktop Entry]\nType=Application\nName=Feedwatch\nExec={program} {BACKGROUND}\nIcon=feedwatch\n\
         Terminal=false\nStartupNotify=false\nX-GNOME-Autostart-enabled=true\n"
    )
}

/// As the desktop entry specification quotes an argument: for the shell-like reader, then for the file.
fn quoted(argument: &str) -> String {
    let mut inner = String::with_capacity(argument.len() + 2);
    for c in argument.chars() {
        match c {
            '"' | '`' | '$' => inner.extend(['\\', '\\', c]),
            '\\' => inner.push_str(r"\\\\"),
            '%' => inner.push_str("%%"),
            c => inner.push(c),
        }
    }
    format!("\"{inner}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_in_a_folder_with_odd_signs_is_started_all_the_same() {
        let written = entry(Path::new("/opt/My Apps/100%/a\"b/feedwatch"));
        assert!(
            written.contains("Exec=\"/opt/My Apps/100%%/a\\\\\"b/feedwatch\" --background\n"),
            "{written}"
        );
    }
}
