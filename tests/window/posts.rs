//! Posts that this computer collected itself: found, read, and taken along.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tests::window::App;
use xtask::desktop::KeyStore;

use crate::keys::find_in_files;
use crate::platforms::{self, COMMENTS, Platform, VIDEOS};
use crate::steps::{JOB_SECONDS, Wish, fill_in_at, open_settings, start, to_board};

/// A key that must be found nowhere but in the key store and in what YouTube is asked.
const CANARY: &str = "canary-youtube-5f1c08e2b7a94d36";
const WISH: Wish<'_> = Wish {
    platform: "youtube",
    value: "@kitchen",
    posts: 10,
    ongoing: false,
};

#[test]
fn posts_of_a_real_source_are_found_filtered_opened_and_exported_as_they_are_shown() {
    let platform = Platform::start(platforms::youtube);
    let app = app_at(&platform);
    enter_key(&app);
    collect(&app);

    app.click("place-posts");
    wait_for_total(&app, "5 posts");
    search(&app);
    filter(&app);
    open_one(&app);
    app.click("posts-form-table");
    export_all(&app);
    assert_key_nowhere_else(&app, &platform);
    remove_with_posts(&app);
}

pub(crate) fn app_at(platform: &Platform) -> App {
    let mut app = App::prepared(KeyStore::default());
    app.set("FEEDWATCH_YOUTUBE_API", platform.address());
    app.start();
    app.click("first-run-computer");
    app.click("first-run-continue");
    app.wait_for("new-monitor");
    app
}

pub(crate) fn enter_key(app: &App) {
    open_settings(app, "sources");
    app.click("source-enter-youtube_api");
    app.type_into("source-key", CANARY);
    app.click("source-save");
    app.wait_until("the key to be kept", 20, |app| {
        app.text_of("source-kept-youtube_api")
            .contains("4d36")
            .then_some(())
    });
    app.screenshot("sources");
}

fn collect(app: &App) {
    to_board(app);
    fill_in_at(app, &WISH, "$0.00");
    app.click("comments-switch");
    app.screenshot("form");
    start(app);
    app.wait_for_card("@kitchen", &["finished"], JOB_SECONDS);
}

fn wait_for_total(app: &App, total: &str) {
    app.wait_until(&format!("{total:?} above the posts"), 20, |app| {
        (app.text_of("posts-total").trim() == total).then_some(())
    });
}

fn search(app: &App) {
    app.type_into("posts-search", "sourd");
    wait_for_total(app, "2 posts");
    app.screenshot("found");
    app.type_into("posts-search", "パンを");
    wait_for_total(app, "1 post");
    app.type_into("posts-search", "");
    wait_for_total(app, "5 posts");
}

/// Of a channel whose videos have 3,000 views as a rule, two have at least twice as many.
fn filter(app: &App) {
    app.click("posts-filter-outlier");
    app.click_css("[role='menuitemcheckbox']");
    wait_for_total(app, "2 posts");
    app.screenshot("filtered");
    app.run(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })); \
         done(null);",
    );
    app.click_css(".chip .clear");
    wait_for_total(app, "5 posts");
}

fn open_one(app: &App) {
    app.click_css("[data-testid='post-tile']");
    app.wait_for("post-page");
    app.wait_until("the comments of the video", 20, |app| {
        let page = app.page_text();
        (1..=COMMENTS)
            .all(|number| page.contains(&format!("Comment number {number}")))
            .then_some(())
    });
    app.screenshot("post");
    app.click("place-posts");
    app.wait_for("posts");
    wait_for_total(app, "5 posts");
}

/// From a post to the monitor that found it, and away with both.
fn remove_with_posts(app: &App) {
    app.click_css("[data-testid='post-row'] button");
    app.click_css("[data-testid^='post-found-by-']");
    app.wait_for("monitor-timeline");
    assert!(
        app.page_text().contains("@kitchen"),
        "it is the one that found it"
    );
    app.click("monitor-more");
    app.click("monitor-remove");
    app.click("remove-posts-delete");
    app.screenshot("remove");
    app.click("remove-confirm");
    app.wait_for("posts-empty");
    to_board(app);
    assert!(app.cards().is_empty(), "and its monitor is gone");
}

