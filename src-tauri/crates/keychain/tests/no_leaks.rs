//! Claims about what an `ApiKey` never does.

use keychain::{ApiKey, KeyError};

const SECRET: &str = "gen_live_0123456789abcdef";

#[test]
fn a_key_cannot_be_printed_copied_compared_or_serialised() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/no_leaks/*.rs");
}

#[test]
fn debug_shows_nothing_of_a_key_in_any_nesting() {
    let key = ApiKey::parse(SECRET).unwrap();
    assert_eq!(format!("{key:?}"), "ApiKey(…)");
    let nested = format!("{:#?}", Some(vec![std::sync::Arc::new(key)]));
    assert!(
        !nested.contains("gen_live") && !nested.contains("cdef"),
        "{nested}"
    );
}

#[test]
fn only_what_a_header_can_carry_is_a_key() {
    let refused = [
        ("", KeyError::Empty),
        (" \t\n", KeyError::Empty),
        ("X-API-Key: abc", KeyError::HasHeaderName),
        ("x-api-key:abc", KeyError::HasHeaderName),
        ("abc def", KeyError::HasBlank),
        ("abc\ndef", KeyError::HasBlank),
        ("abc\u{7}def", KeyError::HasBlank),
        ("abc\u{a0}def", KeyError::HasBlank),
        ("clé", KeyError::NotAscii),
        ("“abc”", KeyError::NotAscii),
        ("ключ-ключ-ключ", KeyError::NotAscii),
    ];
    for (text, why) in refused {
        assert_eq!(ApiKey::parse(text).err(), Some(why), "{text:?}");
    }
    assert_eq!(ApiKey::parse(&"k".repeat(513)).err(), Some(KeyError::TooLong));
    assert!(ApiKey::parse(&"k".repeat(512)).is_ok());
    assert_eq!(
        ApiKey::parse(&format!("  {SECRET}\r\n")).unwrap().expose(),
        SECRET
    );
}

#[test]
fn the_last_four_are_shown_only_of_a_key_long_enough_to_keep_its_secret() {
    assert_eq!(ApiKey::parse(SECRET).unwrap().last_four(), "cdef");
    assert_eq!(ApiKey::parse("abcdefghijkl").unwrap().last_four(), "ijkl");
    assert_eq!(ApiKey::parse("abcdefghijk").unwrap().last_four(), "····");
    assert_eq!(ApiKey::parse("a").unwrap().last_four(), "····");
}

#[test]
fn no_refusal_repeats_what_was_pasted() {
    for text in ["clé-secrète", "abc def", "X-API-Key: abc"] {
        let error = ApiKey::parse(text).unwrap_err();
        let told = format!("{error} {error:?}");
        assert!(!told.contains("secr") && !told.contains("abc"), "{told}");
    }
}
