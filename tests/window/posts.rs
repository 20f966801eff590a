//! Posts that practice found are searched, filtered, opened and exported, and another program reads
//! what was exported.

use std::path::{Path, PathBuf};
use std::process::Command;

use tests::window::App;

use crate::steps::{JOB_SECONDS, Wish, follow, open_practice};

const BAKERY: Wish<'_> = Wish {
    platform: "tiktok",
    value: "@bakery",
    posts: 20,
    ongoing: false,
};

/// Opens practice, lets a monitor find its posts, and goes to them.
fn with_posts() -> App {
    let app = open_practice();
    follow(&app, &BAKERY);
    app.wait_for_card("@bakery", &["finished"], JOB_SECONDS);
    app.click("place-posts");
    app.wait_until("twenty posts", 20, |app| (tiles(app) == 20).then_some(()));
    app
}

fn tiles(app: &App) -> usize {
    app.count("[data-testid='post-tile']")
}

#[test]
fn the_posts_of_a_practice_monitor_are_searched_filtered_and_opened() {
    let app = with_posts();
    assert!(app.page_text().contains("Not real"), "practice says so");
    app.screenshot("posts");

    app.type_into("posts-search", "zzzz");
    app.wait_for("posts-empty");
    app.type_into("posts-search", "@bake");
    app.wait_until("the creator's posts", 20, |app| (tiles(app) == 20).then_some(()));

    app.click("posts-filter-platform");
    app.click_css("[role='menuitemcheckbox']:nth-of-type(2)");
    app.wait_for("posts-empty");

    app.click_css("[data-testid='posts-empty'] button");
    app.wait_until("all posts again", 20, |app| (tiles(app) == 20).then_some(()));
    app.click("post-tile");
    app.wait_for("post-page");
    let page = app.text_of("post-page");
    assert!(page.contains("[Practice]") && page.contains("@bakery"), "{page}");
    app.screenshot("post");
}

#[test]
fn an_export_is_read_back_by_another_program() {
    let app = with_posts();
    for form in ["csv", "xlsx", "json"] {
        let file = app.scratch().join(format!("out.{form}"));
        app.click("posts-export");
        app.click(&format!("posts-export-{form}"));
        save_as(&app, &file);
        app.wait_until(&format!("{} to be written", file.display()), 30, |_| {
            file.is_file().then_some(())
        });
        let read = read_by_python(form, &file);
        assert_eq!(read, "20 practice, not real bakery", "{form}");
    }
}

/// Types a name into the system's dialog, as a person would.
fn save_as(app: &App, file: &Path) {
    let name = file.display().to_string();
    app.wait_until("the dialog", 30, |app| {
        let found = app
            .desktop()
            .command("xdotool")
            .args(["search", "--name", "Save"])
            .output();
        found.ok().filter(|found| !found.stdout.is_empty())
    });
    let typed = app
        .desktop()
        .command("xdotool")
        .args(["key", "ctrl+a", "type", "--delay", "8", &name])
        .status();
    assert!(
        typed.is_ok_and(|status| status.success()),
        "the name can be typed"
    );
    let entered = app.desktop().command("xdotool").args(["key", "Return"]).status();
    assert!(
        entered.is_ok_and(|status| status.success()),
        "Enter can be pressed"
    );
}

const READ: &str = r#"
import csv, json, sys
form, path = sys.argv[1], sys.argv[2]
if form == "csv":
    rows = list(csv.DictReader(open(path, encoding="utf-8-sig", newline="")))
elif form == "json":
    rows = json.load(open(path, encoding="utf-8"))
else:
    import openpyxl
    sheet = openpyxl.load_workbook(path, read_only=True).active
    lines = list(sheet.iter_rows(values_only=True))
    rows = [dict(zip(lines[0], line)) for line in lines[1:]]
print(len(rows), rows[0]["data"], rows[0]["creator"])
"#;

fn read_by_python(form: &str, file: &PathBuf) -> String {
    let read = Command::new("python3")
        .args(["-c", READ, form])
        .arg(file)
        .output();
    let read = read.expect("Python is installed by the set-up");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8_lossy(&read.stdout).trim().to_owned()
}
