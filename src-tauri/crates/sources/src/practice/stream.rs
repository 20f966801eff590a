use contract::{Platform, TargetKind, UnixMillis};
use library::{Author, Comment, CountryBasis, Counts, Media, Origin, Post, Precision, SourceId};

use super::seed::Seed;
use super::texts::{COMMENTS, PEOPLE, TAGS, openings};
use crate::{Collected, Note, Query, comments_per_post};

/// What practice has for this query.
pub(super) fn collect(query: &Query) -> Collected {
    Stream::of(query).collect(query)
}

const MINUTE_MILLIS: i64 = 60 * 1_000;
/// How far back practice reaches where no period is given: two years.
const REACH_MINUTES: u64 = 2 * 365 * 24 * 60;
/// Posts come evenly for so long; before that they thin out with their age, so that a short look
/// back and a long one both show a plausible number.
const DENSE_MINUTES: u64 = 20;
/// Chances are out of this many.
const SURE: u64 = 1_000;
/// Views grow towards their end as age / (age + this).
const HALF_GROWN_MINUTES: u64 = 36 * 60;

/// The posts of one target, one chance for each minute.
struct Stream {
    platform: Platform,
    kind: TargetKind,
    topic: String,
    seed: Seed,
}

impl Stream {
    fn of(query: &Query) -> Self {
        let value = query.target.comparable_value();
        let (platform, kind) = (query.target.platform(), query.target.kind());
        let seed = Seed::of(&[platform.as_str(), kind.as_str(), &value]);
        Self {
            platform,
            kind,
            topic: value.trim_start_matches(['@', '#']).to_owned(),
            seed,
        }
    }

    fn collect(&self, query: &Query) -> Collected {
        let posts: Vec<Post> = self
            .ages(query)
            .take(usize::from(query.limit.get()))
            .map(|age| self.post(query, age))
            .collect();
        let comments = if query.comments {
            posts.iter().flat_map(comments_of).collect()
        } else {
            Vec::new()
        };
        Collected {
            posts,
            comments,
            notes: vec![Note::PracticeData],
            ..Collected::default()
        }
    }

    /// The ages of its posts in minutes, newest first.
    fn ages(&self, query: &Query) -> impl Iterator<Item = u64> {
        let now = minute(query.now);
        let oldest = query
            .since
            .map_or(REACH_MINUTES, |since| now.saturating_sub(minute(since)));
        let reach = oldest.min(REACH_MINUTES).min(now);
        let chance = if self.kind == TargetKind::Username {
            SURE / 8
        } else {
            SURE * 3 / 10
        };
        let seed = self.seed;
        (1..reach).filter(move |age| {
            let thinned = if *age <= DENSE_MINUTES {
                chance * SURE
            } else {
                chance * SURE * DENSE_MINUTES / age
            };
            seed.with(now - age).below(SURE * SURE) < thinned
        })
    }

    fn post(&self, query: &Query, age: u64) -> Post {
        let born = minute(query.now) - age;
        let seed = self.seed.with(born);
        let native_id = format!("practice-{:016x}", seed.raw());
        let author = self.author(seed.with(1));
        let tags = self.tags(seed.with(2));
        let opening = seed
            .with(3)
            .pick(openings(self.platform))
            .replace("{}", &self.topic);
        let title = (self.platform == Platform::YouTube).then(|| opening.clone());
        let media = self.media(seed.with(4));
        Post {
            platform: self.platform,
            url: format!("https://practice.invalid/{}/{native_id}", self.platform.as_str()),
            caption: caption(&opening, &tags),
            native_id,
            source: SourceId::Practice,
            author: Some(author),
            title,
            hashtags: tags,
            published_at: UnixMillis(i64::try_from(born).unwrap_or(0).saturating_mul(MINUTE_MILLIS)),
            published_precision: Precision::Exact,
            media,
            duration_ms: duration(media, seed.with(5)),
            thumbnail_url: None,
            counts: self.counts(seed.with(6), age, media),
            origin: query.country.map(|country| Origin {
                country,
                basis: CountryBasis::PostLocation,
            }),
            language: None,
            is_ad: Some(seed.with(7).below(20) == 0),
            fetched_at: query.now,
        }
    }

