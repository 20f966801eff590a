use serde::{Deserialize, Serialize};

/// Each note with its name and its sentence, in one place.
macro_rules! notes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $sentence:literal;)+) => {
        /// What a person should know about a check's posts. Shown with them, never swallowed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Note { $($(#[$doc])* $variant),+ }

        impl Note {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in answers and in the window's table.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// One sentence.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence),+ }
            }
        }
    };
}

notes! {
    /// Nothing of it is real.
    PracticeData = "practice_data", "Practice data: these posts and comments are made up.";
    /// The source cannot tell where any of these posts is from.
    CountryNotApplied = "country_not_applied",
        "The country was not applied: this source cannot tell where a post is from.";
    /// Of some posts the country is not known; those were kept.
    CountryPartlyApplied = "country_partly_applied",
        "The country was applied where it is known; posts that do not tell theirs were kept.";
    /// The source has no comments.
    CommentsNotAvailable = "comments_not_available", "No comments were collected: this source has none.";
    /// The owner of some posts has turned comments off.
    CommentsTurnedOff = "comments_turned_off", "Some posts have their comments turned off.";
    /// Not all comments could be fetched.
    CommentsPartial = "comments_partial", "Not all comments could be collected this time.";
    /// The source gives only the channel's latest videos, whatever period was asked for.
    LatestOnly = "latest_only", "Only the channel's latest videos: this source does not reach further back.";
    /// Some entries could not be read and were left out.
    Partial = "partial", "Some entries could not be read and were left out.";
    /// The collecting was cut short.
    StoppedEarly = "stopped_early",
        "The collecting ended before everything was there; what had arrived was kept.";
    /// A platform's search finds similar words too; only posts that carry the tag were kept.
    TagChecked = "tag_checked", "Only posts that carry the tag itself were kept.";
    /// Instagram's hashtag search reaches back one day.
    Window24h = "window_24h_only",
        "Instagram gives the last 24 hours of a hashtag; for longer periods its top posts are added.";
    /// Hashtag posts come without their author.
    AuthorNotAvailable = "author_not_available", "Instagram does not say who posted under a hashtag.";
    /// Shorts are separate and would be paid for on top.
    ShortsNotIncluded = "shorts_not_included", "Shorts were not collected: through this source they cost extra.";
    /// Some times are worked out from words such as "2 days ago".
    DatesApproximate = "dates_approximate", "Some dates are approximate.";
    /// The provider did not say what it charged.
    CostIsCeiling = "cost_is_ceiling", "The provider did not report its charge, so the most it may be is counted.";
}

impl Note {
    /// The note of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|note| note.code() == code)
    }
}