/// Each of the three files, read by a program that is none of ours, says what the table says.
fn export_all(app: &App) {
    let shown = rows(app);
    assert_eq!(shown.len(), VIDEOS.len());
    app.screenshot("table");
    let file = app.scratch().join("chosen.feedwatch");
    for form in ["csv", "xlsx", "json"] {
        // The file of the form before is not taken for this one's.
        drop(fs::remove_file(&file));
        app.click("posts-export");
        app.click(&format!("posts-export-{form}"));
        app.wait_until("the exported file", 20, |_| {
            fs::metadata(&file)
                .is_ok_and(|there| there.len() > 0)
                .then_some(())
        });
        let kept = file.with_extension(form);
        fs::copy(&file, &kept).expect("the file can be kept");
        let read = read_back(&kept, form);
        assert_same(&read, &shown, form);
    }
}

/// A row of the table: title, views and likes, as a person reads them.
#[derive(Debug)]
struct Row {
    text: String,
    views: String,
    likes: String,
}

fn rows(app: &App) -> Vec<Row> {
    let read = app.run(
        "done(Array.from(document.querySelectorAll('[data-testid=\"post-row\"]'), (row) => \
         [row.querySelector('button').innerText, row.querySelector('.views').innerText, \
          row.querySelector('.likes').innerText]));",
    );
    let text = |row: &Value, at: usize| row[at].as_str().unwrap_or_default().to_owned();
    let rows = read.as_array().expect("the page lists its rows");
    rows.iter()
        .map(|row| Row {
            text: text(row, 0),
            views: text(row, 1),
            likes: text(row, 2),
        })
        .collect()
}

/// The rows as lists of texts, by Python's own csv and json, and by openpyxl.
fn read_back(file: &Path, form: &str) -> Vec<Value> {
    const READ: &str = r#"
import csv, json, sys
path, form = sys.argv[1:]
if form == "csv":
    rows = list(csv.DictReader(open(path, encoding="utf-8-sig", newline="")))
elif form == "json":
    rows = json.load(open(path, encoding="utf-8"))
else:
    import openpyxl
    sheet = openpyxl.load_workbook(path, read_only=True).active
    names, *lines = sheet.iter_rows(values_only=True)
    rows = [dict(zip(names, line)) for line in lines]
print(json.dumps(rows, default=str))
"#;
    let output = Command::new("python3")
        .args(["-c", READ])
        .arg(file)
        .arg(form)
        .output()
        .expect("Python starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{form}: {told}");
    serde_json::from_slice(&output.stdout).expect("Python prints JSON")
}

fn assert_same(read: &[Value], shown: &[Row], form: &str) {
    assert_eq!(read.len(), shown.len(), "{form}");
    for (row, shown) in read.iter().zip(shown) {
        let title = row["title"].as_str().unwrap_or_default();
        // A text that a spreadsheet would run has a quote before it, in the form that cannot say what is text.
        let title = if form == "csv" {
            title.strip_prefix('\'').unwrap_or(title)
        } else {
            title
        };
        assert!(
            shown.text.contains(title) && !title.is_empty(),
            "{form}: {row} is not {shown:?}"
        );
        assert_eq!(count(&row["views"]), shown.views, "{form}: {row}");
        assert_eq!(
            count(&row["likes"]),
            shown.likes,
            "{form}: a hidden count is blank: {row}"
        );
        assert_eq!(count(&row["comments"]), COMMENTS.to_string(), "{form}");
        assert_eq!(
            (&row["platform"], &row["data"]),
            (&"youtube".into(), &"real".into()),
            "{form}"
        );
    }
}

/// A count as the window shows it: in groups of three, and a dash where nobody told.
fn count(value: &Value) -> String {
    let digits = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => String::new(),
    };
    if digits.is_empty() {
        return "–".to_owned();
    }
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn assert_key_nowhere_else(app: &App, platform: &Platform) {
    let asked = platform.asked();
    let carries = |text: &str| text.contains(CANARY);
    assert!(
        asked
            .iter()
            .any(|asked| carries(&asked.headers) || carries(&asked.query)),
        "YouTube was asked with the key"
    );
    let mut leaks = Vec::new();
    find_in_files(&app.data(), CANARY.as_bytes(), &mut leaks);
    find_in_files(app.desktop().logs(), CANARY.as_bytes(), &mut leaks);
    assert!(leaks.is_empty(), "the key stands in {leaks:?}");
    assert!(!carries(&app.page_text()), "the window shows the key");
}
