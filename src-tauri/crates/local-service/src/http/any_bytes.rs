//! Properties of reading: whatever a client sends, nothing panics.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::fuzzing::read_form;

const MULTIPART: &str = "multipart/form-data; boundary=x";
const URLENCODED: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

fn read(kind: &str, body: Vec<u8>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(read_form(kind, body));
}

fn name() -> impl Strategy<Value = String> {
    "(user_job\\[data\\]|user_job\\[user_job_type\\]|platform|type|value|days|country|max_results|monitoring|\\PC{0,6})"
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "(tiktok|instagram|hashtag|keyword|train_social|[@#]?\\PC{0,9})".prop_map(Value::from),
        Just(Value::Array(Vec::new())),
    ]
}

fn fields() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((name(), value()), 0..9).prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(body in prop::collection::vec(any::<u8>(), 0..400)) {
        for kind in [MULTIPART, URLENCODED, JSON, "multipart/form-data", "text/plain"] {
            read(kind, body.clone());
        }
    }

    #[test]
    fn fields_of_any_type_never_panic(flat in fields(), inner in fields()) {
        read(JSON, Value::Object(flat.clone()).to_string().into_bytes());
        let data = Value::Object(inner).to_string();
        let mut parts = String::new();
        for (name, text) in flat.iter().map(|(name, value)| (name.as_str(), value.to_string())) {
            parts += &format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        }
        parts += &format!("--x\r\nContent-Disposition: form-data; name=\"user_job[data]\"\r\n\r\n{data}\r\n--x--");
        read(MULTIPART, parts.into_bytes());
    }
}
