//! The schema, version by version. A released step is never edited; a new one is added below it.

use rusqlite::Connection;

use crate::StoreError;

/// One step: its SQL takes the version before it to its own.
const STEPS: [&str; 1] = [include_str!("schema/0001_first.sql")];

/// The version this Feedwatch writes; an older one must refuse the file.
pub(crate) const CURRENT: u32 = 1;
const _: () = assert!(STEPS.len() == CURRENT as usize, "every version has its step");

/// The version of a file; 0 for an empty one.
pub(crate) fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Whether the file must be brought forward; refuses one from the future.
pub(crate) fn is_behind(connection: &Connection) -> Result<bool, StoreError> {
    let found = version(connection)?;
    if found > CURRENT {
        return Err(StoreError::TooNew {
            found,
            known: CURRENT,
        });
    }
    Ok(found < CURRENT)
}

/// Brings the file to the current version, all steps in one transaction.
pub(crate) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let from = version(connection)? as usize;
    let transaction = connection.transaction()?;
    for step in STEPS.iter().skip(from) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", CURRENT)?;
    transaction.commit()?;
    Ok(())
}
