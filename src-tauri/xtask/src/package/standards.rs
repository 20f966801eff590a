//! What the freedesktop standards ask of a package, asked of their own tools.

use std::fs;
use std::path::Path;

use crate::repo::Repo;
use crate::step::Trouble;

const DESKTOP_ENTRY: &str = "usr/share/applications/Feedwatch.desktop";
const METAINFO: &str = "usr/share/metainfo/app.feedwatch.desktop.metainfo.xml";
/// What has to be in place for menus and software centres to show the app.
const IN_PLACE: [&str; 5] = [
    "usr/bin/feedwatch",
    DESKTOP_ENTRY,
    METAINFO,
    "usr/share/icons/hicolor/128x128/apps/feedwatch.png",
    "usr/share/icons/hicolor/scalable/apps/feedwatch.svg",
];

pub(super) fn keeps(repo: &Repo, deb: &Path) -> Result<(), Trouble> {
    let unpacked = repo.target().join("package").join("unpacked");
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    fs::create_dir_all(&unpacked)?;
    let (archive, folder) = (deb.display().to_string(), unpacked.display().to_string());
    repo.step("dpkg-deb -x")
        .arguments([archive.as_str(), folder.as_str()])
        .run()?;
    let missing: Vec<_> = IN_PLACE
        .iter()
        .filter(|file| !unpacked.join(file).exists())
        .copied()
        .collect();
    if !missing.is_empty() {
        return Err(Trouble::new(format!("The .deb lacks {}.", missing.join(", "))));
    }
    let at = |file: &str| unpacked.join(file).display().to_string();
    repo.step("desktop-file-validate")
        .arguments([at(DESKTOP_ENTRY).as_str()])
        .run()?;
    repo.step("appstreamcli validate --no-net")
        .arguments([at(METAINFO).as_str()])
        .run()
}
