use std::collections::{BTreeMap, HashMap};

use contract::{Platform, UnixMillis};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rusqlite::Row;

use super::{CreatorRank, Insights, InsightsQuery, PlatformInsights, RANKED, Step, TagRank, TimeCell};
use crate::LibraryError;
use crate::creators::{MEDIAN_POSTS_MIN, median_twice};

/// Periods up to so many days are told by day.
const DAYS_MAX: i64 = 31;
/// Steps of a period that are told; two years of weeks.
const STEPS_MAX: usize = 110;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;
/// Cells of two hours in a week.
const CELLS: usize = 7 * 12;

/// Posts as they are read, sorted into what is told of them.
pub(super) struct Gathered {
    zone: TimeZone,
    step: Step,
    starts: Vec<UnixMillis>,
    platforms: BTreeMap<Platform, Pile>,
}

#[derive(Default)]
struct Pile {
    posts: u32,
    with_views: u32,
    counts: Vec<u32>,
    engagement: Vec<Vec<i64>>,
    creators: HashMap<i64, Posted>,
    tags: HashMap<String, (u32, Vec<i64>)>,
    times: Vec<Vec<i64>>,
}

#[derive(Default)]
struct Posted {
    posts: u32,
    views: Vec<i64>,
    engagement: Vec<i64>,
}

impl Gathered {
    pub(super) fn new(query: &InsightsQuery, zone: &TimeZone) -> Self {
        let days = query.until.since(query.from) / DAY_MILLIS;
        let step = if days <= DAYS_MAX { Step::Day } else { Step::Week };
        Self {
            zone: zone.clone(),
            step,
            starts: starts(query, step, zone),
            platforms: BTreeMap::new(),
        }
    }

    pub(super) fn take(&mut self, row: &Row<'_>) -> Result<(), LibraryError> {
        let (name, at): (String, i64) = (row.get(0)?, row.get(1)?);
        let Some(platform) = Platform::from_name(&name) else {
            return Ok(());
        };
        let (views, rate): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
        let (creator, tags): (Option<i64>, String) = (row.get(4)?, row.get(5)?);
        let step = self.starts.partition_point(|start| start.0 <= at).checked_sub(1);
        let (cell, steps) = (self.cell(at), self.starts.len());
        let pile = self
            .platforms
            .entry(platform)
            .or_insert_with(|| Pile::with(steps));
        pile.count(step, views, rate);
        if let Some(views) = views {
            pile.times[cell].push(views);
        }
        if let Some(creator) = creator {
            pile.creators.entry(creator).or_default().take(views, rate);
        }
        for tag in serde_json::from_str::<Vec<String>>(&tags).unwrap_or_default() {
            let of_tag = pile.tags.entry(tag).or_default();
            of_tag.0 += 1;
            of_tag.1.extend(views);
        }
        Ok(())
    }

    /// Which two hours of which weekday, in the person's zone.
    fn cell(&self, at: i64) -> usize {
        let Ok(stamp) = Timestamp::from_millisecond(at) else {
            return 0;
        };
        let local = self.zone.to_datetime(stamp);
        let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0);
        let hours = usize::try_from(local.hour() / 2).unwrap_or(0);
        (day * 12 + hours).min(CELLS - 1)
    }

    pub(super) fn finish(self) -> Insights {
        let platforms = self
            .platforms
            .into_iter()
            .map(|(platform, pile)| pile.told(platform))
            .collect();
        Insights {
            step: self.step,
            starts: self.starts,
            platforms,
        }
    }
}

impl Pile {
    fn with(steps: usize) -> Self {
        Self {
            counts: vec![0; steps],
            engagement: vec![Vec::new(); steps],
            times: vec![Vec::new(); CELLS],
            ..Self::default()
        }
    }

    fn count(&mut self, step: Option<usize>, views: Option<i64>, rate: Option<i64>) {
        self.posts += 1;
        self.with_views += u32::from(views.is_some());
        let Some(step) = step else { return };
        self.counts[step] += 1;
        self.engagement[step].extend(rate);
    }