    fn author(&self, seed: Seed) -> Author {
        let (handle, name) = seed.pick(&PEOPLE);
        let (handle, name) = if self.kind == TargetKind::Username {
            (self.topic.clone(), format!("{} (practice)", self.topic))
        } else {
            (handle.to_owned(), name.to_owned())
        };
        let own = Seed::of(&[&handle]);
        Author {
            native_id: Some(format!("practice-{:08x}", own.below(1 << 32))),
            url: Some(format!(
                "https://practice.invalid/{}/@{handle}",
                self.platform.as_str()
            )),
            followers: Some(800 + own.with(1).below(240_000)),
            verified: Some(own.with(2).below(6) == 0),
            handle: Some(handle),
            display_name: Some(name),
        }
    }

    fn tags(&self, seed: Seed) -> Vec<String> {
        let own: String = self
            .topic
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let beside = seed.pick(&TAGS).to_owned();
        let mut tags = vec![own, beside, "practice".to_owned()];
        tags.retain(|tag| !tag.is_empty());
        tags.dedup();
        tags
    }

    fn media(&self, seed: Seed) -> Media {
        match self.platform {
            Platform::TikTok => seed.pick(&[Media::Video, Media::Video, Media::Video, Media::Carousel]),
            Platform::Instagram => seed.pick(&[Media::Image, Media::Carousel, Media::Video, Media::Video]),
            Platform::YouTube => seed.pick(&[Media::Video, Media::Video, Media::Short]),
        }
    }

    /// Counts that only grow with the age, and that are missing where the platform shows none.
    fn counts(&self, seed: Seed, age: u64, media: Media) -> Counts {
        let reach = (200 + seed.below(1_800)) << seed.with(1).below(9);
        let views = reach * age / (age + HALF_GROWN_MINUTES);
        let likes = views * (20 + seed.with(2).below(90)) / 1_000;
        let rare = |number, per| views * seed.with(number).below(per) / 1_000;
        let youtube = self.platform == Platform::YouTube;
        Counts {
            views: (!matches!(media, Media::Image | Media::Carousel) || self.platform == Platform::TikTok)
                .then_some(views),
            likes: Some(likes),
            comments: Some(rare(3, 12)),
            shares: (self.platform == Platform::TikTok).then(|| rare(4, 15)),
            saves: (!youtube)
                .then(|| rare(5, 20))
                .filter(|_| self.platform == Platform::TikTok),
        }
    }
}

fn minute(at: UnixMillis) -> u64 {
    u64::try_from(at.0.div_euclid(MINUTE_MILLIS)).unwrap_or(0)
}

fn caption(opening: &str, tags: &[String]) -> String {
    let tags: Vec<_> = tags.iter().map(|tag| format!("#{tag}")).collect();
    format!("[Practice] {opening} {}", tags.join(" "))
}

fn duration(media: Media, seed: Seed) -> Option<u64> {
    match media {
        Media::Video => Some(8_000 + seed.below(600_000)),
        Media::Short => Some(6_000 + seed.below(54_000)),
        Media::Image | Media::Carousel | Media::Live | Media::Unknown => None,
    }
}

/// As many comments as the post's count says, up to the source's own cap.
fn comments_of(post: &Post) -> Vec<Comment> {
    let shown = post
        .counts
        .comments
        .unwrap_or(0)
        .min(comments_per_post(SourceId::Practice).into());
    (0..shown).map(|index| comment(post, index)).collect()
}

fn comment(post: &Post, index: u64) -> Comment {
    let seed = Seed::of(&[&post.native_id]).with(index);
    let age = post.fetched_at.since(post.published_at).max(1);
    let later = i64::try_from(seed.with(1).below(age.unsigned_abs())).unwrap_or(0);
    Comment {
        native_id: format!("{}-c{index}", post.native_id),
        platform: post.platform,
        post_native_id: post.native_id.clone(),
        parent_native_id: None,
        source: SourceId::Practice,
        author_handle: Some(seed.with(2).pick(&PEOPLE).0.to_owned()),
        text: seed.with(3).pick(&COMMENTS).to_owned(),
        published_at: Some(post.published_at.plus(later)),
        published_precision: Precision::Exact,
        likes: Some(seed.with(4).below(60)),
        replies: None,
        fetched_at: post.fetched_at,
    }
}
