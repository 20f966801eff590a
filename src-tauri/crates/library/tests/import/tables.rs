use contract::Platform;
use library::import::{ImportError, RowTrouble, TableField, look, run};

use crate::desk::{Desk, fixture, order};

#[test]
fn the_columns_of_a_table_are_guessed_from_their_headings() {
    let seen = look(&fixture("made_table.csv")).unwrap();
    assert_eq!(seen.headings.len(), 8);
    assert_eq!(seen.mapping.get(&TableField::Url), Some(&0));
    assert_eq!(seen.mapping.get(&TableField::Views), Some(&5));
    assert_eq!(
        seen.mapping.get(&TableField::Creator),
        None,
        "what is not known is left to the person"
    );
    assert_eq!(seen.sample[0][2], "Eins");
}

#[test]
fn a_person_says_what_a_column_holds() {
    let desk = Desk::new();
    let path = fixture("made_table.csv");
    let mut order = order(&path, &look(&path).unwrap());
    order.mapping.insert(TableField::Creator, 1);
    let report = desk.bring_as(&order);
    let post = desk.post("7320768196569599275");
    assert_eq!(post.card.creator.unwrap().handle.as_deref(), Some("mia"));
    assert_eq!(
        (post.card.counts.views, post.card.counts.likes),
        (Some(12_345), None)
    );
    assert_eq!(desk.post("dQw4w9WgXcQ").card.counts.views, Some(1_200_000));
    let told: Vec<_> = report
        .problems
        .iter()
        .map(|problem| (problem.row, problem.what, problem.found.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (3, RowTrouble::NotAPost, "https://example.org/post/1"),
            (4, RowTrouble::NotATime, "gestern"),
            (5, RowTrouble::NotANumber, "viele"),
        ]
    );
}

#[test]
fn a_table_that_does_not_say_where_posts_are_is_refused_before_anything_is_stored() {
    let desk = Desk::new();
    let path = desk.folder.path().join("t.csv");
    std::fs::write(&path, "id,date,views\n1,2026-01-01,5\n").unwrap();
    let mut order = order(&path, &look(&path).unwrap());
    let refused = run(
        &desk.library,
        &order,
        &mut |_| std::ops::ControlFlow::Continue(()),
    );
    assert!(matches!(refused, Err(ImportError::Unmapped)));
    order.platform = Some(Platform::TikTok);
    assert_eq!(
        desk.bring_as(&order).progress.new_posts,
        1,
        "with the platform said it can be read"
    );
}

#[test]
fn files_that_are_something_else_are_refused() {
    let desk = Desk::new();
    for (name, bytes) in [
        ("empty", &b""[..]),
        ("one column", b"word\nword\n"),
        ("binary", b"PK\x03\x04\0\0\0,\0;"),
    ] {
        let path = desk.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(look(&path), Err(ImportError::UnknownForm)), "{name}");
    }
}

#[test]
fn text_that_is_not_utf_8_is_a_problem_of_its_row() {
    let desk = Desk::new();
    let path = desk.folder.path().join("latin.csv");
    let mut bytes = b"url,title,date\nhttps://youtu.be/dQw4w9WgXcQ,Caf\xe9,2026-01-01\n".to_vec();
    bytes.extend_from_slice(b"https://youtu.be/dQw4w9WgXcR,Tea,2026-01-01\n");
    std::fs::write(&path, bytes).unwrap();
    let report = desk.bring(&path);
    assert_eq!((report.progress.new_posts, report.problems[0].row), (1, 1));
}

#[test]
fn a_mark_before_the_heading_and_blank_lines_change_nothing() {
    let desk = Desk::new();
    let report = desk.bring_text(
        "t.csv",
        "\u{feff}url,date\n\nhttps://youtu.be/dQw4w9WgXcQ,2026-01-01\n\n",
    );
    assert_eq!((report.progress.new_posts, report.progress.refused), (1, 0));
}
