use contract::{Platform, Reason, Target};
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
        // On TikTok every kind exists, so that only the value can be at fault; that it is too long is the
        // form's to say, since nobody knows what to cut.
        match Target::parse(Platform::TikTok, kind, &value) {
            Ok(_) | Err(Reason::TooLong) => {}
            Err(reason) => panic!("{value:?} is no {kind}: {reason:?}"),
        }
    }
}
