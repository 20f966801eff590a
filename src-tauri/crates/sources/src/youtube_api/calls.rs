use serde_json::Value;

use super::quota::{Bucket, Quota};
use super::refusal::{self, Refused};
use crate::fields::Fields;
use crate::http::{Auth, Http};
use crate::{Memory, SourceFailure, SourceKey};

/// The interface with one key at one time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calls<'a> {
    pub(super) http: &'a Http,
    pub(super) key: &'a SourceKey,
    pub(super) quota: Quota<'a>,
    pub(super) memory: &'a dyn Memory,
}

/// A page of a list.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) items: Vec<Value>,
    pub(super) next: Option<String>,
}

/// Why there is no page: a reason that concerns what was asked for, or a failure of the whole.
#[derive(Debug)]
pub(super) enum NoPage {
    /// No such channel, playlist or video.
    NotFound,
    /// The owner turned comments off.
    CommentsOff,
    Failed(SourceFailure),
}

impl From<SourceFailure> for NoPage {
    fn from(failure: SourceFailure) -> Self {
        Self::Failed(failure)
    }
}

impl Calls<'_> {
    /// One call of a list. It is counted before it is sent: YouTube counts refused calls too.
    pub(super) async fn page(&self, what: &str, query: &[(&str, &str)]) -> Result<Page, NoPage> {
        let bucket = Bucket::of(what);
        self.quota.spend(bucket).await?;
        let path = format!("youtube/v3/{what}");
        let asked = self.http.get(&path, query, Auth::Google(self.key)).await;
        let answer = asked.map_err(|trouble| self.http.failure(trouble))?;
        if answer.status == 200 {
            return read(self.http, &answer.body).map_err(NoPage::Failed);
        }
        Err(match refusal::read(answer.status, &answer.body) {
            Refused::NotFound => NoPage::NotFound,
            Refused::CommentsOff => NoPage::CommentsOff,
            Refused::QuotaUsedUp => NoPage::Failed(self.quota.used_up(bucket).await?),
            Refused::Failed(failure) => NoPage::Failed(failure),
            Refused::Status => NoPage::Failed(self.http.by_status(answer.status)),
        })
    }

    /// As [`Self::page`], where "not found" is an empty page.
    pub(super) async fn list(&self, what: &str, query: &[(&str, &str)]) -> Result<Page, SourceFailure> {
        match self.page(what, query).await {
            Ok(page) => Ok(page),
            Err(NoPage::NotFound | NoPage::CommentsOff) => Ok(Page::default()),
            Err(NoPage::Failed(failure)) => Err(failure),
        }
    }
}

pub(super) fn read(http: &Http, body: &[u8]) -> Result<Page, SourceFailure> {
    let whole: Value =
        serde_json::from_slice(body).map_err(|_| http.unreadable("it is cut off or not JSON"))?;
    if !whole.is_object() {
        return Err(http.unreadable("it is not a list"));
    }
    let next = Fields(&whole).text("/nextPageToken");
    // Absent where nothing was found.
    let items = Fields(&whole).list("/items").to_vec();
    Ok(Page { items, next })
}
