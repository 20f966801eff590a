use contract::UnixMillis;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, fmt::strtime};
use serde_json::Value;

use crate::Precision;

/// Numbers from here on are milliseconds: as seconds they would be past the year 5000.
const MILLIS_FROM: i64 = 100_000_000_000;

/// A time of a file, and how exact it is.
pub(super) type When = (UnixMillis, Precision);

/// A time as a number or as text.
pub(super) fn of_value(value: &Value) -> Option<When> {
    match value {
        Value::Number(number) => of_number(number.as_i64().or_else(|| fraction(number.as_f64()?))?),
        Value::String(text) => of_text(text),
        _ => None,
    }
}

fn fraction(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "within the range just checked")]
    (number.is_finite() && number.abs() < 9e15).then(|| number.trunc() as i64)
}

fn of_number(number: i64) -> Option<When> {
    let millis = if number >= MILLIS_FROM {
        number
    } else {
        number.checked_mul(1_000)?
    };
    (millis > 0).then_some((UnixMillis(millis), Precision::Exact))
}

/// RFC 3339 with or without a colon in its offset, a date, a date with a time (taken as UTC), or
/// seconds since 1970. A date alone is not exact.
pub(super) fn of_text(text: &str) -> Option<When> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        return of_number(number);
    }
    let exact = |stamp: Timestamp| Some((UnixMillis(stamp.as_millisecond()), Precision::Exact));
    if let Ok(stamp) = text.parse::<Timestamp>() {
        return exact(stamp);
    }
    if let Ok(zoned) = strtime::parse("%Y-%m-%dT%H:%M:%S%z", text).and_then(|time| time.to_timestamp()) {
        return exact(zoned);
    }
    if !text.contains(':')
        && let Ok(date) = text.parse::<Date>()
    {
        return midnight(date);
    }
    if let Ok(local) = text.parse::<DateTime>() {
        return exact(TimeZone::UTC.to_timestamp(local).ok()?);
    }
    spreadsheet(text)
}

/// As spreadsheets write dates where nobody told them otherwise.
fn spreadsheet(text: &str) -> Option<When> {
    for form in [
        "%d.%m.%Y %H:%M:%S",
        "%d.%m.%Y %H:%M",
        "%Y-%m-%d %H:%M",
        "%Y/%m/%d %H:%M:%S",
        "%Y/%m/%d %H:%M",
    ] {
        if let Ok(local) = strtime::parse(form, text).and_then(|time| time.to_datetime()) {
            let stamp = TimeZone::UTC.to_timestamp(local).ok()?;
            return Some((UnixMillis(stamp.as_millisecond()), Precision::Exact));
        }
    }
    for form in ["%d.%m.%Y", "%Y/%m/%d"] {
        if let Ok(date) = strtime::parse(form, text).and_then(|time| time.to_date()) {
            return midnight(date);
        }
    }
    None
}

fn midnight(date: Date) -> Option<When> {
    let start = TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
    Some((UnixMillis(start.as_millisecond()), Precision::Approximate))
}

/// A length: seconds, `h:mm:ss`, or ISO 8601, in milliseconds.
pub(super) fn length(value: &Value) -> Option<u64> {
    let seconds = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => length_of(text.trim())?,
        _ => return None,
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1e9 seconds"
    )]
    (seconds > 0.0 && seconds < 1e9).then(|| (seconds * 1_000.0).round() as u64)
}

fn length_of(text: &str) -> Option<f64> {
    if text.contains(':') {
        return text
            .split(':')
            .try_fold(0.0, |sum, part| Some(sum * 60.0 + part.parse::<f64>().ok()?));
    }
    if text.starts_with('P') {
        let span: jiff::Span = text.parse().ok()?;
        return span
            .total((jiff::Unit::Second, jiff::SpanRelativeTo::days_are_24_hours()))
            .ok();
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_are_read_in_every_form_that_exports_use() {
        for text in [
            "2026-11-20T14:03:05Z",
            "2026-11-20T14:03:05.000Z",
            "2026-11-20T14:03:05+0000",
            "2026-11-20T15:03:05+01:00",
            "1795183385",
            "1795183385000",
            "2026-11-20 14:03:05",
            "20.11.2026 14:03:05",
        ] {
            let found = of_text(text).map(|(at, precision)| (at.0 / 1_000, precision));
            assert_eq!(found, Some((1_795_183_385, Precision::Exact)), "{text}");
        }
        let day = of_text("2026-11-20").map(|(at, precision)| (at.0, precision));
        assert_eq!(day, Some((1_795_132_800_000, Precision::Approximate)));
        for text in ["", "yesterday", "0", "-5", "2026-13-01"] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_are_read_as_seconds_clocks_and_iso() {
        for (value, millis) in [
            (json!(12.5), 12_500),
            (json!("1:02"), 62_000),
            (json!("01:00:05"), 3_605_000),
            (json!("PT21M7S"), 1_267_000),
            (json!("P1DT1S"), 86_401_000),
        ] {
            assert_eq!(length(&value), Some(millis), "{value}");
        }
        assert_eq!(length(&json!("P0D")), None);
    }
}
