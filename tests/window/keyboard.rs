//! Everything that a person does, without a pointer.

use tests::window::App;

use crate::steps::JOB_SECONDS;

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
const RIGHT: char = '\u{e014}';
const DOWN: char = '\u{e015}';
const END: char = '\u{e010}';
const CONTROL: char = '\u{e009}';

#[test]
fn everything_a_person_does_is_done_by_keyboard_alone() {
    let app = App::open();
    choose_practice(&app);
    begin(&app, "@kitchen");
    change(&app);
    ask_and_leave(&app);
    begin(&app, "@garden");
    from_menu(&app, "monitor-stop", "stop-confirm");
    app.wait_until("the monitor to be over", JOB_SECONDS, |app| {
        app.shows("monitor-run-again").then_some(())
    });
    palette_to_settings(&app);
    table_and_bulk(&app);
    remove(&app);
    search_posts(&app);
    assert_eq!(app.clicks(), 0, "no pointer was used");
    app.screenshot("end");
}

fn choose_practice(app: &App) {
    app.tab_to("first-run-gen");
    app.press(&[DOWN]);
    app.press(&[DOWN]);
    app.wait_for_focus("first-run-practice");
    app.tab_to("first-run-continue");
    app.press(&[ENTER]);
    app.wait_for("new-monitor");
}

/// A monitor from the first key to its page; Enter alone never pays.
fn begin(app: &App, target: &str) {
    app.press(&['n']);
    app.wait_for_focus("smart-field");
    app.type_keys(target);
    app.tab_to("platform-tiktok");
    app.press(&[' ']);
    app.wait_until("a price", 15, |app| {
        app.text_of("start-monitor").contains("$0.75").then_some(())
    });
    app.tab_to("start-monitor");
    app.press(&[ENTER]);
    assert!(app.shows("place-new-monitor"), "Enter alone starts nothing");
    app.press(&[CONTROL, ENTER]);
    app.wait_for("monitor-timeline");
}

/// A change in place; afterwards focus is where the form was opened from.
fn change(app: &App) {
    app.tab_to("monitor-edit");
    app.press(&[ENTER]);
    app.wait_for_focus("count-input");
    app.press(&[CONTROL, 'a']);
    app.type_keys("30");
    app.tab_to("edit-save");
    app.press(&[ENTER]);
    app.wait_until("the form to close", 15, |app| {
        (!app.shows("edit-form")).then_some(())
    });
    app.wait_until("focus back on the button", 15, |app| {
        (app.focus().name.starts_with("Change")).then_some(())
    });
}

/// Dialogs, menus and sheets give focus back to what opened them.
fn ask_and_leave(app: &App) {
    for opener in ["monitor-tags", "monitor-more"] {
        app.tab_back_to(opener);
        app.press(&[ENTER]);
        app.wait_until("something over the page", 15, |app| is_over(app).then_some(()));
        app.press(&[ESCAPE]);
        app.wait_for_focus(opener);
    }
    for keys in [&['?'][..], &[CONTROL, 'k']] {
        app.press(keys);
        app.wait_until("something over the page", 15, |app| is_over(app).then_some(()));
        app.press(&[ESCAPE]);
        app.wait_for_focus("monitor-more");
    }
    from_menu_and_back(app, "monitor-stop");
    app.press(&[ESCAPE]);
    app.wait_for("board");
}

/// The question is asked with the harmless answer in focus, and leaving it leads back to the menu's button.
fn from_menu_and_back(app: &App, item: &str) {
    open_in_menu(app, item);
    app.wait_until("the harmless answer in focus", 15, |app| {
        (app.focus().name == "Keep it running").then_some(())
    });
    app.press(&[ESCAPE]);
    app.wait_for_focus("monitor-more");
    app.wait_until("nothing over the page", 15, |app| (!is_over(app)).then_some(()));
}

fn from_menu(app: &App, item: &str, confirm: &str) {
    app.tab_to("monitor-more");
    open_in_menu(app, item);
    app.wait_until("a question", 15, |app| app.has("[role=dialog]").then_some(()));
    app.tab_to(confirm);
    app.press(&[ENTER]);
    app.wait_until("the question to go", 15, |app| {
        (!app.has("[role=dialog]")).then_some(())
    });
}

