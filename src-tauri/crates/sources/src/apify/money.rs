use contract::Money;
use serde_json::Value;

/// Dollars as Apify writes them, in whole micro-dollars, the nearest.
pub(super) fn micros(dollars: &Value) -> Option<Money> {
    let dollars = dollars
        .as_f64()
        .filter(|amount| amount.is_finite() && *amount >= 0.0)?;
    let micros: i64 = format!("{:.0}", dollars * 1e6).parse().ok()?;
    Some(Money::from_micros(micros))
}

/// An amount as Apify takes it: `0.25`.
pub(super) fn dollars(amount: Money) -> String {
    let micros = amount.micros().max(0);
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_go_both_ways_to_the_last_micro_dollar() {
        for (text, amount) in [("0.185", 185_000), ("0.0000037", 4), ("12", 12_000_000), ("0", 0)] {
            let value: Value = serde_json::from_str(text).unwrap_or_default();
            assert_eq!(micros(&value), Some(Money::from_micros(amount)), "{text}");
        }
        assert_eq!(dollars(Money::from_micros(185_001)), "0.185001");
        assert_eq!(micros(&Value::Null), None);
    }
}
