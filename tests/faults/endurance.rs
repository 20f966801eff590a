//! A long time with many monitors, in virtual time. The full day of ten thousand is `cargo xtask faults`.

use tests::faults::day::{Plan, live};

#[test]
fn hours_with_many_monitors_keep_every_cap_and_forget_nobody() {
    let report = live(&Plan {
        monitors: 100,
        workspaces: 10,
        hours: 3,
    });
    println!("{report}");
    assert!(report.holds(), "{report}");
    assert!(
        report.most_at_once > 1,
        "with one at a time the cap proves nothing"
    );
    // A resting monitor is looked at every 2.5 to 5 minutes; one that waits or collects, more often.
    let rate = |state: &str| {
        #[expect(clippy::cast_precision_loss, reason = "some thousands")]
        let looks = report.looks[state] as f64;
        looks / report.hours[state]
    };
    assert!((11.0..=25.0).contains(&rate("watching")), "{report}");
    assert!(
        rate("waiting") > rate("collecting") && rate("collecting") > rate("watching"),
        "{report}"
    );
    assert!(
        !report.looks.contains_key("finished") && !report.looks.contains_key("failed"),
        "{report}"
    );
}
