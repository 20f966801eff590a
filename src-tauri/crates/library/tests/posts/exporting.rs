use std::ops::ControlFlow;
use std::path::PathBuf;

use contract::Platform;
use library::export::{ExportError, ExportForm, ExportOrder, write};
use library::{Post, PostFilter, PostSort, Reader, SourceId};

use crate::world::{World, agent, by, post, views};

fn order(world: &World, form: ExportForm) -> ExportOrder {
    ExportOrder {
        agent: agent(),
        filter: PostFilter::default(),
        sort: PostSort::Newest,
        form,
        path: world.folder.path().join(format!("posts.{}", form.extension())),
    }
}

fn exported(world: &World, order: &ExportOrder) -> (u64, PathBuf) {
    let reader = Reader::open(&world.folder.path().join("library.db")).unwrap();
    let count = write(&reader, order, &mut |_| ControlFlow::Continue(())).unwrap();
    (count, order.path.clone())
}

fn table(world: &World, order: &ExportOrder) -> Vec<Vec<String>> {
    let (_, path) = exported(world, order);
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("spreadsheets need the mark");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_file_holds_what_is_shown_in_its_order_and_all_of_it() {
    let many: Vec<Post> = (0..1_203)
        .map(|n| views(&format!("p{n}"), n, 5_000 - n.unsigned_abs()))
        .collect();
    let world = World::with(&many);
    let filter = PostFilter {
        platforms: vec![Platform::TikTok],
        ..PostFilter::default()
    };
    let order = ExportOrder {
        filter,
        sort: PostSort::Views,
        ..order(&world, ExportForm::Csv)
    };
    let rows = table(&world, &order);
    assert_eq!(rows.len(), 1_204);
    let ids: Vec<_> = rows[1..].iter().map(|row| row[2].clone()).collect();
    assert_eq!(ids, (0..1_203).map(|n| format!("p{n}")).collect::<Vec<_>>());
}

#[test]
fn a_text_that_a_spreadsheet_would_run_is_made_harmless() {
    let world = World::with(&[
        post("a", 1, "=HYPERLINK(\"http://x\")"),
        post("b", 2, "@mia +1"),
        post("c", 3, "plain = text"),
    ]);
    let rows = table(&world, &order(&world, ExportForm::Csv));
    let captions: Vec<_> = rows[1..].iter().map(|row| row[7].as_str()).collect();
    assert_eq!(
        captions,
        ["'=HYPERLINK(\"http://x\")", "'@mia +1", "plain = text"]
    );
}

#[test]
fn missing_counts_are_empty_and_zero_is_written() {
    let world = World::with(&[views("a", 1, 0), post("b", 2, "")]);
    let rows = table(&world, &order(&world, ExportForm::Csv));
    assert_eq!((rows[1][13].as_str(), rows[2][13].as_str()), ("0", ""));
    let (_, path) = exported(&world, &order(&world, ExportForm::Json));
    let list: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(
        (list[0]["views"].as_u64(), list[1]["views"].is_null()),
        (Some(0), true)
    );
}

#[test]
fn a_caption_is_exported_whole() {
    let long = "word ".repeat(400).trim().to_owned();
    let world = World::with(&[post("a", 1, &long)]);
    assert_eq!(table(&world, &order(&world, ExportForm::Csv))[1][7], long);
    assert!(world.card("a").caption.len() < 400, "the list's card is cut");
}

#[test]
fn practice_says_so_in_every_row_of_every_form() {
    let made_up = Post {
        source: SourceId::Practice,
        author: Some(by("x")),
        ..post("a", 1, "")
    };
    let world = World::with(&[made_up]);
    assert_eq!(
        table(&world, &order(&world, ExportForm::Csv))[1][0],
        "practice, not real"
    );
    let (_, path) = exported(&world, &order(&world, ExportForm::Json));
    assert!(
        std::fs::read_to_string(path)
            .unwrap()
            .contains("practice, not real")
    );
}

#[test]
fn a_cancelled_export_leaves_the_file_that_was_there() {
    let world = World::with(&[post("a", 1, "")]);
    let order = order(&world, ExportForm::Xlsx);
    std::fs::write(&order.path, "mine").unwrap();
    let reader = Reader::open(&world.folder.path().join("library.db")).unwrap();
    let ended = write(&reader, &order, &mut |_| ControlFlow::Break(()));
    assert!(matches!(ended, Err(ExportError::Cancelled)));
    assert_eq!(std::fs::read_to_string(&order.path).unwrap(), "mine");
    let left = std::fs::read_dir(world.folder.path()).unwrap();
    assert!(!left.into_iter().any(|entry| {
        entry
            .unwrap()
            .path()
            .extension()
            .is_some_and(|end| end == "partial")
    }));
}

#[test]
fn an_export_of_nothing_is_a_heading_and_an_empty_list() {
    let world = World::new();
    assert_eq!(table(&world, &order(&world, ExportForm::Csv)).len(), 1);
    let (count, path) = exported(&world, &order(&world, ExportForm::Json));
    let list: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!((count, list.len()), (0, 0));
}
