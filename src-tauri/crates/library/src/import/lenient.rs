//! Reads values of files whose makers change their minds: numbers as text, lists as numbered
//! columns, counts such as "1.2M".

use serde_json::Value;

/// The value below a path of keys.
pub(super) fn at<'a>(item: &'a Value, path: &str) -> Option<&'a Value> {
    let found = path.split('.').try_fold(item, |value, key| value.get(key))?;
    (!found.is_null()).then_some(found)
}

/// A text; empty is not given. Numbers are taken as their text, because ids come as both.
pub(super) fn text(item: &Value, path: &str) -> Option<String> {
    match at(item, path)? {
        Value::String(text) => Some(clean(text)).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The first of these that is given.
pub(super) fn first_text(item: &Value, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| text(item, path))
}

/// Zero bytes stand in some platforms' texts, and SQLite would end the text there.
pub(super) fn clean(text: &str) -> String {
    text.trim().replace('\0', "")
}

/// A truth value, also as text.
pub(super) fn truth(item: &Value, path: &str) -> Option<bool> {
    match at(item, path)? {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// The first count that is given. Below nothing means hidden.
pub(super) fn count(item: &Value, paths: &[&str]) -> Option<u64> {
    paths.iter().find_map(|path| match at(item, path)? {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => count_of(text),
        _ => None,
    })
}

/// `12,345`, `1.2M`, `3 K` or `7`; none where it is no count.
pub(super) fn count_of(text: &str) -> Option<u64> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{a0}')
        .collect();
    let (digits, times) = match text.chars().last()?.to_ascii_lowercase() {
        'k' => (&text[..text.len() - 1], 1_000_f64),
        'm' => (&text[..text.len() - 1], 1_000_000_f64),
        'b' => (&text[..text.len() - 1], 1_000_000_000_f64),
        _ => return plain_count(&text),
    };
    whole(digits.replace(',', ".").parse::<f64>().ok()? * times)
}

/// Digits with or without signs between thousands.
fn plain_count(text: &str) -> Option<u64> {
    let groups: Vec<&str> = text.split([',', '.', '\'', '’']).collect();
    let grouped = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3);
    if grouped {
        return groups.concat().parse().ok();
    }
    text.parse().ok().or_else(|| whole(text.parse().ok()?))
}

fn whole(number: f64) -> Option<u64> {
    let fits = number.is_finite() && (0.0..9e15).contains(&number);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 9e15"
    )]
    fits.then(|| number.round() as u64)
}

/// The items of a list, which a table's export writes as keys 0, 1, 2 and so on.
pub(super) fn list<'a>(item: &'a Value, path: &str) -> Vec<&'a Value> {
    match at(item, path) {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(Value::Object(numbered)) => (0..numbered.len())
            .map_while(|n| numbered.get(&n.to_string()))
            .collect(),
        _ => Vec::new(),
    }
}

/// Tags in lower case without `#`, each once, of texts or of objects with a name.
pub(super) fn tags(items: &[&Value], key: &str) -> Vec<String> {
    let names = items.iter().filter_map(|item| match item {
        Value::String(text) => Some(text.clone()),
        other => text(other, key),
    });
    unique(names)
}

/// Tags that stand in a text.
pub(super) fn tags_in(caption: &str) -> Vec<String> {
    let words = caption
        .split(|c: char| c.is_whitespace() || c == ',')
        .flat_map(|word| {
            word.split('#').skip(1).map(|tag| {
                let end = tag
                    .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .unwrap_or(tag.len());
                tag[..end].to_owned()
            })
        });
    unique(words)
}

pub(super) fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for name in names {
        let tag = clean(&name).trim_start_matches('#').to_lowercase();
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::{count_of, tags_in};

    #[test]
    fn counts_are_read_as_people_and_platforms_write_them() {
        for (text, count) in [
            ("7", Some(7)),
            ("12,345", Some(12_345)),
            ("12.345", Some(12_345)),
            ("1.2M", Some(1_200_000)),
            ("3,4 K", Some(3_400)),
            ("1’234’567", Some(1_234_567)),
            ("12.0", Some(12)),
            ("-1", None),
            ("n/a", None),
            ("", None),
        ] {
            assert_eq!(count_of(text), count, "{text}");
        }
    }

    #[test]
    fn tags_are_read_from_a_caption() {
        assert_eq!(
            tags_in("New! #SkinCare #spf50, #日焼け止め#Skincare a#b"),
            ["skincare", "spf50", "日焼け止め", "b"]
        );
    }
}
