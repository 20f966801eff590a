//! How the web view draws.

/// Spares a computer without a graphics card the emulation of one: `WebKitGTK` would hold every layer of the
/// page twice, and the emulator beside them. Without it the window needs half the memory, is painted sooner,
/// and looks the same. Where a card can render, or the person said otherwise, nothing is changed.
///
/// The program takes its own place with the word in its environment: a process may not change its own
/// safely, and the web view's setting of the same name, changed before the first page, ends its process.
/// What it starts has the word too: a browser made with `WebKitGTK` is spared the same.
#[cfg(target_os = "linux")]
pub(crate) fn spare() {
    use std::os::unix::process::CommandExt as _;

    if std::env::var_os(cards::WITHOUT).is_some() || cards::can_render(std::path::Path::new(cards::FOLDER)) {
        return;
    }
    let error = match std::env::current_exe() {
        Ok(program) => std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(cards::WITHOUT, "1")
            .exec(),
        Err(error) => error,
    };
    tracing::warn!(%error, "the window is drawn as on a computer with a graphics card");
}

/// The other systems' web views see to it themselves.
#[cfg(not(target_os = "linux"))]
pub(crate) const fn spare() {}

#[cfg(target_os = "linux")]
mod cards {
    use std::path::Path;

    /// Tells `WebKitGTK` to draw without a graphics card.
    pub(super) const WITHOUT: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";
    /// Where the kernel offers graphics cards.
    pub(super) const FOLDER: &str = "/dev/dri";

    /// Whether one of them renders; a card that only shows pictures has no such file
    /// (<https://docs.kernel.org/gpu/drm-uapi.html#render-nodes>).
    pub(super) fn can_render(folder: &Path) -> bool {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .any(|name| name.starts_with("renderD"))
    }

    #[cfg(test)]
    mod tests {
        use super::can_render;

        #[test]
        fn only_a_file_to_render_with_is_a_graphics_card() {
            let folder = tempfile::tempdir().unwrap();
            assert!(!can_render(&folder.path().join("missing")));
            std::fs::write(folder.path().join("card0"), "").unwrap();
            assert!(!can_render(folder.path()), "it only shows pictures");
            std::fs::write(folder.path().join("renderD128"), "").unwrap();
            assert!(can_render(folder.path()));
        }
    }
}
