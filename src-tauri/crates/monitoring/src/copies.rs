//! Back-ups, a copy to keep, and putting one in the record's place.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use contract::UnixMillis;
use safekeeping::{Opened, Part};
use store::{CopyFacts, ErrorKind, KeptCopy, Problem, ProblemCode, Store, StoreError, facts_of_copy};

use crate::view::{CopiesView, CopyPreview, CopyView, CopyWorkspace, Kept, StartNotice};
use crate::{Monitoring, month, problems};

/// The part of a copy that is the app's own record; the others are this computer's service's.
const RECORD: &str = "record";
/// A back-up that failed is tried again after so many milliseconds, not at every sign of life.
const TRY_AGAIN_AFTER: i64 = 60 * 60 * 1_000;

/// How the daily back-up stands in this run.
#[derive(Debug, Default)]
pub(crate) struct Upkeep {
    failed: Option<Problem>,
    not_before: Option<UnixMillis>,
}

impl Monitoring {
    /// The back-ups, and whether the next start restores one.
    ///
    /// # Errors
    /// Their folder cannot be read.
    pub async fn copies(&self) -> Result<CopiesView, Problem> {
        let failed = self.upkeep().failed.clone();
        self.on_store(move |store| {
            let copies = store.copies().map_err(|error| problems::of_store(&error))?;
            Ok(CopiesView {
                copies: copies.iter().map(view_of).collect(),
                staged: store.restore_is_staged(),
                failed,
            })
        })
        .await
    }

    /// Writes everything but keys to one file: the record, and the parts that the caller adds.
    ///
    /// # Errors
    /// The file cannot be written; nothing else changed.
    pub async fn save_copy(&self, target: PathBuf, others: Vec<Part>) -> Result<(), Problem> {
        self.on_store(move |store| {
            let scratch = Scratch::make(store)?;
            let record = scratch.0.join("record.db");
            store
                .export_to(&record)
                .map_err(|error| problems::of_store(&error))?;
            let mut parts = vec![Part {
                name: RECORD.to_owned(),
                path: record,
            }];
            parts.extend(others);
            safekeeping::pack(&target, &parts).map_err(|error| of_target(&error.into()))
        })
        .await
    }

    /// What a copy holds, before anybody restores it.
    ///
    /// # Errors
    /// It is no copy of Feedwatch's, is damaged, or was made by a newer version.
    pub async fn look_into_copy(&self, copy: PathBuf) -> Result<CopyPreview, Problem> {
        self.on_store(move |store| {
            let scratch = Scratch::make(store)?;
            let parts = parts_of(&copy, &scratch.0)?;
            let facts = facts_of_copy(record_in(&parts)?).map_err(|error| of_copy(&error))?;
            preview(store, &copy, facts, parts.len() > 1)
        })
        .await
    }

    /// Has the next start put a copy in the record's place. Gives the parts that are not the record's,
    /// for whoever keeps those; they lie in `scratch`.
    ///
    /// # Errors
    /// It is no sound copy, or the folder cannot be written; then nothing will be restored.
    pub async fn stage_copy(&self, copy: PathBuf, scratch: PathBuf) -> Result<Vec<Part>, Problem> {
        self.on_store(move |store| {
            std::fs::create_dir_all(&scratch).map_err(|error| problems::of_store(&error.into()))?;
            let parts = parts_of(&copy, &scratch)?;
            store
                .stage_restore(record_in(&parts)?)
                .map_err(|error| of_copy(&error))?;
            Ok(parts.into_iter().filter(|part| part.name != RECORD).collect())
        })
        .await
    }

