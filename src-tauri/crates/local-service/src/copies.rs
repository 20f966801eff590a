//! Copies of the service's own files: made behind a start, taken along in a copy that a person keeps,
//! and put back.

use std::path::Path;

use jiff::Timestamp;
use library::Library;
use safekeeping::{FellBack, Opened, Part, Place, SafeError, is_whole};

use crate::db::migrations::STEPS;
use crate::db::{CHECK_UP_TO, DbError};
use crate::folder::{DataFolder, jobs_in, posts_in};

/// The names of the parts in a copy.
const JOBS: &str = "jobs";
const POSTS: &str = "posts";
/// Copies of the jobs, one a day; they are small.
const KEEP_JOBS: usize = 7;
/// Copies of the posts, one a month; they may be large, and a platform gives most of them again.
const KEEP_POSTS: usize = 2;
/// A larger library is not copied by itself: it would take the person's disk.
const POSTS_UP_TO: u64 = 512 * 1024 * 1024;

/// How the data was found at a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The jobs and the ledger.
    pub jobs: Opened,
    /// The posts.
    pub posts: Opened,
}

/// Opens the library; a damaged one is set aside for the newest sound back-up, or an empty one.
pub(crate) fn open_library(place: &Place) -> Result<(Library, Opened), DbError> {
    let restored = place.take_staged(|_| true)?;
    let damage = match place.check_before_use(CHECK_UP_TO) {
        Ok(()) => false,
        Err(SafeError::Damaged(_)) => true,
        Err(error) => error.fault() == safekeeping::Fault::Damaged,
    };
    if !damage {
        let library = Library::open(place.database())?;
        return Ok((library, restored.unwrap_or(Opened::AsLeft)));
    }
    let (damaged, copy) = place.set_aside(&is_whole)?;
    tracing::error!("the library of posts was damaged and is set aside");
    let restored = copy.map(|copy| FellBack { copy });
    let library = Library::open(place.database())?;
    Ok((library, Opened::SetAside { damaged, restored }))
}

/// Copies the files on a thread of its own, once in a while; the service answers meanwhile.
pub(crate) fn back_up_behind(folder: &DataFolder) {
    let (jobs, posts) = (folder.jobs(), folder.posts());
    tokio::task::spawn_blocking(move || {
        let now = Timestamp::now();
        let day = now.strftime("%Y-%m-%d").to_string();
        let month = now.strftime("%Y-%m").to_string();
        let made = [
            jobs.back_up_beside(&day, KEEP_JOBS, u64::MAX),
            posts.back_up_beside(&month, KEEP_POSTS, POSTS_UP_TO),
        ];
        for error in made.into_iter().filter_map(Result::err) {
            tracing::warn!(%error, "the service's data could not be backed up");
        }
    });
}

/// Copies the data of a folder, in use or not, into another, as parts of a copy to keep. Blocks.
///
/// # Errors
/// A file could not be read or written.
pub fn copy_data(data_dir: &Path, into: &Path) -> Result<Vec<Part>, DbError> {
    let mut parts = Vec::new();
    for (name, place) in places(data_dir) {
        if place.database().exists() {
            let path = into.join(format!("{name}.db"));
            place.export_beside(&path)?;
            parts.push(Part {
                name: name.to_owned(),
                path,
            });
        }
    }
    Ok(parts)
}

/// Has the next start put these parts in the data's place; what is there is set aside. Blocks.
///
/// # Errors
/// A part is damaged or of a newer version, or the folder cannot be written; then nothing is staged.
pub fn stage_data(data_dir: &Path, parts: &[Part]) -> Result<(), DbError> {
    let staged = stage_each(data_dir, parts);
    if staged.is_err() {
        unstage_data(data_dir)?;
    }
    staged
}

fn stage_each(data_dir: &Path, parts: &[Part]) -> Result<(), DbError> {
    for part in parts {
        match part.name.as_str() {
            JOBS => jobs_in(data_dir).stage(&part.path, STEPS)?,
            POSTS => {
                // Whatever is in it, this version must be able to open it.
                drop(Library::open(&part.path)?);
                posts_in(data_dir).stage_whole(&part.path)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Leaves the data as it is at the next start. Blocks.
///
/// # Errors
/// The folder cannot be written.
pub fn unstage_data(data_dir: &Path) -> Result<(), DbError> {
    for (_, place) in places(data_dir) {
        place.unstage().map_err(SafeError::from)?;
    }
    Ok(())
}

fn places(data_dir: &Path) -> [(&'static str, Place); 2] {
    [(JOBS, jobs_in(data_dir)), (POSTS, posts_in(data_dir))]
}
