//! A launch agent on macOS, an entry of the person's registry on Windows.

use auto_launch::{AutoLaunch, AutoLaunchBuilder, MacOSLaunchMode, WindowsEnableMode};
use tauri::AppHandle;

use super::{BACKGROUND, Failure};

pub(super) fn is_there(handle: &AppHandle) -> Result<bool, Failure> {
    Ok(entry(handle)?.is_enabled()?)
}

pub(super) fn write(handle: &AppHandle) -> Result<(), Failure> {
    Ok(entry(handle)?.enable()?)
}

pub(super) fn remove(handle: &AppHandle) -> Result<(), Failure> {
    Ok(entry(handle)?.disable()?)
}

fn entry(handle: &AppHandle) -> Result<AutoLaunch, Failure> {
    let entry = AutoLaunchBuilder::new()
        .set_app_name(&handle.package_info().name)
        .set_app_path(&program()?)
        // Of this person alone; as an administrator the library would write it for everybody.
        .set_windows_enable_mode(WindowsEnableMode::CurrentUser)
        .set_macos_launch_mode(MacOSLaunchMode::LaunchAgent)
        .set_args(&[BACKGROUND])
        .build()?;
    Ok(entry)
}

/// Past any link, which may lead elsewhere at the next login.
#[cfg(target_os = "macos")]
fn program() -> Result<String, Failure> {
    Ok(std::env::current_exe()?.canonicalize()?.display().to_string())
}

/// In quotation marks: what is registered is a line for the shell, and names of people have blanks.
#[cfg(not(target_os = "macos"))]
fn program() -> Result<String, Failure> {
    Ok(format!("\"{}\"", std::env::current_exe()?.display()))
}