fn open_in_menu(app: &App, item: &str) {
    app.press(&[ENTER]);
    app.wait_for(item);
    // A key that comes before the menu has focus goes to the button behind it.
    app.wait_until("the menu in focus", 15, |app| {
        app.has("[role=menuitem]:focus").then_some(())
    });
    app.press(&[END]);
    app.wait_for_focus(item);
    app.press(&[ENTER]);
}

/// Whether something is open over the page; what is closed and still fades is not.
fn is_over(app: &App) -> bool {
    app.has("[role=dialog]:not([data-state=closed]), [role=menu]:not([data-state=closed])")
}

fn palette_to_settings(app: &App) {
    app.press(&[CONTROL, 'k']);
    app.wait_for_focus("finder-input");
    app.type_keys("settings");
    app.wait_until("one place to go to", 15, |app| {
        app.page_text().contains("Settings").then_some(())
    });
    app.press(&[ENTER]);
    app.tab_to("settings-section-notifications");
    app.press(&[ENTER]);
    app.tab_to("settings-test-notification");
    app.press(&[ESCAPE]);
    app.press(&[CONTROL, '1']);
    app.wait_for("board");
}

/// Rows are chosen with Space and the arrows, changed together, and told about.
fn table_and_bulk(app: &App) {
    app.tab_to("board-form-columns");
    app.press(&[RIGHT]);
    app.wait_for("board-row");
    app.wait_until("a row in focus", 15, |app| {
        app.press(&[TAB]);
        app.has("[data-row]:focus").then_some(())
    });
    app.press(&[' ']);
    app.press(&[DOWN]);
    app.press(&[' ']);
    app.wait_for("bulk-bar");
    app.wait_until("the row's menu in focus", 15, |app| {
        app.press(&[TAB]);
        app.focus().id.starts_with("board-menu-").then_some(())
    });
    app.press(&[ENTER]);
    app.wait_for("row-menu-open");
    app.press(&[ESCAPE]);
    app.wait_until("the menu's button in focus again", 15, |app| {
        app.focus().id.starts_with("board-menu-").then_some(())
    });
    bulk_change(app);
}

fn bulk_change(app: &App) {
    app.tab_back_to("bulk-change");
    app.press(&[ENTER]);
    app.wait_for("bulk-dialog");
    app.tab_to("bulk-field-posts");
    app.type_keys("10");
    app.wait_until("a price of the change", 15, |app| {
        app.is_available("bulk-go").then_some(())
    });
    app.tab_to("bulk-go");
    app.press(&[ENTER]);
    app.wait_for("bulk-done");
    app.screenshot("bulk-done");
    app.press(&[ESCAPE]);
    app.wait_until("the dialog to go", 15, |app| {
        (!app.shows("bulk-dialog")).then_some(())
    });
    let focus = app.focus();
    assert_ne!(
        focus.tag, "body",
        "focus is somewhere after the dialog: {focus:?}"
    );
}

/// What is over is taken off the list after a question.
fn remove(app: &App) {
    app.press(&['/']);
    app.wait_for_focus("board-search");
    app.type_keys("garden");
    app.wait_until("one row", 15, |app| (app.cards().len() == 1).then_some(()));
    app.wait_until("the row in focus", 15, |app| {
        app.press(&[TAB]);
        app.has("[data-row]:focus").then_some(())
    });
    app.press(&[ENTER]);
    app.wait_for("monitor-timeline");
    from_menu(app, "monitor-remove", "remove-confirm");
    app.wait_until("the board without it", 15, |app| {
        (app.shows("board") && !app.shows("monitor-timeline")).then_some(())
    });
}

fn search_posts(app: &App) {
    app.tab_to("place-posts");
    app.press(&[ENTER]);
    app.wait_for("posts-search");
    app.press(&['/']);
    app.wait_for_focus("posts-search");
    app.type_keys("zzzz");
    app.wait_until("nothing that matches", 20, |app| {
        app.page_text().contains("Nothing matches").then_some(())
    });
}
