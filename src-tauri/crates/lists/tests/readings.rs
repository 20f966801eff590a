//! One cell at a time, on the table that the window's smart field is tried on too.
#![expect(clippy::expect_used, reason = "a test says what it expected")]

use contract::{Platform, TargetKind};
use lists::understand;
use proptest::prelude::*;

/// Text, hint, platform, kind, value, note; `-` where nothing is known.
type Line = [String; 6];

fn table() -> Vec<Line> {
    serde_json::from_str(include_str!("readings.json")).expect("the table is JSON")
}

#[test]
fn every_text_is_read_as_the_smart_field_reads_it() {
    let table = table();
    assert!(table.len() >= 150, "the table has {} texts", table.len());
    let mut wrong = Vec::new();
    for [text, hint, platform, kind, value, note] in table {
        let got = understand(&text, Platform::from_name(&hint));
        let note_of = |note| {
            serde_json::to_string(&note)
                .expect("a note is a word")
                .replace('"', "")
        };
        // That Instagram has no keyword search is said by the contract, of the pair.
        let note = if note == "keyword_not_on_instagram" {
            "-".to_owned()
        } else {
            note
        };
        let seen = [
            got.platform.map_or("-", Platform::as_str).to_owned(),
            got.kind.map_or("-", TargetKind::as_str).to_owned(),
            got.value.unwrap_or_default(),
            got.note.map_or_else(|| "-".to_owned(), note_of),
        ];
        if seen != [platform.clone(), kind.clone(), value.clone(), note.clone()] {
            wrong.push(format!(
                "{text:?}: {seen:?}, not {:?}",
                [platform, kind, value, note]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

proptest! {
    #[test]
    fn no_text_is_read_as_a_value_that_the_contract_refuses(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("@".to_owned()), Just("#".to_owned()), Just("https://".to_owned()),
                Just("tiktok.com/".to_owned()), Just("instagram.com/".to_owned()), Just("youtu.be/".to_owned()),
                Just("?q=".to_owned()), Just("%E0%A4".to_owned()), Just(" ".to_owned()), Just("\u{200d}".to_owned()),
                Just("[::1]".to_owned()), Just("tiktok ".to_owned()), "\\PC{0,3}", "[a-z]{1,4}",
            ],
            0..12,
        )
    ) {
        let got = understand(&pieces.concat(), None);
        if let (Some(kind), Some(value)) = (got.kind, got.value) {
            let parsed = contract::Target::parse(Platform::TikTok, kind, &value);
            prop_assert!(parsed.is_ok(), "{value:?} is no {kind}: {parsed:?}");
        }
    }
}
