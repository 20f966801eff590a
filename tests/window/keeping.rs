//! A copy is saved, more is done, and the copy is restored at the next start; a damaged record too.

use std::fs;

use crate::steps::{JOB_SECONDS, Wish, follow, open_practice};

const FIRST: Wish<'_> = Wish {
    platform: "tiktok",
    value: "#sourdough",
    posts: 20,
    ongoing: false,
};
const SINCE: Wish<'_> = Wish {
    platform: "tiktok",
    value: "#ryebread",
    posts: 10,
    ongoing: false,
};

fn to_backup(app: &tests::window::App) {
    app.click("place-settings");
    app.click("settings-section-backup");
    app.wait_for("backup-save");
}

#[test]
fn a_saved_copy_is_shown_before_it_is_restored_and_the_record_before_it_is_kept() {
    let mut app = open_practice();
    follow(&app, &FIRST);
    app.wait_for_card("#sourdough", &["finished"], JOB_SECONDS);
    to_backup(&app);
    app.click("backup-save");
    let copy = app.scratch().join("chosen.feedwatch");
    app.wait_until("the copy is there", 60, |_| copy.exists().then_some(()));
    app.click("place-board");
    follow(&app, &SINCE);
    app.wait_for_card("#ryebread", &["finished"], JOB_SECONDS);

    to_backup(&app);
    app.click("backup-choose");
    app.wait_for("restore-since");
    assert!(
        app.text_of("restore-since").contains("1 monitor"),
        "{}",
        app.text_of("restore-since")
    );
    app.screenshot("restore-dialog");
    app.click("restore-go");
    app.wait_for("backup-staged");

    app.restart();
    app.wait_for("start-notice");
    assert!(
        app.text_of("start-notice")
            .contains("feedwatch.before-restore-1.db")
    );
    app.wait_for_card("#sourdough", &["finished"], JOB_SECONDS);
    assert_eq!(app.cards().len(), 1, "what came after the copy is not in it");
    assert!(app.data().join("feedwatch.before-restore-1.db").exists());
}

#[test]
fn a_damaged_record_is_set_aside_and_the_person_is_told_what_took_its_place() {
    let mut app = open_practice();
    follow(&app, &FIRST);
    app.wait_for_card("#sourdough", &["finished"], JOB_SECONDS);
    let copies = app.data().join("backups");
    let made = |_: &tests::window::App| fs::read_dir(&copies).ok()?.next().map(drop);
    app.wait_until("the first back-up", 90, made);
    app.close();
    let record = app.data().join("feedwatch.db");
    // Its log holds newer pages, which would take the place of the spoiled one.
    for log in ["feedwatch.db-wal", "feedwatch.db-shm"] {
        let _ = fs::remove_file(app.data().join(log));
    }
    let mut bytes = fs::read(&record).expect("the record can be read");
    bytes[..4_096].fill(0xA5);
    fs::write(&record, bytes).expect("the record can be spoiled");

    app.restart();
    app.wait_for("start-notice");
    let told = app.text_of("start-notice");
    assert!(
        told.contains("was damaged") && told.contains("feedwatch.damaged-1.db"),
        "{told}"
    );
    app.screenshot("damaged-told");
    assert!(app.data().join("feedwatch.damaged-1.db").exists());
}
