/// Whether asking again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Yes, after a while, with nothing changed.
    Later,
    /// No: something has to be changed first.
    Pointless,
}

/// Why nothing was collected, in words a marketer understands. The text says what happened and
/// what to do; it holds nothing secret and no address with a key in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceFailure {
    /// No such account.
    #[error("{name} was not found. Check the spelling, or look whether the account was renamed or deleted.")]
    AccountNotFound {
        /// The name with its `@`.
        name: String,
    },
    /// The account shows its posts to followers only.
    #[error(
        "{name} is private, so its posts cannot be collected. Follow a public account or a hashtag instead."
    )]
    AccountPrivate {
        /// The name with its `@`.
        name: String,
    },
    /// The platform hides the tag.
    #[error("{tag} is blocked by the platform, so it shows no posts. Follow a different hashtag.")]
    HashtagBlocked {
        /// The tag with its `#`.
        tag: String,
    },
    /// The platform refuses the search.
    #[error("The platform refused the search \"{words}\". Try different words.")]
    SearchRefused {
        /// The words.
        words: String,
    },
    /// The feed cannot look a handle up.
    #[error(
        "{name} is a handle, and without a YouTube key a channel is found only by its id. \
         Paste the channel's link or id (it starts with UC) instead."
    )]
    NeedsChannelId {
        /// The name with its `@`.
        name: String,
    },
    /// No source here serves such a target.
    #[error("{missing}")]
    NotServed {
        /// What is missing, as a sentence.
        missing: String,
    },
    /// The platform has nothing to say at the moment.
    #[error(
        "{platform} did not give the posts this time (status {status}). This often passes by itself; try again later."
    )]
    TryLater {
        /// The platform's name.
        platform: &'static str,
        /// The HTTP status of its answer.
        status: u16,
    },
    /// The platform asks for fewer requests.
    #[error("{platform} asks for a pause because of too many requests. Collecting goes on later.")]
    TooManyRequests {
        /// The platform's name.
        platform: &'static str,
    },
    /// No answer.
    #[error("{platform} could not be reached. Check the internet connection of this computer.")]
    Unreachable {
        /// The platform's name.
        platform: &'static str,
    },
    /// An answer that is not what the platform is known to send, or too much of it.
    #[error(
        "{platform} sent an answer that could not be read ({detail}). If this goes on, look for a newer version of the app."
    )]
    Unreadable {
        /// The platform's name.
        platform: &'static str,
        /// What was wrong with it.
        detail: &'static str,
    },
}

impl SourceFailure {
    /// Whether asking again can help.
    pub const fn retry(&self) -> Retry {
        match self {
            Self::TryLater { .. }
            | Self::TooManyRequests { .. }
            | Self::Unreachable { .. }
            | Self::Unreadable { .. } => Retry::Later,
            Self::AccountNotFound { .. }
            | Self::AccountPrivate { .. }
            | Self::HashtagBlocked { .. }
            | Self::SearchRefused { .. }
            | Self::NeedsChannelId { .. }
            | Self::NotServed { .. } => Retry::Pointless,
        }
    }
}
