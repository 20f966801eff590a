use serde::{Deserialize, Serialize};

/// What a person should know about a check's posts. Shown with them, never swallowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Nothing of it is real.
    PracticeData,
    /// The source cannot filter by country.
    CountryNotApplied,
    /// The source has no comments.
    CommentsNotAvailable,
    /// The source gives only the channel's latest videos, whatever period was asked for.
    LatestOnly,
    /// Some entries could not be read and were left out.
    Partial,
}

impl Note {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::PracticeData,
        Self::CountryNotApplied,
        Self::CommentsNotAvailable,
        Self::LatestOnly,
        Self::Partial,
    ];

    /// The note of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|note| note.code() == code)
    }

    /// Its name in answers and in the window's table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PracticeData => "practice_data",
            Self::CountryNotApplied => "country_not_applied",
            Self::CommentsNotAvailable => "comments_not_available",
            Self::LatestOnly => "latest_only",
            Self::Partial => "partial",
        }
    }

    /// One sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::PracticeData => "Practice data: these posts and comments are made up.",
            Self::CountryNotApplied => {
                "The country was not applied: this source cannot tell where a post is from."
            }
            Self::CommentsNotAvailable => "No comments were collected: this source has none.",
            Self::LatestOnly => "Only the channel's latest videos: this source does not reach further back.",
            Self::Partial => "Some entries could not be read and were left out.",
        }
    }
}
