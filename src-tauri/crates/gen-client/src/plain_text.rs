//! Turns what a service or a proxy said into a short plain sentence.

/// Longest message kept, in characters: a sentence or two, for a small box.
const MESSAGE_MAX: usize = 300;
/// Signs that pages write by name. Anything else stays as it is: it is shown as text.
const ENTITIES: [(&str, &str); 7] = [
    ("&nbsp;", " "),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&amp;", "&"),
];

/// The text without tags, control characters and runs of blanks, without the secret, and at most 300
/// characters long. The secret goes first: a cut through it would leave a part.
pub(crate) fn clean(text: &str, secret: &str) -> String {
    let text = text.replace(secret, "…");
    let text = if looks_like_html(&text) {
        without_tags(&text)
    } else {
        text
    };
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    shortened(&words.join(" ").replace(secret, "…"))
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= MESSAGE_MAX {
        return text.to_owned();
    }
    text.chars().take(MESSAGE_MAX - 1).chain(['…']).collect()
}

/// Whether the text holds a tag: `<` and a letter, `/` or `!` right behind it.
fn looks_like_html(text: &str) -> bool {
    text.match_indices('<')
        .any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!'))
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        text.push(' ');
        rest = after_tag(&rest[open..]);
    }
    text.push_str(rest);
    ENTITIES
        .iter()
        .fold(text, |text, (name, sign)| text.replace(name, sign))
}

/// What follows the tag at the start; what stands in scripts, styles and comments goes with it.
fn after_tag(from: &str) -> &str {
    let lower = from
        .get(..8.min(from.len()))
        .unwrap_or_default()
        .to_ascii_lowercase();
    for (start, end) in [("<script", "</script"), ("<style", "</style"), ("<!--", "--")] {
        if lower.starts_with(start) {
            return find_ignoring_case(&from[start.len()..], end).map_or("", past_bracket);
        }
    }
    past_bracket(from)
}

fn past_bracket(from: &str) -> &str {
    from.find('>').map_or("", |close| &from[close + 1..])
}

fn find_ignoring_case<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    // Lowering ASCII letters moves no byte, so the place is the same in both.
    text.to_ascii_lowercase().find(word).map(|at| &text[at..])
}
