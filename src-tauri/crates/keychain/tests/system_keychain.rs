//! Claims about the keychain, on a real Secret Service on a bus of its own. Each claim starts this
//! test binary again inside such a world, where the ignored test of the same story runs.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test states its assumptions with unwrap, its helpers too"
)]

#[cfg(test)]
mod world;

use std::process::Command;
use std::sync::Arc;

use contract::UnixMillis;
use keychain::{ApiKey, Keep, KeyInfo, KeyRef, Keychain, KeychainError};

use world::{World, run_inside};

const SERVICE: &str = "app.feedwatch.test";
const SECRET: &str = "gen_live_0123456789abcdef";

#[test]
fn keys_live_in_one_item_of_the_keychain_and_outlive_the_process() {
    run_inside(&World::Unlocked, "inside_keys_live_in_one_item");
}

#[test]
fn an_unreadable_item_is_reported_and_kept_aside_and_never_overwritten() {
    run_inside(&World::Unlocked, "inside_an_unreadable_item");
}

#[test]
fn two_copies_of_the_app_do_not_overwrite_each_others_keys() {
    run_inside(&World::Unlocked, "inside_two_copies");
}

#[test]
fn a_locked_keychain_whose_prompt_cannot_be_answered_is_told_apart_and_keys_for_this_run_work() {
    run_inside(&World::Unlocked, "inside_a_locked_keychain");
}

#[test]
fn a_bus_without_a_keychain_service_is_a_missing_keychain_and_not_an_empty_one() {
    run_inside(&World::NoService, "inside_a_missing_keychain");
}

#[test]
fn a_keychain_service_without_a_default_keyring_is_a_missing_keychain() {
    run_inside(&World::NoKeyring, "inside_a_missing_keychain");
}

#[test]
fn no_bus_at_all_is_a_missing_keychain() {
    run_inside(&World::NoBus, "inside_a_missing_keychain");
}

#[test]
fn a_keychain_that_comes_up_later_is_found_by_trying_again() {
    run_inside(&World::NoKeyring, "inside_a_keychain_that_comes_up_later");
}

#[test]
#[ignore = "runs inside a world of its own"]
fn inside_keys_live_in_one_item() {
    let keychain = Keychain::open(SERVICE);
    assert_eq!(keychain.load().unwrap(), []);
    let info = keychain
        .put(name("gen"), key(SECRET), UnixMillis(7), Keep::Stored)
        .unwrap();
    assert_eq!(info, shown("gen", "cdef", 7, Keep::Stored));
    keychain
        .put(
            name("youtube"),
            key("yt-0123456789-wxyz"),
            UnixMillis(8),
            Keep::Stored,
        )
        .unwrap();

    let found = secret_tool(&["search", "--all", "service", SERVICE]);
    assert_eq!(
        found.matches("secret = ").count(),
        1,
        "one item for the app: {found}"
    );
    assert!(
        found.contains(SECRET) && found.contains("yt-0123456789-wxyz"),
        "{found}"
    );

    let again = Keychain::open(SERVICE);
    assert_eq!(exposed(&again, "gen").as_deref(), Some(SECRET));
    let listed = [
        shown("gen", "cdef", 7, Keep::Stored),
        shown("youtube", "wxyz", 8, Keep::Stored),
    ];
    assert_eq!(again.load().unwrap(), listed);

    again.remove(&name("gen")).unwrap();
    assert_eq!(exposed(&again, "gen"), None);
    again.remove(&name("gen")).unwrap();
    again.remove(&name("youtube")).unwrap();
    let left = secret_tool(&["search", "--all", "service", SERVICE]);
    assert_eq!(
        left.matches("secret = ").count(),
        0,
        "the item goes with the last key: {left}"
    );
}

#[test]
#[ignore = "runs inside a world of its own"]
fn inside_an_unreadable_item() {
    let damaged = r#"{"gen": {"secret": "half-a-secr"#;
    store_by_hand("keys", damaged);
    let keychain = Keychain::open(SERVICE);
    assert_eq!(keychain.load(), Err(KeychainError::Damaged));
    assert_eq!(keychain.get(&name("gen")).err(), Some(KeychainError::Damaged));
    let refused = keychain.put(name("gen"), key(SECRET), UnixMillis(1), Keep::Stored);
    assert_eq!(refused, Err(KeychainError::Damaged));
    assert_eq!(looked_up("keys"), damaged, "not overwritten");
    assert_eq!(looked_up("keys-damaged"), damaged, "kept aside");

    keychain.give_up_damaged().unwrap();
    assert_eq!(keychain.load().unwrap(), []);
    keychain
        .put(name("gen"), key(SECRET), UnixMillis(1), Keep::Stored)
        .unwrap();
    assert_eq!(looked_up("keys-damaged"), damaged, "still kept aside");

    store_by_hand("keys", "something else");
    assert_eq!(Keychain::open(SERVICE).load(), Err(KeychainError::Damaged));
    assert_eq!(
        looked_up("keys-damaged"),
        damaged,
        "an earlier copy is not lost to a later one"
    );
    assert_eq!(looked_up("keys-damaged-2"), "something else");
}

