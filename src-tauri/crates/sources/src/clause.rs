use std::fmt;

/// The closed lists of what a failure's sentence says in a part of it, each part with the name of the
/// whole sentence: a translation needs the whole.
macro_rules! clauses {
    ($($(#[$about:meta])* $list:ident { $($(#[$doc:meta])* $variant:ident = $code:literal, $words:literal;)+ })+) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $list { $($(#[$doc])* $variant),+ }

        impl $list {
            /// All of them.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name of the sentence that says it.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl fmt::Display for $list {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $words),+ })
            }
        }
    )+};
}

clauses! {
    /// What a key that is right may not do.
    KeyLack {
        /// The interface is not turned on.
        ApiOff = "key_api_off", "turn on the YouTube Data API v3 in the Google project that the key belongs to";
        /// It works elsewhere only.
        Limited = "key_limited",
            "it is limited to certain websites or addresses; take that limit away, or make another key";
        /// It is meant for other interfaces.
        OtherApi = "key_other_api", "it is not meant for the YouTube Data API v3; allow that for the key";
        /// It may read only.
        StartsNothing = "key_starts_nothing", "the token may not start actors; make one without limits";
        /// Nobody knows.
        Unsaid = "key_unsaid", "Apify does not say what is missing; look at the token's permissions";
        /// Meta has not looked at the app.
        Review = "key_review",
            "its app needs instagram_basic and, for hashtags, Instagram Public Content Access, which Meta grants after a review";
        /// Meta holds the account back.
        Blocked = "key_account_blocked", "Meta has blocked the account for the time being";
    }
    /// An allowance of YouTube's for a day.
    Allowance {
        /// `search.list`.
        Searches = "searches_used_up", "searches";
        /// Everything else.
        Calls = "calls_used_up", "calls";
    }
    /// Why a provider's program cannot be started.
    CollectorLack {
        /// It is rented.
        Rent = "collector_rent", "rent it at Apify first, or choose another source";
        /// It was taken away.
        Gone = "collector_gone", "it is not offered any more; look for a newer version of the app";
        /// It is for paying customers.
        Plan = "collector_plan", "it needs a paid plan at Apify";
        /// It wants to be asked differently now.
        Question = "collector_question",
            "it does not take the question any more; look for a newer version of the app";
    }
    /// How a run ended that brought nothing.
    RunEnd {
        /// It was waited for long enough.
        NotInTime = "run_not_in_time", "it did not end in time";
        /// By a fault of its own.
        Failed = "run_failed", "it failed at Apify";
        /// By its own time limit.
        TookTooLong = "run_took_too_long", "it took too long";
        /// By somebody there.
        Stopped = "run_stopped", "it was stopped at Apify";
        /// It ended well and says only what went wrong.
        OnlyErrors = "run_only_errors", "every row of it is an error";
    }
}
