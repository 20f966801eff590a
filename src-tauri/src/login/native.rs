//! A launch agent on macOS, an entry of the person's registry on Windows.

use auto_launch::{AutoLaunch, AutoLaunchBuilder, MacOSLaunchMode};
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
    let program = std::env::current_exe()?.canonicalize()?;
    let entry = AutoLaunchBuilder::new()
        .set_app_name(&handle.package_info().name)
        .set_app_path(&program.display().to_string())
        .set_macos_launch_mode(MacOSLaunchMode::LaunchAgent)
        .set_args(&[BACKGROUND])
        .build()?;
    Ok(entry)
}
