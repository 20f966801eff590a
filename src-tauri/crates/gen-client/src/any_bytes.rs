//! Properties of reading: whatever comes, nothing panics, and what is promised of texts holds.

use proptest::prelude::*;
use serde_json::Value;

use crate::CallError;
use crate::answer::id;
use crate::fuzzing::read_answer;
use crate::plain_text::clean;

const SECRET: &str = "gen_live_0123456789abcdef";

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    let name = prop_oneof![
        "(user_job_id|id|status|failed_reason|result|error|error_code|code|message|detail|errors)",
        ".{0,8}",
    ];
    leaf.prop_recursive(4, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(name.clone(), inner, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

fn message(error: CallError) -> String {
    match error {
        CallError::Refused { message, .. } => message,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(body in prop::collection::vec(any::<u8>(), 0..2000), status in 100u16..600) {
        prop_assert!(message(read_answer(status, &body, SECRET)).chars().count() <= 300);
    }

    #[test]
    fn arbitrary_json_never_panics(value in any_json(), status in 100u16..600) {
        prop_assert!(message(read_answer(status, value.to_string().as_bytes(), SECRET)).chars().count() <= 300);
    }

    #[test]
    fn arbitrary_pages_become_text_without_the_secret(
        before in "[<>/!a-z \"'&;ß-]{0,400}", after in "[<>/!a-zSCRIPT -]{0,400}"
    ) {
        let text = clean(&format!("{before}{SECRET}{after}"), SECRET);
        prop_assert!(!text.contains(SECRET) && text.chars().count() <= 300);
        prop_assert!(!text.contains("0123456789"));
    }

    #[test]
    fn a_secret_split_by_tags_does_not_come_together(at in 1usize..24) {
        let text = clean(&format!("<b>{}</b>{}", &SECRET[..at], &SECRET[at..]), SECRET);
        prop_assert!(!text.contains(SECRET));
    }

    #[test]
    fn every_whole_number_is_an_id_without_loss(number in any::<u64>()) {
        let read: Value = serde_json::from_str(&number.to_string()).unwrap();
        prop_assert_eq!(id(&read).unwrap().as_str().to_owned(), number.to_string());
    }
}