#[test]
#[ignore = "runs inside a world of its own"]
fn inside_two_copies() {
    let (one, other) = (Keychain::open(SERVICE), Keychain::open(SERVICE));
    one.load().unwrap();
    other.load().unwrap();
    one.put(name("a"), key(SECRET), UnixMillis(1), Keep::Stored)
        .unwrap();
    other
        .put(name("b"), key(SECRET), UnixMillis(2), Keep::Stored)
        .unwrap();
    let names: Vec<_> = Keychain::open(SERVICE)
        .load()
        .unwrap()
        .into_iter()
        .map(|info| info.key_ref)
        .collect();
    assert_eq!(names, [name("a"), name("b")]);
}

#[test]
#[ignore = "runs inside a world of its own"]
fn inside_a_locked_keychain() {
    Keychain::open(SERVICE)
        .put(name("gen"), key(SECRET), UnixMillis(1), Keep::Stored)
        .unwrap();
    secret_tool(&["lock"]);
    let keychain = Keychain::open(SERVICE);
    let refused = keychain.load().unwrap_err();
    assert!(
        matches!(refused, KeychainError::Locked | KeychainError::Dismissed),
        "{refused:?}"
    );
    assert_eq!(
        keychain.get(&name("gen")).err(),
        Some(refused),
        "remembered, not asked again"
    );
    keychain
        .put(name("run"), key(SECRET), UnixMillis(2), Keep::ThisRunOnly)
        .unwrap();
    assert_eq!(exposed(&keychain, "run").as_deref(), Some(SECRET));
}

#[test]
#[ignore = "runs inside a world of its own"]
fn inside_a_missing_keychain() {
    let keychain = Keychain::open(SERVICE);
    assert_eq!(keychain.load(), Err(KeychainError::Missing));
    assert_eq!(keychain.get(&name("gen")).err(), Some(KeychainError::Missing));
    let refused = keychain.put(name("gen"), key(SECRET), UnixMillis(1), Keep::Stored);
    assert_eq!(refused, Err(KeychainError::Missing));
    assert_eq!(keychain.remove(&name("gen")), Err(KeychainError::Missing));

    let info = keychain
        .put(name("gen"), key(SECRET), UnixMillis(1), Keep::ThisRunOnly)
        .unwrap();
    assert_eq!(info.kept, Keep::ThisRunOnly);
    assert_eq!(exposed(&keychain, "gen").as_deref(), Some(SECRET));
    keychain.remove(&name("gen")).unwrap();
    assert_eq!(keychain.get(&name("gen")).err(), Some(KeychainError::Missing));
}

#[test]
#[ignore = "runs inside a world of its own"]
fn inside_a_keychain_that_comes_up_later() {
    let keychain = Keychain::open(SERVICE);
    assert_eq!(keychain.load(), Err(KeychainError::Missing));
    world::unlock();
    assert_eq!(keychain.load().unwrap(), []);
    keychain
        .put(name("gen"), key(SECRET), UnixMillis(1), Keep::Stored)
        .unwrap();
    assert!(looked_up("keys").contains(SECRET));
}

#[test]
fn a_key_for_this_run_hides_a_stored_one_and_touches_no_keychain() {
    let keychain = Keychain::open(SERVICE);
    keychain
        .put(name("gen"), key(SECRET), UnixMillis(1), Keep::ThisRunOnly)
        .unwrap();
    let first = keychain.get(&name("gen")).unwrap().unwrap();
    let second = keychain.get(&name("gen")).unwrap().unwrap();
    assert!(Arc::ptr_eq(&first, &second), "one copy of the secret");
}

fn name(text: &str) -> KeyRef {
    KeyRef::parse(text).unwrap()
}

fn key(text: &str) -> ApiKey {
    ApiKey::parse(text).unwrap()
}

fn exposed(keychain: &Keychain, key_ref: &str) -> Option<String> {
    keychain
        .get(&name(key_ref))
        .unwrap()
        .map(|key| key.expose().to_owned())
}

fn shown(key_ref: &str, last_four: &str, added_at: i64, kept: Keep) -> KeyInfo {
    KeyInfo {
        key_ref: name(key_ref),
        last_four: last_four.to_owned(),
        added_at: UnixMillis(added_at),
        kept,
    }
}

fn secret_tool(arguments: &[&str]) -> String {
    let output = Command::new("secret-tool").args(arguments).output().unwrap();
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

fn looked_up(user: &str) -> String {
    secret_tool(&["lookup", "service", SERVICE, "username", user])
}

fn store_by_hand(user: &str, text: &str) {
    world::with_input(
        Command::new("secret-tool").args(["store", "--label=test", "service", SERVICE, "username", user]),
        text,
    );
}
