use std::path::PathBuf;
use std::sync::LazyLock;

use contract::AgentId;
use lists::{Defaults, Table, read_rows};
use tempfile::TempDir;

use crate::bytes::are_sound;

/// Where the bytes become a file: in memory, where the system offers that.
static PLACE: LazyLock<TempDir> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    };
    tempfile::tempdir_in(folder).unwrap()
});

fn file_of(bytes: &[u8], name: &str) -> PathBuf {
    let path = PLACE.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// A list of targets, as a file with separators and as a pasted text.
pub fn lists(bytes: &[u8]) {
    if let Ok(table) = Table::of_bytes("made.csv", bytes) {
        rows_are_read(&table);
    }
    if let Ok(table) = Table::of_text(&String::from_utf8_lossy(bytes)) {
        rows_are_read(&table);
    }
}

/// A list of targets in a workbook.
pub fn workbooks(bytes: &[u8]) {
    if let Ok(table) = Table::of_bytes("made.xlsx", bytes) {
        rows_are_read(&table);
    }
}

fn rows_are_read(table: &Table) {
    let rows = read_rows(table, table.headed, &table.roles(), &Defaults::default());
    assert!(
        rows.len() <= table.body(table.headed).len(),
        "a row came from nowhere"
    );
}

/// A file of posts, of any tool.
pub fn post_files(bytes: &[u8]) {
    let path = file_of(bytes, "made");
    let agent = AgentId::parse("made").unwrap();
    are_sound(&library::import::fuzzing::read_file(&path, agent));
}

/// A saved copy of everything, which anybody may have made.
pub fn bundles(bytes: &[u8]) {
    let bundle = file_of(bytes, "made.feedwatch");
    let Ok(folder) = tempfile::tempdir_in(PLACE.path()) else {
        return;
    };
    if let Ok(parts) = safekeeping::unpack(&bundle, folder.path()) {
        let inside = |path: &PathBuf| path.parent() == Some(folder.path());
        assert!(
            parts.iter().all(|part| inside(&part.path)),
            "a part lies elsewhere"
        );
    }
}
