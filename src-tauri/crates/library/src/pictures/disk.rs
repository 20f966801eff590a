//! Pictures on disk, the least recently used leaving first.

use std::fmt::Write;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Letters of a file's name; a longer name is cut, which only costs its picture a second fetch.
const NAME_MAX: usize = 200;

/// A folder of pictures with a bound.
#[derive(Debug, Clone)]
pub(super) struct Disk {
    folder: PathBuf,
    bound: u64,
    /// Bytes in the folder; none until it was looked at.
    size: Arc<Mutex<Option<u64>>>,
}

impl Disk {
    pub(super) fn new(folder: PathBuf, bound: u64) -> Self {
        Self {
            folder,
            bound,
            size: Arc::default(),
        }
    }

    /// What is kept of a post, if anything; it counts as used now.
    pub(super) async fn get(&self, post: &str) -> Option<Vec<u8>> {
        let path = self.path(post);
        tokio::task::spawn_blocking(move || {
            let bytes = fs::read(&path).ok()?;
            // Only the order of leaving suffers where the time cannot be set.
            let _ = File::options()
                .write(true)
                .open(&path)
                .and_then(|file| file.set_modified(SystemTime::now()));
            Some(bytes)
        })
        .await
        .ok()
        .flatten()
    }

    /// Keeps a picture, and lets others leave where the bound is passed.
    pub(super) async fn put(&self, post: &str, bytes: Vec<u8>) -> io::Result<()> {
        let (disk, path) = (self.clone(), self.path(post));
        tokio::task::spawn_blocking(move || disk.write(&path, &bytes))
            .await
            .map_err(io::Error::other)?
    }

    /// Hexadecimal: two posts never share a name, and no name is a path.
    fn path(&self, post: &str) -> PathBuf {
        let mut name = String::with_capacity(post.len() * 2);
        for byte in post.bytes().take(NAME_MAX / 2) {
            // Writing to a string cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        self.folder.join(name)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        fs::create_dir_all(&self.folder)?;
        let known = match *size {
            Some(known) => known,
            None => self.files()?.iter().map(|file| file.bytes).sum(),
        };
        let partial = path.with_extension("partial");
        fs::write(&partial, bytes)?;
        fs::rename(&partial, path)?;
        let now = known + bytes.len() as u64;
        *size = Some(if now > self.bound { self.make_room()? } else { now });
        Ok(())
    }

    /// Lets the least recently used leave until nine tenths of the bound are left.
    fn make_room(&self) -> io::Result<u64> {
        let mut files = self.files()?;
        files.sort_by_key(|file| file.used);
        let mut size: u64 = files.iter().map(|file| file.bytes).sum();
        for file in files {
            if size <= self.bound / 10 * 9 {
                break;
            }
            fs::remove_file(&file.path)?;
            size -= file.bytes;
        }
        Ok(size)
    }

    fn files(&self) -> io::Result<Vec<Kept>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let about = entry.metadata()?;
            if about.is_file() {
                files.push(Kept {
                    path: entry.path(),
                    bytes: about.len(),
                    used: about.modified()?,
                });
            }
        }
        Ok(files)
    }
}

struct Kept {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
}
