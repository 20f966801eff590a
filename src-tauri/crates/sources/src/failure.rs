use contract::{Money, UnixMillis};

use crate::Missing;
use crate::clause::{Allowance, CollectorLack, KeyLack, RunEnd};

/// Whether asking again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Yes, after a while, with nothing changed.
    Later,
    /// Yes, but not before this time: until then nothing is asked and nothing counts as failed.
    NotBefore(UnixMillis),
    /// Not by itself: a key or an account of the person's has to be put right first.
    AfterChange,
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
        /// What is missing.
        missing: Missing,
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
    /// The key is missing.
    #[error("{platform} needs a key of yours. Add it in Settings, under Sources.")]
    NeedsKey {
        /// Whose key, as people know it.
        platform: &'static str,
    },
    /// The key is wrong, expired or was taken back.
    #[error("{platform} refused your key. Put a new one into Settings, under Sources.")]
    KeyRefused {
        /// Whose key, as people know it.
        platform: &'static str,
    },
    /// The key is right and may not do this.
    #[error("{platform} does not let your key do this: {why}.")]
    KeyNotAllowed {
        /// Whose key, as people know it.
        platform: &'static str,
        /// What is missing.
        why: KeyLack,
    },
    /// The day's allowance of the key is used up.
    #[error(
        "Your YouTube key has used up its {bucket} for today. YouTube gives new ones at midnight Pacific time; collecting goes on then by itself."
    )]
    QuotaUsedUp {
        /// What is used up.
        bucket: Allowance,
        /// When YouTube gives new ones.
        until: UnixMillis,
    },
    /// The account's allowance of hashtags in seven days is used up.
    #[error(
        "Instagram lets an account look up 30 different hashtags in seven days, and yours are used up. Collecting goes on by itself when one is free again."
    )]
    HashtagsUsedUp {
        /// When to ask again.
        until: UnixMillis,
    },
    /// Instagram shows business and creator accounts to others, and no others.
    #[error(
        "{name} was not found among Instagram's business and creator accounts, the only ones its official API shows. Check the spelling, or use Apify or a GEN workspace for this account."
    )]
    NotProfessional {
        /// The name with its `@`.
        name: String,
    },
    /// A token that no professional account belongs to.
    #[error(
        "Your Instagram connection has no business or creator account linked to a Facebook page, and Instagram needs one."
    )]
    NoOwnAccount,
    /// The provider wants money.
    #[error(
        "Apify did not start the work: your Apify account has reached its limit or has no credit left. Raise it at Apify, then run this again."
    )]
    ProviderLimit,
    /// The provider's program cannot be started as it is.
    #[error("Apify cannot run {actor}: {why}.")]
    ActorUnavailable {
        /// The program's name at Apify.
        actor: &'static str,
        /// What is in the way.
        why: CollectorLack,
    },
    /// The provider's program ended without posts.
    #[error("The run at Apify ended without posts ({ended}). This often passes by itself; try again later.")]
    RunFailed {
        /// How it ended.
        ended: RunEnd,
    },
    /// A run was started and its answer is lost; it is looked for before another is paid.
    #[error(
        "Apify's answer to a start was lost on the way. Feedwatch looks for that run before it pays for another."
    )]
    StartUnsure,
    /// This and what the attempt cost all the same.
    #[error("{because} Apify charged {cost} for it.")]
    Charged {
        /// What went wrong.
        because: Box<SourceFailure>,
        /// What the provider charged.
        cost: Money,
    },
    /// What this computer remembers of its sources could not be read or written.
    #[error("This computer's own record could not be read or written. Check that the disk is not full.")]
    OwnRecord,
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
    pub fn retry(&self) -> Retry {
        match self {
            Self::TryLater { .. }
            | Self::TooManyRequests { .. }
            | Self::Unreachable { .. }
            | Self::Unreadable { .. }
            | Self::RunFailed { .. }
            | Self::StartUnsure
            | Self::OwnRecord => Retry::Later,
            Self::QuotaUsedUp { until, .. } | Self::HashtagsUsedUp { until } => Retry::NotBefore(*until),
            Self::Charged { because, .. } => because.retry(),
            Self::AccountNotFound { .. }
            | Self::AccountPrivate { .. }
            | Self::HashtagBlocked { .. }
            | Self::SearchRefused { .. }
            | Self::NeedsChannelId { .. }
            | Self::NotServed { .. }
            | Self::NotProfessional { .. }
            | Self::ActorUnavailable { .. } => Retry::Pointless,
            Self::NeedsKey { .. }
            | Self::KeyRefused { .. }
            | Self::KeyNotAllowed { .. }
            | Self::NoOwnAccount
            | Self::ProviderLimit => Retry::AfterChange,
        }
    }

    /// What a provider charged all the same.
    pub const fn cost(&self) -> Money {
        match self {
            Self::Charged { cost, .. } => *cost,
            _ => Money::ZERO,
        }
    }

    /// This failure with what the attempt cost.
    pub(crate) fn charged(self, cost: Money) -> Self {
        if cost == Money::ZERO {
            return self;
        }
        Self::Charged {
            because: Box::new(self),
            cost,
        }
    }
}
