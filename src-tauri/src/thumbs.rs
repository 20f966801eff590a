//! Preview pictures for the window, by a post's number: `thumb://localhost/123`. The window's policy
//! lets pictures come from here and from nowhere else.

use std::sync::Arc;

use library::pictures::{Picture, PictureError, Pictures, Reach};
use library::post_id;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{AppHandle, Manager, UriSchemeResponder};

use crate::app::Host;

/// The scheme of the addresses.
pub(crate) const SCHEME: &str = "thumb";

/// Answers with the picture of a post, or with nothing.
pub(crate) fn answer(app: AppHandle, request: &Request<Vec<u8>>, responder: UriSchemeResponder) {
    let id = request.uri().path().trim_start_matches('/').parse::<i64>().ok();
    tauri::async_runtime::spawn(async move {
        let picture = match id {
            Some(id) => picture(&app, id).await,
            None => None,
        };
        responder.respond(picture.map_or_else(nothing, shown));
    });
}

async fn picture(app: &AppHandle, id: i64) -> Option<Picture> {
    let host = app.state::<Host>();
    let source = host.posts.read(move |reader| reader.picture(id)).await.ok()??;
    let pictures = host.posts.pictures()?;
    let found = pictures
        .get(&post_id(source.platform, &source.native_id), &source.address)
        .await;
    found
        .inspect_err(|error| tracing::debug!(%error, "a picture was not shown"))
        .ok()
}

/// Makes what fetches pictures, for [`crate::posts::Posts`].
pub(crate) fn pictures(folder: std::path::PathBuf) -> Result<Arc<Pictures>, PictureError> {
    Pictures::new(folder, Reach::Public).map(Arc::new)
}

fn shown(picture: Picture) -> Response<Vec<u8>> {
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, picture.kind.mime())
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "private, max-age=86400")
        .body(picture.bytes);
    answer.unwrap_or_else(|_| nothing())
}

fn nothing() -> Response<Vec<u8>> {
    let mut answer = Response::new(Vec::new());
    *answer.status_mut() = StatusCode::NOT_FOUND;
    answer
}
