//! A copy of everything but keys, made of the record's part and the parts of this computer's service.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use local_service::{DbError, copy_data, stage_data, unstage_data};
use monitoring::Monitoring;
use monitoring::view::{CopyPreview, Kept, Problem, ProblemCode, StartNotice};

use crate::app::Host;

/// The ending of a copy's name.
pub(crate) const EXTENSION: &str = "feedwatch";

/// `Feedwatch 2026-11-25.feedwatch`.
pub(crate) fn suggested_name() -> String {
    let today = Timestamp::now().to_zoned_datetime(TimeZone::system()).date();
    format!("Feedwatch {today}.{EXTENSION}")
}

/// Writes a copy and gives its name.
pub(crate) async fn save(host: &Host, monitoring: &Monitoring, target: PathBuf) -> Result<String, Problem> {
    let name = name_of(&target);
    let scratch = Scratch::beside(host);
    let (data, into) = (host.service_folder(), scratch.0.clone());
    let parts = blocking(move || {
        std::fs::create_dir_all(&into).map_err(unwritten)?;
        copy_data(&data, &into).map_err(|error| of_data(&error))
    })
    .await?;
    monitoring.save_copy(target, parts).await?;
    Ok(name)
}

/// Looks into a copy, and remembers it as the one that may be restored.
pub(crate) async fn look_into(
    host: &Host,
    monitoring: &Monitoring,
    copy: PathBuf,
) -> Result<CopyPreview, Problem> {
    host.choose(None);
    let preview = monitoring.look_into_copy(copy.clone()).await?;
    host.choose(Some(copy));
    Ok(preview)
}

/// The file of a back-up in the list; any other name is refused.
pub(crate) async fn kept_copy(host: &Host, monitoring: &Monitoring, name: &str) -> Result<PathBuf, Problem> {
    let copies = monitoring.copies().await?.copies;
    let known = copies.iter().any(|copy| copy.name == name);
    let missing = || Problem::of(ProblemCode::NotFound, "there is no back-up of this name");
    known
        .then(|| host.folder.join("backups").join(name))
        .ok_or_else(missing)
}

/// Has the next start restore the copy that was looked into last; all of its parts or none.
pub(crate) async fn stage(host: &Host, monitoring: &Monitoring) -> Result<(), Problem> {
    let nothing = || Problem::of(ProblemCode::NotNow, "no copy was looked into");
    let copy = host.chosen().ok_or_else(nothing)?;
    let scratch = Scratch::beside(host);
    let parts = monitoring.stage_copy(copy, scratch.0.clone()).await?;
    let data = host.service_folder();
    let staged = blocking(move || stage_data(&data, &parts).map_err(|error| of_data(&error))).await;
    if staged.is_err() {
        monitoring.unstage_copy().await?;
    }
    staged
}

/// Leaves everything as it is at the next start.
pub(crate) async fn unstage(host: &Host, monitoring: &Monitoring) -> Result<(), Problem> {
    monitoring.unstage_copy().await?;
    unstage_service(&host.service_folder()).await
}

/// A record that is not set aside keeps its service's data too: they belong together.
pub(crate) async fn unstage_service(folder: &Path) -> Result<(), Problem> {
    let folder = folder.to_owned();
    blocking(move || unstage_data(&folder).map_err(|error| of_data(&error))).await
}

/// What the person should know about the service's data.
pub(crate) fn service_notices(found: &local_service::Found) -> Vec<StartNotice> {
    let told = [(Kept::Jobs, &found.jobs), (Kept::Posts, &found.posts)];
    let told = told
        .into_iter()
        .filter_map(|(what, opened)| monitoring::start_notice(what, opened));
    // That a copy was restored is told once, for the record.
    told.filter(|notice| !matches!(notice, StartNotice::Restored { .. }))
        .collect()
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let ended = |error: tokio::task::JoinError| Problem::of(ProblemCode::Internal, error.to_string());
    tokio::task::spawn_blocking(work).await.map_err(ended)?
}

fn of_data(error: &DbError) -> Problem {
    let code = match error {
        DbError::File(error) => match error.fault() {
            local_service::Fault::TooNew => ProblemCode::StoreTooNew,
            local_service::Fault::Full => ProblemCode::DiskFull,
            _ => ProblemCode::CopyUnreadable,
        },
        _ => ProblemCode::CopyUnreadable,
    };
    Problem::of(code, error.to_string())
}

fn unwritten(error: std::io::Error) -> Problem {
    Problem::of(ProblemCode::CopyNotWritten, error.to_string())
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// A folder for the parts of a copy; gone when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn beside(host: &Host) -> Self {
        let unique = Timestamp::now().as_nanosecond();
        Self(host.folder.join(format!("parts-{unique}")))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Where it was never made there is nothing to remove.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
