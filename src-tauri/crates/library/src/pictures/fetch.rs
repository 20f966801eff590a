use std::sync::{Arc, Once};
use std::time::Duration;

use imagesize::ImageType;
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Response};
use url::Url;

use super::address::Careful;
use super::{Picture, PictureKind, Reach};

/// The largest file taken. Previews are tens to hundreds of kilobytes.
pub(super) const BYTES_MAX: usize = 4 * 1024 * 1024;
/// The longest side taken, in pixels: what is larger costs the window's memory.
const SIDE_MAX: usize = 6_000;
/// The most pixels taken: 24 million, a hundred megabytes once decoded.
const PIXELS_MAX: usize = 24_000_000;
/// For the connection.
const CONNECT_MAX: Duration = Duration::from_secs(8);
/// For all of it.
const TIME_MAX: Duration = Duration::from_secs(20);
/// Redirects followed.
const HOPS_MAX: usize = 3;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The address is none that may be asked.
    #[error("the picture's address may not be asked")]
    Address,
    /// It could not be asked, or did not answer well in time.
    #[error("the picture could not be fetched: {0}")]
    Fetch(#[from] reqwest::Error),
    /// Larger than any preview.
    #[error("the picture is too large")]
    TooLarge,
    /// The bytes are no picture of a kind that is shown.
    #[error("the answer is no picture")]
    NotAPicture,
    /// The app is ending.
    #[error("the app is ending")]
    Ending,
}

/// Asks for pictures, within limits.
#[derive(Debug)]
pub(super) struct Fetcher {
    client: Client,
    reach: Reach,
}

impl Fetcher {
    pub(super) fn new(reach: Reach) -> Result<Self, PictureError> {
        static PROVIDER: Once = Once::new();
        // Another part of the program may have installed the same one.
        PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
        let client = Client::builder()
            .connect_timeout(CONNECT_MAX)
            .timeout(TIME_MAX)
            .https_only(reach == Reach::Public)
            .referer(false)
            .dns_resolver(Arc::new(Careful(reach)))
            .redirect(Policy::custom(move |attempt| hop(reach, attempt)))
            .build()?;
        Ok(Self { client, reach })
    }

    pub(super) async fn fetch(&self, address: &str) -> Result<Picture, PictureError> {
        let url = Url::parse(address).map_err(|_| PictureError::Address)?;
        if !self.reach.takes(&url) {
            return Err(PictureError::Address);
        }
        let answer = self.client.get(url).send().await?.error_for_status()?;
        checked(whole(answer).await?)
    }
}

/// A redirect is judged as the first address was.
fn hop(reach: Reach, attempt: Attempt<'_>) -> reqwest::redirect::Action {
    if attempt.previous().len() > HOPS_MAX || !reach.takes(attempt.url()) {
        attempt.error("the redirect leads where nothing may be asked")
    } else {
        attempt.follow()
    }
}

/// Reads piece by piece, so that an answer without end takes no more memory than its limit.
async fn whole(mut answer: Response) -> Result<Vec<u8>, PictureError> {
    let told = answer
        .content_length()
        .and_then(|length| usize::try_from(length).ok());
    if told.is_some_and(|length| length > BYTES_MAX) {
        return Err(PictureError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(told.unwrap_or(0));
    while let Some(piece) = answer.chunk().await? {
        if bytes.len() + piece.len() > BYTES_MAX {
            return Err(PictureError::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// The bytes as a picture, by what they are and not by what somebody called them.
pub(super) fn checked(bytes: Vec<u8>) -> Result<Picture, PictureError> {
    let kind = match imagesize::image_type(&bytes) {
        Ok(ImageType::Jpeg) => PictureKind::Jpeg,
        Ok(ImageType::Png) => PictureKind::Png,
        Ok(ImageType::Gif) => PictureKind::Gif,
        Ok(ImageType::Webp) => PictureKind::Webp,
        _ => return Err(PictureError::NotAPicture),
    };
    let size = imagesize::blob_size(&bytes).map_err(|_| PictureError::NotAPicture)?;
    let fair = size.width <= SIDE_MAX && size.height <= SIDE_MAX && size.width * size.height <= PIXELS_MAX;
    if fair {
        Ok(Picture { kind, bytes })
    } else {
        Err(PictureError::TooLarge)
    }
}
