//! Names read from the right among words read from the left.

use std::borrow::Cow;

/// Letters read from the right, Hebrew to Arabic with all their forms (Unicode 16, `DerivedBidiClass`: R
/// and AL); the window's `sides.ts` asks the same.
fn is_from_the_right(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

/// A text as it may stand in a sentence: one read from the right would draw the numbers beside it to its
/// side, so it is set apart (Unicode UAX 9, isolates).
pub(super) fn beside_words(text: &str) -> Cow<'_, str> {
    if text.contains(is_from_the_right) {
        Cow::Owned(format!("\u{2068}{text}\u{2069}"))
    } else {
        Cow::Borrowed(text)
    }
}
