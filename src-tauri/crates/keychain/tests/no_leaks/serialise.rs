use serde::Serialize;

fn main() {
    let key = keychain::ApiKey::parse("0123456789abcdef").unwrap();
    let _ = key.serialize(serde_json::value::Serializer);
}
