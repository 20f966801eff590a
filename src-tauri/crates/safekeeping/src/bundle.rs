//! Several databases as one file to keep: a SQLite file too, so that its wholeness can be checked
//! and nothing else is needed to read it.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};

use crate::SafeError;
use crate::files::{self, with_suffix};
use crate::place::{check_whole, look_into};

/// `FWCP`: tells a bundle from any other SQLite file.
const MARK: i32 = 0x4657_4350;
/// Bytes in one row.
const CHUNK: usize = 1024 * 1024;
/// More parts than there will ever be databases.
const PARTS_MAX: usize = 16;

/// A database in a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is, in small letters.
    pub name: String,
    /// Its file outside of the bundle.
    pub path: PathBuf,
}

/// Writes the parts as one file. It gets its name when it is whole.
///
/// # Errors
/// A part cannot be read, or the file cannot be written.
pub fn pack(target: &Path, parts: &[Part]) -> Result<(), SafeError> {
    let partial = with_suffix(target, ".partial");
    files::remove_whole(&partial)?;
    let written = write(&partial, parts).and_then(|()| Ok(files::put_in_place(&partial, target)?));
    if written.is_err() {
        let _ = files::remove_whole(&partial);
    }
    written
}

fn write(partial: &Path, parts: &[Part]) -> Result<(), SafeError> {
    let mut to = Connection::open(partial)?;
    to.pragma_update(None, "application_id", MARK)?;
    let transaction = to.transaction()?;
    transaction.execute_batch(
        "CREATE TABLE parts (name TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL,
         PRIMARY KEY (name, number)) STRICT, WITHOUT ROWID;",
    )?;
    for part in parts {
        let mut file = File::open(&part.path)?;
        let mut chunk = vec![0; CHUNK];
        for number in 0_i64.. {
            let filled = fill(&mut file, &mut chunk)?;
            if filled == 0 {
                break;
            }
            transaction.execute(
                "INSERT INTO parts (name, number, bytes) VALUES (?1, ?2, ?3)",
                params![part.name, number, &chunk[..filled]],
            )?;
        }
    }
    transaction.commit()?;
    to.close().map_err(|(_, error)| error)?;
    Ok(File::open(partial)?.sync_all()?)
}

fn fill(file: &mut File, chunk: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match file.read(&mut chunk[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Whether a file is a bundle; one that cannot be read is none.
pub fn is_bundle(path: &Path) -> bool {
    let mark = look_into(path).and_then(|connection| {
        Ok(connection.query_row("PRAGMA application_id", [], |row| row.get::<_, i32>(0))?)
    });
    matches!(mark, Ok(MARK))
}

/// Takes a bundle apart into `folder`, one `<name>.db` for each part.
///
/// # Errors
/// It is damaged, its names are none that this could have written, or the folder cannot be written.
pub fn unpack(bundle: &Path, folder: &Path) -> Result<Vec<Part>, SafeError> {
    let connection = look_into(bundle)?;
    check_whole(&connection)?;
    let names = names(&connection)?;
    names
        .into_iter()
        .map(|name| {
            let path = folder.join(format!("{name}.db"));
            take_out(&connection, &name, &path)?;
            Ok(Part { name, path })
        })
        .collect()
}

/// The names come from a file that anybody may have made: only letters, so that none leads elsewhere.
fn names(connection: &Connection) -> Result<Vec<String>, SafeError> {
    let mut query = connection.prepare("SELECT DISTINCT name FROM parts ORDER BY name LIMIT 17")?;
    let names: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let plain =
        |name: &String| !name.is_empty() && name.len() <= 32 && name.bytes().all(|b| b.is_ascii_lowercase());
    if names.len() > PARTS_MAX || !names.iter().all(plain) {
        return Err(SafeError::Damaged("its parts have names of no copy".to_owned()));
    }
    Ok(names)
}

fn take_out(connection: &Connection, name: &str, path: &Path) -> Result<(), SafeError> {
    let mut file = File::create(path)?;
    let mut query = connection.prepare("SELECT bytes FROM parts WHERE name = ?1 ORDER BY number")?;
    let mut rows = query.query([name])?;
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        file.write_all(bytes)?;
    }
    Ok(file.sync_all()?)
}