    fn told(self, platform: Platform) -> PlatformInsights {
        let cell = |mut views: Vec<i64>| TimeCell {
            posts: u32::try_from(views.len()).unwrap_or(u32::MAX),
            twice_views: any_median(&mut views),
        };
        PlatformInsights {
            platform,
            posts: self.posts,
            with_views: self.with_views,
            counts: self.counts,
            engagement: self
                .engagement
                .into_iter()
                .map(|mut rates| any_median(&mut rates).map(|twice| twice / 2))
                .collect(),
            creators: ranked_creators(self.creators),
            hashtags: ranked_tags(self.tags),
            times: self.times.into_iter().map(cell).collect(),
        }
    }
}

impl Posted {
    fn take(&mut self, views: Option<i64>, rate: Option<i64>) {
        self.posts += 1;
        self.views.extend(views);
        self.engagement.extend(rate);
    }
}

fn ranked_creators(creators: HashMap<i64, Posted>) -> Vec<CreatorRank> {
    let mut ranks: Vec<CreatorRank> = creators
        .into_iter()
        .filter_map(|(id, posted)| rank(id, posted))
        .collect();
    ranks.sort_by_key(|rank| (std::cmp::Reverse(rank.twice_views), rank.id));
    ranks.truncate(RANKED);
    ranks
}

fn rank(id: i64, mut posted: Posted) -> Option<CreatorRank> {
    posted.views.sort_unstable();
    Some(CreatorRank {
        id,
        name: String::new(),
        is_handle: false,
        posts: posted.posts,
        twice_views: median_twice(&posted.views).and_then(|twice| u64::try_from(twice).ok())?,
        engagement: any_median(&mut posted.engagement).map(|twice| twice / 2),
    })
}

fn ranked_tags(tags: HashMap<String, (u32, Vec<i64>)>) -> Vec<TagRank> {
    let often = |posts: u32| usize::try_from(posts).is_ok_and(|posts| posts >= MEDIAN_POSTS_MIN);
    let mut ranks: Vec<TagRank> = tags
        .into_iter()
        .filter(|(_, (posts, _))| often(*posts))
        .map(|(tag, (posts, mut views))| {
            views.sort_unstable();
            let twice_views = median_twice(&views).and_then(|twice| u64::try_from(twice).ok());
            TagRank {
                tag,
                posts,
                twice_views,
            }
        })
        .collect();
    ranks.sort_by(|a, b| b.posts.cmp(&a.posts).then_with(|| a.tag.cmp(&b.tag)));
    ranks.truncate(RANKED);
    ranks
}

/// Twice the median, of however few.
fn any_median(numbers: &mut [i64]) -> Option<u64> {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    let high = *numbers.get(middle)?;
    let low = if numbers.len().is_multiple_of(2) {
        numbers[middle - 1]
    } else {
        high
    };
    u64::try_from(low.saturating_add(high)).ok()
}

/// The beginnings of the steps from the one in which the period begins, in the person's zone.
fn starts(query: &InsightsQuery, step: Step, zone: &TimeZone) -> Vec<UnixMillis> {
    let Ok(first) = Timestamp::from_millisecond(query.from.0) else {
        return Vec::new();
    };
    let date = zone.to_datetime(first).date();
    let back = if step == Step::Week {
        i64::from(date.weekday().to_monday_zero_offset())
    } else {
        0
    };
    let mut day: Option<Date> = date.checked_sub(back.days()).ok();
    let mut starts = Vec::new();
    while let Some(date) = day.filter(|_| starts.len() < STEPS_MAX) {
        let Ok(start) = zone.to_timestamp(date.at(0, 0, 0, 0)) else {
            break;
        };
        if start.as_millisecond() >= query.until.0 {
            break;
        }
        starts.push(UnixMillis(start.as_millisecond()));
        day = date
            .checked_add(if step == Step::Week { 7.days() } else { 1.days() })
            .ok();
    }
    starts
}
