//! What a workspace has cost in a month, kept between questions: the form asks at every key, and a hundred
//! thousand monitors are not counted anew for each.
//!
//! An ongoing monitor's checks lie at even distances, so their number at any time is known from how far the
//! first one lies into an interval. Kept are the sum of what no longer grows, the sum of what one more
//! interval adds, and the phases in order; a later time is then one search.

use contract::{Money, UnixMillis};

use crate::spending::interval;
use crate::{Counting, MonthSpan, Span};

/// A month's spending of one workspace, true from when it was made until something changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    month: MonthSpan,
    checks_per_30_days: u32,
    /// The state of the record that it was made from.
    version: i64,
    /// It holds from here …
    from: UnixMillis,
    /// … and until here, when a span begins or ends by itself.
    until: UnixMillis,
    /// What does not grow with time.
    fixed: i128,
    /// What one interval more adds.
    each: i128,
    /// Where in an interval the checks of a monitor lie, with the sum of the prices up to there.
    phases: Vec<(i64, i128)>,
}

impl Tally {
    /// Counts these monitors, each with its spans from the oldest to the latest. `fixed` is what is added
    /// whatever the time, such as what was reported.
    pub(crate) fn count<'a>(
        monitors: impl IntoIterator<Item = &'a [Span]>,
        fixed: Money,
        (month, counting, version): (MonthSpan, Counting, i64),
    ) -> Self {
        let mut tally = Self {
            month,
            checks_per_30_days: counting.checks_per_30_days,
            version,
            from: counting.now,
            until: month.until,
            fixed: i128::from(fixed.micros()),
            each: 0,
            phases: Vec::new(),
        };
        for spans in monitors {
            tally.add(spans, counting);
        }
        tally.phases.sort_unstable_by_key(|(phase, _)| *phase);
        let mut sum = 0;
        for (_, price) in &mut tally.phases {
            sum += *price;
            *price = sum;
        }
        tally
    }

    fn add(&mut self, spans: &[Span], counting: Counting) {
        let Some(origin) = spans.first().map(|span| span.from) else {
            return;
        };
        for span in spans {
            let price = i128::from(span.per_check.micros());
            let from = span.from.max(self.month.from);
            let ends_later = span.until.is_none_or(|until| until > counting.now);
            if from > counting.now {
                // Nothing yet; from then on it has to be counted anew.
                self.until = self.until.min(from);
            } else if span.ongoing && ends_later && self.month.until > counting.now {
                self.until = span.until.map_or(self.until, |until| self.until.min(until));
                self.grow(origin, from, price, counting);
            } else {
                let spent = counting.checks(origin, *span, Some(self.month));
                self.fixed += price * i128::from(spent);
            }
        }
    }

    fn grow(&mut self, origin: UnixMillis, from: UnixMillis, price: i128, counting: Counting) {
        let step = interval(counting.checks_per_30_days);
        let first = (from.since(origin) + step - 1).div_euclid(step);
        self.fixed -= price * i128::from(origin.0.div_euclid(step) + first);
        self.each += price;
        self.phases.push((origin.0.rem_euclid(step), price));
    }

    /// Whether it answers for this month, schedule and state of the record at this time.
    pub(crate) fn answers(&self, month: MonthSpan, counting: Counting, version: i64) -> bool {
        (self.month, self.checks_per_30_days, self.version) == (month, counting.checks_per_30_days, version)
            && (self.from..self.until).contains(&counting.now)
    }

    /// The amount at a time for which it answers.
    pub(crate) fn at(&self, now: UnixMillis) -> Money {
        let step = interval(self.checks_per_30_days);
        // What is due at this very instant is counted.
        let at = now.0 + 1;
        let within = at.rem_euclid(step);
        let begun = self.phases.partition_point(|(phase, _)| *phase < within);
        let part = begun.checked_sub(1).and_then(|last| self.phases.get(last));
        let grown = self.each * i128::from(at.div_euclid(step)) + part.map_or(0, |(_, sum)| *sum);
        let total = (self.fixed + grown).clamp(i64::MIN.into(), i64::MAX.into());
        // Proof: it was clamped to the range.
        Money::from_micros(i64::try_from(total).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 86_400_000;

    fn monitor() -> impl Strategy<Value = Vec<Span>> {
        let span = (1_i64..30 * DAY, 0_i64..2_000_000, any::<bool>());
        (0_i64..70 * DAY, prop::collection::vec(span, 1..4), any::<bool>()).prop_map(
            |(begin, parts, open)| {
                let (mut from, count) = (begin, parts.len());
                let mut spans = Vec::new();
                for (index, (length, micros, ongoing)) in parts.into_iter().enumerate() {
                    let is_open = open && index + 1 == count;
                    spans.push(Span {
                        from: UnixMillis(from),
                        until: (!is_open).then_some(UnixMillis(from + length)),
                        per_check: Money::from_micros(micros),
                        ongoing,
                    });
                    from += length;
                }
                spans
            },
        )
    }

    proptest! {
        /// Whatever it answers for, it answers as counting anew would.
        #[test]
        fn a_tally_says_what_counting_anew_says(
            monitors in prop::collection::vec(monitor(), 0..12), checks in 1_u32..=720,
            made in 30_i64 * DAY..60 * DAY, later in prop::collection::vec(0_i64..35 * DAY, 1..6),
        ) {
            let month = MonthSpan { from: UnixMillis(30 * DAY), until: UnixMillis(60 * DAY) };
            let at = |now| Counting { checks_per_30_days: checks, now: UnixMillis(now) };
            let fixed = Money::from_micros(7);
            let tally = Tally::count(monitors.iter().map(Vec::as_slice), fixed, (month, at(made), 1));
            prop_assert!(tally.answers(month, at(made), 1) || tally.until <= UnixMillis(made));
            for passed in later.into_iter().chain([0]) {
                let counting = at(made + passed);
                if tally.answers(month, counting, 1) {
                    let anew: Money = monitors.iter().map(|spans| counting.spent(spans, Some(month)).total).sum();
                    prop_assert_eq!(tally.at(counting.now), anew + fixed);
                }
            }
        }
    }

    #[test]
    fn a_tally_answers_for_nothing_else() {
        let month = MonthSpan {
            from: UnixMillis(0),
            until: UnixMillis(30 * DAY),
        };
        let counting = |now, checks_per_30_days| Counting {
            checks_per_30_days,
            now: UnixMillis(now),
        };
        let ends = Span {
            from: UnixMillis(0),
            until: Some(UnixMillis(20 * DAY)),
            per_check: Money::from_micros(5),
            ongoing: true,
        };
        let spans: &[Span] = &[ends];
        let tally = Tally::count([spans], Money::ZERO, (month, counting(10 * DAY, 30), 4));
        assert!(tally.answers(month, counting(11 * DAY, 30), 4));
        assert!(
            !tally.answers(month, counting(9 * DAY, 30), 4),
            "a clock that was set back"
        );
        assert!(
            !tally.answers(month, counting(11 * DAY, 31), 4),
            "another schedule"
        );
        assert!(
            !tally.answers(month, counting(11 * DAY, 30), 5),
            "a record that changed"
        );
        assert!(
            !tally.answers(month, counting(20 * DAY, 30), 4),
            "a span that has ended"
        );
        let next = MonthSpan {
            from: month.until,
            until: UnixMillis(60 * DAY),
        };
        assert!(!tally.answers(next, counting(11 * DAY, 30), 4));
    }
}
