//! The process may end at any moment. The long run is `cargo xtask faults`.

use tests::binaries::built;
use tests::faults::kills::{Plan, run};

#[test]
fn a_hundred_kills_lose_nothing_and_pay_nothing_twice() {
    let tally = run(&Plan {
        driver: built("fault-driver"),
        kills: 100,
        seed: 7,
    });
    let findings: Vec<_> = tally.findings().collect();
    assert!(tally.is_sound(), "{tally}\n{findings:#?}\n{}", tally.met());
    assert_eq!(
        tally.to_string(),
        "100 kills: 0 duplicate creates, 0 lost answers, 0 unreadable databases"
    );
    // A run in which nothing was under way proves nothing.
    assert!(tally.during.values().any(|kills| *kills > 0), "{}", tally.met());
    println!("{}", tally.met());
}
