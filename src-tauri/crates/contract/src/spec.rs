use crate::{
    Country, Field, LookBack, MaxResults, MonitorDraft, Platform, Reason, SpecProblems, Target, TargetKind,
};

/// A monitor's configuration that the API accepts; one that exists is valid.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MonitorSpec {
    /// What is followed, and where.
    pub target: Target,
    /// How far back posts may lie.
    pub days: LookBack,
    /// Only this country's posts, where the platform can tell; none means any.
    pub country: Option<Country>,
    /// The most posts per check.
    pub max_results: MaxResults,
    /// `false`: one check, then completed. `true`: checked again and again.
    pub monitoring: bool,
    /// Whether comments are collected too; they have no known ceiling.
    pub comment_monitoring: bool,
}

impl MonitorSpec {
    /// Reads a draft. Where the draft is silent: no period filter, any country, the ceiling of
    /// results, once, without comments. The page documents the last two; the first three are ours,
    /// and the app always sends them.
    ///
    /// # Errors
    /// Every field that is wrong, at once.
    pub fn parse(draft: &MonitorDraft) -> Result<Self, SpecProblems> {
        Self::parse_noting(draft, SpecProblems::default())
    }

    /// Like [`Self::parse`], with problems that an outer layer already found, such as a field of
    /// the wrong type: all are reported together.
    ///
    /// # Errors
    /// Every field that is wrong, at once.
    pub fn parse_noting(draft: &MonitorDraft, mut problems: SpecProblems) -> Result<Self, SpecProblems> {
        let target = read_target(draft, &mut problems);
        let days = read_days(draft, &mut problems);
        let country = read_country(draft, &mut problems);
        let max_results = read_max_results(draft, &mut problems);
        match target {
            Some(target) if problems.is_empty() => Ok(Self {
                target,
                days,
                country,
                max_results,
                monitoring: draft.monitoring.unwrap_or(false),
                comment_monitoring: draft.comment_monitoring.unwrap_or(false),
            }),
            _ => Err(problems),
        }
    }
}

fn read_target(draft: &MonitorDraft, problems: &mut SpecProblems) -> Option<Target> {
    let platform = named(
        draft.platform.as_deref(),
        Platform::from_name,
        Reason::UnknownPlatform,
    )
    .map_err(|reason| problems.note(Field::Platform, reason))
    .ok();
    let kind = named(draft.kind.as_deref(), TargetKind::from_name, Reason::UnknownKind)
        .map_err(|reason| problems.note(Field::Type, reason))
        .ok();
    let Some(value) = draft.value.as_deref() else {
        problems.note(Field::Value, Reason::Missing);
        return None;
    };
    // Without a kind the value can still be found empty; without a platform its sign can be checked.
    let Some(kind) = kind else {
        if value.trim().is_empty() {
            problems.note(Field::Value, Reason::Empty);
        }
        return None;
    };
    if platform.is_some_and(|platform| !crate::supports(platform, kind)) {
        problems.note(Field::Type, Reason::UnsupportedPair);
    }
    // TikTok takes every kind, so it stands in where the platform is unknown or lacks the kind.
    let stand_in = platform
        .filter(|platform| crate::supports(*platform, kind))
        .unwrap_or(Platform::TikTok);
    Target::parse(stand_in, kind, value)
        .map_err(|reason| problems.note(Field::Value, reason))
        .ok()
}

fn named<T>(text: Option<&str>, find: impl Fn(&str) -> Option<T>, unknown: Reason) -> Result<T, Reason> {
    match text {
        None => Err(Reason::Missing),
        Some(text) => find(text).ok_or(unknown),
    }
}

fn read_days(draft: &MonitorDraft, problems: &mut SpecProblems) -> LookBack {
    let Some(days) = draft.days else {
        return LookBack::NoLimit;
    };
    LookBack::from_days(days).unwrap_or_else(|| {
        problems.note(Field::Days, Reason::NotAPeriod);
        LookBack::NoLimit
    })
}

fn read_country(draft: &MonitorDraft, problems: &mut SpecProblems) -> Option<Country> {
    let text = draft.country.as_deref().filter(|text| !text.is_empty())?;
    let country = Country::parse(text);
    if country.is_none() {
        problems.note(Field::Country, Reason::UnknownCountry);
    }
    country
}

fn read_max_results(draft: &MonitorDraft, problems: &mut SpecProblems) -> MaxResults {
    let Some(count) = draft.max_results else {
        return MaxResults::CEILING;
    };
    MaxResults::new(count).unwrap_or_else(|| {
        problems.note(Field::MaxResults, Reason::OutOfRange);
        MaxResults::CEILING
    })
}
