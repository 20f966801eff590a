//! Reading JSON of others: what is missing or odd is none, never a wrong value.

use contract::{Country, UnixMillis};
use jiff::{Span, SpanRelativeTo, Timestamp};
use serde_json::Value;

/// An object of an answer, read by pointers such as `/snippet/title`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a Value);

impl<'a> Fields<'a> {
    pub(crate) fn at(self, pointer: &str) -> Option<&'a Value> {
        self.0.pointer(pointer).filter(|value| !value.is_null())
    }

    /// Text that says something. A zero byte, which some TikTok texts hold, is left out.
    pub(crate) fn text(self, pointer: &str) -> Option<String> {
        let text = self.at(pointer)?.as_str()?.trim().replace('\0', "");
        (!text.is_empty()).then_some(text)
    }

    /// An id, which may come as text or as a number above 2^53.
    pub(crate) fn id(self, pointer: &str) -> Option<String> {
        match self.at(pointer)? {
            Value::Number(number) => Some(number.to_string()),
            _ => self.text(pointer),
        }
    }

    /// The first of these that says something.
    pub(crate) fn first_text(self, pointers: &[&str]) -> Option<String> {
        pointers.iter().find_map(|pointer| self.text(pointer))
    }

    /// A count; -1 and other signs of "hidden" are none, not 0.
    pub(crate) fn count(self, pointer: &str) -> Option<u64> {
        match self.at(pointer)? {
            Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
            Value::String(text) => count_of(text),
            _ => None,
        }
    }

    pub(crate) fn first_count(self, pointers: &[&str]) -> Option<u64> {
        pointers.iter().find_map(|pointer| self.count(pointer))
    }

    pub(crate) fn truth(self, pointer: &str) -> Option<bool> {
        self.at(pointer)?.as_bool()
    }

    /// A time as text, with `Z`, `+00:00` or `+0000`, or as seconds since 1970.
    pub(crate) fn time(self, pointer: &str) -> Option<UnixMillis> {
        let value = self.at(pointer)?;
        if let Some(seconds) = value.as_i64() {
            return Some(UnixMillis(seconds.checked_mul(1_000)?));
        }
        time_of(value.as_str()?)
    }

    pub(crate) fn country(self, pointer: &str) -> Option<Country> {
        Country::parse(&self.text(pointer)?)
    }

    pub(crate) fn list(self, pointer: &str) -> &'a [Value] {
        self.at(pointer)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }
}

fn time_of(text: &str) -> Option<UnixMillis> {
    let text = text.trim();
    let time = text
        .parse::<Timestamp>()
        .or_else(|_| Timestamp::strptime("%Y-%m-%dT%H:%M:%S%z", text))
        .ok()?;
    Some(UnixMillis(time.as_millisecond()))
}

/// `1,234`, `1.2M`, `87`.
fn count_of(text: &str) -> Option<u64> {
    let plain = text.trim().replace([',', ' '], "");
    if let Ok(number) = plain.parse() {
        return Some(number);
    }
    let (digits, factor) = [("K", 1e3), ("M", 1e6), ("B", 1e9)]
        .into_iter()
        .find_map(|(unit, factor)| Some((plain.to_uppercase().strip_suffix(unit)?.to_owned(), factor)))?;
    whole(digits.parse::<f64>().ok()? * factor)
}

/// The whole number nearest to this one, where it is a count at all.
fn whole(number: f64) -> Option<u64> {
    (number.is_finite() && number >= 0.0)
        .then(|| format!("{number:.0}").parse().ok())
        .flatten()
}

/// Milliseconds of `PT21M7S` and `P1DT2H`.
pub(crate) fn iso_millis(text: &str) -> Option<u64> {
    let span: Span = text.parse().ok()?;
    let whole = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    u64::try_from(whole.as_millis()).ok().filter(|millis| *millis > 0)
}

/// Milliseconds of `01:02:03` and `2:03`.
pub(crate) fn clock_millis(text: &str) -> Option<u64> {
    let mut seconds = 0_u64;
    for part in text.trim().split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    seconds.checked_mul(1_000).filter(|millis| *millis > 0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn counts_come_in_many_forms_and_hidden_is_not_zero() {
        let item = json!({"a": "8087", "b": 11, "c": "1.2M", "d": -1, "e": "hidden", "f": null, "g": 3.0, "h": "1,234"});
        let read = |name: &str| Fields(&item).count(name);
        let all = ["/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h", "/none"].map(read);
        let (some, none) = (Some, None);
        assert_eq!(
            all,
            [
                some(8_087),
                some(11),
                some(1_200_000),
                none,
                none,
                none,
                some(3),
                some(1_234),
                none
            ]
        );
    }

    #[test]
    fn times_come_in_many_forms_and_mean_the_same() {
        for text in [
            "2021-08-17T19:00:42+0000",
            "2021-08-17T19:00:42Z",
            "2021-08-17T19:00:42.000Z",
            "2021-08-17T21:00:42+02:00",
        ] {
            assert_eq!(time_of(text), Some(UnixMillis(1_629_226_842_000)), "{text}");
        }
        let item = json!({"at": 1_629_226_842});
        assert_eq!(Fields(&item).time("/at"), time_of("2021-08-17T19:00:42Z"));
        assert_eq!(time_of("2 days ago"), None);
    }

    #[test]
    fn durations_are_read_and_an_upcoming_stream_has_none() {
        assert_eq!(iso_millis("PT21M7S"), Some(1_267_000));
        assert_eq!(iso_millis("P1DT1S"), Some(86_401_000));
        assert_eq!(iso_millis("P0D"), None);
        assert_eq!(clock_millis("01:02:03"), Some(3_723_000));
        assert_eq!(clock_millis("2:03"), Some(123_000));
        assert_eq!(clock_millis("LIVE"), None);
    }

    #[test]
    fn an_id_above_two_to_the_fifty_third_keeps_every_digit() {
        let item: Value = serde_json::from_str(r#"{"id": 7320768196569599275}"#).unwrap_or_default();
        assert_eq!(Fields(&item).id("/id").as_deref(), Some("7320768196569599275"));
    }
}
