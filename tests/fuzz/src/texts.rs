use contract::{Platform, Target};
use lists::understand;

/// What a person types or pastes; the first letter chooses the platform of the form.
pub fn targets(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let hint = match text.chars().next().map_or(0, |letter| u32::from(letter) % 4) {
        0 => None,
        1 => Some(Platform::TikTok),
        2 => Some(Platform::Instagram),
        _ => Some(Platform::YouTube),
    };
    let found = understand(&text, hint);
    if let (Some(kind), Some(value)) = (found.kind, found.value) {
        // On TikTok every kind exists, so that only the value can be at fault.
        let parsed = Target::parse(Platform::TikTok, kind, &value);
        assert!(parsed.is_ok(), "{value:?} is no {kind}: {parsed:?}");
    }
}
