//! Medians and percentiles.

use std::time::{Duration, Instant};

/// The value below which this part (0 to 1) of the sample lies.
pub(crate) fn percentile(sample: &[f64], part: f64) -> f64 {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    // Proof: a part of a short list's length is small and not negative.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "see above"
    )]
    let index = ((sorted.len() as f64 * part).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

/// The middle value.
pub(crate) fn median(sample: &[f64]) -> f64 {
    percentile(sample, 0.5)
}

/// Milliseconds as a number that can be put beside others.
pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// How long each of `count` calls took, in milliseconds, after a few that nobody counts.
pub(crate) fn times(count: usize, mut call: impl FnMut(usize)) -> Vec<f64> {
    (0..count / 10).for_each(&mut call);
    let mut timed = |index| {
        let begun = Instant::now();
        call(index);
        millis(begun.elapsed())
    };
    (0..count).map(&mut timed).collect()
}
