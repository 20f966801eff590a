use std::io::Write;
use std::ops::ControlFlow;

use library::import::{ImportEnd, RowTrouble, look, run};

use crate::desk::{Desk, order};

fn item(number: usize) -> String {
    format!(
        r#"{{"id":"{number}","text":"post {number}","createTime":{},"webVideoUrl":"https://www.tiktok.com/@a/video/{number}","playCount":{number},"authorMeta":{{"name":"a{}"}}}}"#,
        1_700_000_000 + number,
        number % 50
    )
}

fn write_items(desk: &Desk, count: usize) -> std::path::PathBuf {
    let path = desk.folder.path().join("many.json");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    for number in 1..=count {
        let before = if number == 1 { '[' } else { ',' };
        writeln!(file, "{before}{}", item(number)).unwrap();
    }
    file.write_all(b"]").unwrap();
    file.flush().unwrap();
    path
}

#[test]
fn an_import_tells_how_far_it_is_and_reaches_the_end() {
    let desk = Desk::new();
    let path = write_items(&desk, 3_500);
    let mut told = Vec::new();
    let report = run(
        &desk.library,
        &order(&path, &look(&path).unwrap()),
        &mut |progress| {
            told.push((progress.bytes, progress.rows));
            ControlFlow::Continue(())
        },
    )
    .unwrap();
    assert!(told.len() >= 4, "{told:?}");
    assert!(told.is_sorted(), "{told:?}");
    assert_eq!((report.progress.rows, report.progress.new_posts), (3_500, 3_500));
    assert_eq!(report.progress.bytes, report.progress.of);
}

#[test]
fn a_cancelled_import_ends_soon_and_what_it_stored_stays_and_is_whole() {
    let desk = Desk::new();
    let path = write_items(&desk, 5_000);
    let report = run(
        &desk.library,
        &order(&path, &look(&path).unwrap()),
        &mut |progress| {
            if progress.rows >= 2_000 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        },
    )
    .unwrap();
    assert_eq!(
        (report.end, report.progress.new_posts),
        (ImportEnd::Cancelled, 2_000)
    );
    assert_eq!(desk.reader.posts(&crate::desk::agent()).unwrap(), 2_000);
    assert!(
        desk.posts()[0].outlier.is_some(),
        "the medians of what was stored are there"
    );
    let again = run(&desk.library, &order(&path, &look(&path).unwrap()), &mut |_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(
        again.progress.new_posts, 3_000,
        "brought in again, it goes on where it was"
    );
}

#[test]
fn a_file_that_is_cut_off_keeps_what_came_before_and_says_where_it_ended() {
    let desk = Desk::new();
    let report = desk.bring_text("cut.json", &format!("[{},{},{{\"id\":\"9", item(1), item(2)));
    assert_eq!(report.progress.new_posts, 2);
    assert_eq!(
        (report.problems[0].row, report.problems[0].what),
        (3, RowTrouble::Unreadable)
    );
}

#[test]
fn a_line_larger_than_any_post_is_refused_and_the_next_is_read() {
    let desk = Desk::new();
    let huge = "x".repeat(17 * 1024 * 1024);
    let report = desk.bring_text(
        "huge.json",
        &format!("{}\n{{\"id\":\"{huge}\"}}\n{}\n", item(1), item(2)),
    );
    assert_eq!(report.progress.new_posts, 2);
    assert_eq!(
        (report.problems[0].row, report.problems[0].what),
        (2, RowTrouble::TooLarge)
    );
}
