use icu_normalizer::ComposingNormalizer;

const QUOTES: [(char, char); 17] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('‘', '’'),
    ('‚', '‘'),
    ('«', '»'),
    ('»', '«'),
    ('‹', '›'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('(', ')'),
    ('[', ']'),
    ('<', '>'),
];

/// The text without what nobody sees, with plain signs and single blanks, without quotes around it.
pub(super) fn clean(raw: &str) -> String {
    let seen: String = raw
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(plain_sign)
        .collect();
    let kept = without_stray_joiners(&seen);
    let even = ComposingNormalizer::new_nfc().normalize(&kept).into_owned();
    let single = even.split_whitespace().collect::<Vec<_>>().join(" ");
    without_quotes(&single).to_owned()
}

/// Marks that nobody sees and no name holds: zero-width blanks, soft hyphens, directions, controls.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{7f}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
        | '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}')
}

/// Wide, small and musical look-alikes of the signs.
fn plain_sign(c: char) -> char {
    match c {
        '＠' | '﹫' => '@',
        '＃' | '﹟' | '♯' => '#',
        other => other,
    }
}

/// Joiners belong to Persian, Indic scripts and emoji, and to nothing else.
fn without_stray_joiners(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    let joins = |at: Option<usize>| {
        let neighbour = at.and_then(|at| all.get(at));
        neighbour.is_some_and(|c| !c.is_ascii() && !c.is_whitespace())
    };
    let keep = |(at, c): (usize, &char)| {
        let stays =
            !matches!(c, '\u{200c}' | '\u{200d}') || (joins(at.checked_sub(1)) && joins(Some(at + 1)));
        stays.then_some(*c)
    };
    all.iter().enumerate().filter_map(keep).collect()
}

fn without_quotes(text: &str) -> &str {
    let mut left = text;
    while left.chars().count() > 2 {
        let inner = QUOTES
            .iter()
            .find_map(|(open, close)| left.strip_prefix(*open)?.strip_suffix(*close));
        match inner {
            Some(inner) => left = inner.trim(),
            None => break,
        }
    }
    left
}

/// Percent signs read, where they can be; the text itself otherwise.
pub(super) fn decoded(text: &str) -> String {
    let read = percent_encoding::percent_decode_str(text).decode_utf8();
    read.map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}
