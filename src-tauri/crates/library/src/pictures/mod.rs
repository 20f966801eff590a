//! Preview pictures: fetched here, checked, and kept on disk within a bound. The window asks for them
//! by a post's number and never speaks to a platform itself.

mod address;
mod disk;
mod fetch;

use std::path::PathBuf;

pub use address::Reach;
pub use fetch::PictureError;

use disk::Disk;
use fetch::Fetcher;
use tokio::sync::Semaphore;

/// Fetches at a time: platforms are asked gently, and a slow one holds up few.
const AT_ONCE: usize = 6;
/// What is kept on disk, in bytes.
const DISK_MAX: u64 = 256 * 1024 * 1024;

/// A kind of picture, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
}

impl PictureKind {
    /// Its name on the wire.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }
}

/// A checked picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is.
    pub kind: PictureKind,
    /// Its bytes, as they were fetched.
    pub bytes: Vec<u8>,
}

/// Fetches and keeps pictures.
#[derive(Debug)]
pub struct Pictures {
    disk: Disk,
    fetcher: Fetcher,
    turns: Semaphore,
}

impl Pictures {
    /// Keeps pictures in this folder, which is made where it is missing. Nothing is sent yet.
    ///
    /// # Errors
    /// The client cannot be made.
    pub fn new(folder: PathBuf, reach: Reach) -> Result<Self, PictureError> {
        Self::with_bound(folder, reach, DISK_MAX)
    }

    /// As [`Self::new`], with another bound in bytes.
    ///
    /// # Errors
    /// As above.
    pub fn with_bound(folder: PathBuf, reach: Reach, bound: u64) -> Result<Self, PictureError> {
        Ok(Self {
            disk: Disk::new(folder, bound),
            fetcher: Fetcher::new(reach)?,
            turns: Semaphore::new(AT_ONCE),
        })
    }

    /// The picture of a post: the kept one, else fetched from its address and kept. `post` is the name
    /// under which it is kept ([`crate::post_id`]).
    ///
    /// # Errors
    /// The address may not be asked, did not answer in time, or gave no picture of a fair size.
    pub async fn get(&self, post: &str, address: &str) -> Result<Picture, PictureError> {
        if let Some(bytes) = self.disk.get(post).await {
            return fetch::checked(bytes);
        }
        let _turn = self.turns.acquire().await.map_err(|_| PictureError::Ending)?;
        // Another asker may have fetched it meanwhile.
        if let Some(bytes) = self.disk.get(post).await {
            return fetch::checked(bytes);
        }
        let picture = self.fetcher.fetch(address).await?;
        if let Err(error) = self.disk.put(post, picture.bytes.clone()).await {
            tracing::warn!(%error, "a picture could not be kept");
        }
        Ok(picture)
    }
}
