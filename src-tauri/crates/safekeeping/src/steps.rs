use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::SafeError;

/// A schema, version by version: step N takes the version before it to N. A released step is never
/// edited; a new one is added behind it.
#[derive(Debug, Clone, Copy)]
pub struct Steps(pub &'static [&'static str]);

impl Steps {
    /// The version that this build writes; an older build must refuse the file.
    pub fn current(self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// The version of a file; 0 for an empty one.
    ///
    /// # Errors
    /// It is newer than this build knows, or cannot be read.
    pub fn version(self, connection: &Connection) -> Result<u32, SafeError> {
        let found = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if found > self.current() {
            return Err(SafeError::TooNew {
                found,
                known: self.current(),
            });
        }
        Ok(found)
    }

    /// Brings a file to the current version, all steps in one transaction.
    ///
    /// # Errors
    /// A step failed; then the file is as it was.
    pub fn run(self, connection: &mut Connection) -> Result<(), SafeError> {
        let from = self.version(connection)? as usize;
        let transaction = connection.transaction()?;
        for step in self.0.iter().skip(from) {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "user_version", self.current())?;
        Ok(transaction.commit()?)
    }

    /// Whether a file has exactly the tables of its version. One that came from elsewhere may bear our
    /// version and hold triggers of somebody else.
    ///
    /// # Errors
    /// It has others, or cannot be read.
    pub fn match_shape(self, connection: &Connection) -> Result<(), SafeError> {
        let version = self.version(connection)?;
        let model = Connection::open_in_memory()?;
        for step in self.0.iter().take(version as usize) {
            model.execute_batch(step)?;
        }
        if shape(connection)? == shape(&model)? {
            Ok(())
        } else {
            Err(SafeError::Damaged(
                "its tables are not those of Feedwatch".to_owned(),
            ))
        }
    }
}

type Named = (String, String, Option<String>);

/// What SQLite keeps for itself is left out: it comes and goes.
fn shape(connection: &Connection) -> rusqlite::Result<BTreeSet<Named>> {
    let sql = r"SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'";
    connection
        .prepare(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}
