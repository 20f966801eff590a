use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Money, MonitorSpec};

/// $0.015 for each post or video scraped. Source: the page's price table.
pub const POST_PRICE: Money = Money::from_micros(15_000);
/// $0.002 for each comment, when comments are on. Source: the page's price table.
pub const COMMENT_PRICE: Money = Money::from_micros(2_000);

/// $0.0087, the vendor cost of one credit at markup 1. Source: GEN's credit formula (later
/// documentation): `credits = round(vendor_cost_usd / 0.0087 × markup)`.
const CREDIT_COST_MICROS: i64 = 8_700;
/// Markups GEN published for other work run from 1.3 to 3; the one for scraping is not published,
/// so a range from 1 to 3 is shown until the person enters theirs. In thousandths.
const MARKUP_LOW: u32 = 1_000;
const MARKUP_HIGH: u32 = 3_000;

/// What one unit costs at a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PriceList {
    /// For each post.
    pub post: Money,
    /// For each comment.
    pub comment: Money,
    /// The most comments of one post that are charged; none where nobody says.
    pub comments_per_post: Option<u32>,
}

impl PriceList {
    /// The published prices.
    pub const PUBLISHED: Self = Self {
        post: POST_PRICE,
        comment: COMMENT_PRICE,
        comments_per_post: None,
    };
    /// Nothing: collecting that uses no paid service.
    pub const FREE: Self = Self {
        post: Money::ZERO,
        comment: Money::ZERO,
        comments_per_post: None,
    };

    /// Whether comments come on top without a ceiling.
    pub fn comments_are_open(self) -> bool {
        self.comment > Money::ZERO && self.comments_per_post.is_none()
    }

    /// What one post costs at most, with its comments where they are on and have a ceiling.
    pub fn per_post(self, comments: bool) -> Money {
        let most = self.comments_per_post.filter(|_| comments).unwrap_or_default();
        self.post + self.comment.times(most)
    }
}

/// What a line of the arithmetic counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CostLineKind {
    /// Posts or videos.
    Posts,
    /// Comments.
    Comments,
}

/// One visible line: `50 posts × $0.015 = $0.75`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CostLine {
    /// What is counted.
    pub kind: CostLineKind,
    /// How many at most; none where no ceiling is known.
    pub count: Option<u32>,
    /// The price of one.
    pub unit: Money,
    /// The product; none where no ceiling is known.
    pub amount: Option<Money>,
}

/// The most one check can cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum Ceiling {
    /// Never more than this.
    Known {
        /// The amount.
        amount: Money,
    },
    /// The posts cost at most this; comments come on top, and nobody publishes how many.
    OpenEnded {
        /// The posts alone.
        posts: Money,
    },
}

impl Ceiling {
    /// What can be said for certain: the amount, or the posts' part of it.
    pub const fn counted(self) -> Money {
        match self {
            Self::Known { amount } => amount,
            Self::OpenEnded { posts } => posts,
        }
    }
}

/// An amount in GEN credits, as a range while the markup is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CreditRange {
    /// At the lower markup.
    pub low: u32,
    /// At the higher markup.
    pub high: u32,
}

impl CreditRange {
    /// The credits of an amount; with a markup in thousandths (`1500` is ×1.5) both ends agree.
    pub fn of(amount: Money, markup: Option<u32>) -> Self {
        let (low, high) = markup.map_or((MARKUP_LOW, MARKUP_HIGH), |known| (known, known));
        Self {
            low: credits(amount, low),
            high: credits(amount, high),
        }
    }
}

/// `round(amount / 0.0087 × markup)`, halves up, in whole numbers throughout.
fn credits(amount: Money, markup: u32) -> u32 {
    let scaled = i128::from(amount.micros().max(0)) * i128::from(markup);
    let unit = i128::from(CREDIT_COST_MICROS) * 1_000;
    u32::try_from((scaled + unit / 2) / unit).unwrap_or(u32::MAX)
}

/// What one check of a monitor costs at most, with its arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CostEstimate {
    /// The lines, posts first; comments only where they are on.
    pub lines: Vec<CostLine>,
    /// Their sum, or as much of it as is known.
    pub at_most: Ceiling,
}

impl CostEstimate {
    /// The estimate for one check of `spec` at these prices.
    pub fn for_check(spec: &MonitorSpec, prices: PriceList) -> Self {
        let count = u32::from(spec.max_results.get());
        let posts = prices.post.times(count);
        let mut lines = vec![CostLine {
            kind: CostLineKind::Posts,
            count: Some(count),
            unit: prices.post,
            amount: Some(posts),
        }];
        if spec.comment_monitoring {
            lines.push(comments_line(count, prices));
        }
        // Comments that cost nothing leave the ceiling as it is, however many there are.
        let at_most = if spec.comment_monitoring && prices.comments_are_open() {
            Ceiling::OpenEnded { posts }
        } else {
            let amount = prices.per_post(spec.comment_monitoring).times(count);
            Ceiling::Known { amount }
        };
        Self { lines, at_most }
    }
}

fn comments_line(posts: u32, prices: PriceList) -> CostLine {
    let most = prices.comments_per_post.map(|each| each.saturating_mul(posts));
    let amount = most.map(|most| prices.comment.times(most));
    CostLine {
        kind: CostLineKind::Comments,
        count: most,
        unit: prices.comment,
        amount: amount.or_else(|| (!prices.comments_are_open()).then_some(Money::ZERO)),
    }
}
