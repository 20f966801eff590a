fn main() {
    let key = keychain::ApiKey::parse("0123456789abcdef").unwrap();
    let _: keychain::ApiKey = key.clone();
}