    /// Leaves the record as it is at the next start.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub async fn unstage_copy(&self) -> Result<(), Problem> {
        self.on_store(|store| {
            store
                .unstage_restore()
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    /// Looks for damage in the whole record. It takes a while on a large one.
    ///
    /// # Errors
    /// It is damaged, or cannot be read.
    pub async fn look_over(&self) -> Result<(), Problem> {
        self.on_store(|store| store.quick_check().map_err(|error| problems::of_store(&error)))
            .await
    }

    /// Copies the record once a day.
    pub(crate) async fn back_up_daily(&self) -> Result<(), Problem> {
        let now = self.now();
        let waits = |until: UnixMillis| (1..=TRY_AGAIN_AFTER).contains(&until.since(now));
        if self.upkeep().not_before.is_some_and(waits) {
            return Ok(());
        }
        let day = month::day_name(now, self.zone());
        let outcome = self
            .on_store(move |store| {
                store
                    .back_up_daily(&day)
                    .map(drop)
                    .map_err(|error| problems::of_store(&error))
            })
            .await;
        let mut upkeep = self.upkeep();
        upkeep.failed = outcome.as_ref().err().cloned();
        upkeep.not_before = outcome.is_err().then(|| now.plus(TRY_AGAIN_AFTER));
        outcome
    }
}

/// What the person should be told about how a database was opened.
pub fn start_notice(what: Kept, opened: &Opened) -> Option<StartNotice> {
    let name = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    match opened {
        Opened::Fresh | Opened::AsLeft | Opened::Migrated { .. } => None,
        Opened::SetAside {
            damaged,
            restored: Some(back),
        } => Some(StartNotice::FellBack {
            what,
            damaged: name(damaged),
            made_at: millis(back.copy.made),
        }),
        Opened::SetAside {
            damaged,
            restored: None,
        } => Some(StartNotice::StartedEmpty {
            what,
            damaged: name(damaged),
        }),
        Opened::Restored { kept } => Some(StartNotice::Restored {
            kept: kept.as_deref().map(name),
        }),
        Opened::NotRestored => Some(StartNotice::NotRestored),
    }
}

/// A folder of our own for taking copies apart; gone when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn make(store: &Store) -> Result<Self, Problem> {
        let folder = store.folder().join(format!("copying-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).map_err(|error| problems::of_store(&error.into()))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "a folder for copying could not be removed");
        }
    }
}

/// A copy that a person saved has parts; a back-up is the record alone.
fn parts_of(copy: &Path, scratch: &Path) -> Result<Vec<Part>, Problem> {
    if safekeeping::is_bundle(copy) {
        return safekeeping::unpack(copy, scratch).map_err(|error| of_copy(&error.into()));
    }
    Ok(vec![Part {
        name: RECORD.to_owned(),
        path: copy.to_owned(),
    }])
}

/// A file that somebody chose: what is wrong with it is not wrong with the record.
fn of_copy(error: &StoreError) -> Problem {
    match error.kind() {
        ErrorKind::TooNew | ErrorKind::Full => problems::of_store(error),
        _ => Problem::of(ProblemCode::CopyUnreadable, error.to_string()),
    }
}

/// A place that somebody chose: what is wrong there is not wrong with the data folder.
fn of_target(error: &StoreError) -> Problem {
    match error.kind() {
        ErrorKind::Full => problems::of_store(error),
        _ => Problem::of(ProblemCode::CopyNotWritten, error.to_string()),
    }
}

fn record_in(parts: &[Part]) -> Result<&Path, Problem> {
    let record = parts.iter().find(|part| part.name == RECORD);
    let missing = || {
        Problem::of(
            ProblemCode::CopyUnreadable,
            "the file holds no record of Feedwatch",
        )
    };
    record.map(|part| part.path.as_path()).ok_or_else(missing)
}

fn preview(store: &Store, copy: &Path, facts: CopyFacts, with_posts: bool) -> Result<CopyPreview, Problem> {
    let now = store.facts().map_err(|error| problems::of_store(&error))?;
    let since = facts.until.unwrap_or(UnixMillis(0));
    let started_since = store
        .started_after(since)
        .map_err(|error| problems::of_store(&error))?;
    let workspaces = facts.workspaces.into_iter();
    Ok(CopyPreview {
        name: copy
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        until: facts.until,
        workspaces: workspaces
            .map(|(name, address)| CopyWorkspace { name, address })
            .collect(),
        monitors: facts.monitors,
        monitors_now: now.monitors,
        started_since,
        with_posts,
    })
}

fn view_of(copy: &KeptCopy) -> CopyView {
    CopyView {
        name: copy
            .path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        made_at: millis(copy.made),
        size: copy.size,
    }
}

fn millis(time: SystemTime) -> UnixMillis {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixMillis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
