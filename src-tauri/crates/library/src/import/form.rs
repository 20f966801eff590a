use std::collections::BTreeMap;
use std::path::PathBuf;

use contract::{AgentId, Platform, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What made a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "PostFileForm")]
pub enum ImportForm {
    /// A dataset of an Apify actor, as JSON.
    ApifyJson,
    /// A dataset of an Apify actor, as CSV.
    ApifyCsv,
    /// What the browser extension Zeeschuimer captured, one JSON object in each line.
    Zeeschuimer,
    /// A table of the person's own.
    Table,
}

impl ImportForm {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ApifyJson => "apify_json",
            Self::ApifyCsv => "apify_csv",
            Self::Zeeschuimer => "zeeschuimer",
            Self::Table => "table",
        }
    }
}

/// What a column of a table may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "PostFileField")]
pub enum TableField {
    /// The post's address; platform and id are read from it.
    Url,
    /// The platform's id.
    Id,
    /// The platform.
    Platform,
    /// The creator's handle.
    Creator,
    /// The creator's name.
    CreatorName,
    /// The creator's followers.
    Followers,
    /// The title.
    Title,
    /// The caption.
    Caption,
    /// The hashtags.
    Hashtags,
    /// When it was posted.
    Published,
    /// Views.
    Views,
    /// Likes.
    Likes,
    /// Comments.
    Comments,
    /// Shares.
    Shares,
    /// Saves.
    Saves,
    /// Length in seconds, or as h:mm:ss.
    Duration,
    /// Language.
    Language,
    /// Country.
    Country,
    /// The address of a picture.
    Picture,
}

/// Which column, counted from 0, holds what.
pub type Mapping = BTreeMap<TableField, u32>;

/// A file to bring in.
#[derive(Debug, Clone)]
pub struct ImportOrder {
    /// Where it is.
    pub path: PathBuf,
    /// Whose library.
    pub agent: AgentId,
    /// What made it.
    pub form: ImportForm,
    /// For a table: its columns.
    pub mapping: Mapping,
    /// For a table without a column for it: the platform of all its rows.
    pub platform: Option<Platform>,
    /// Now.
    pub at: UnixMillis,
}
