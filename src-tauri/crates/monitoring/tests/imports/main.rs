//! Lists that are started row by row: over a real record, with the real service on loopback.
#![expect(clippy::expect_used, clippy::panic, reason = "a test says what it expected")]

mod templates;
mod world;

use contract::Money;
use monitoring::NewMonitor;
use monitoring::view::{BoardQuery, ListChoice, ProblemCode, RowVerdict, WorkspaceEdit};
use store::{ImportRowState, ImportState, NewImport, NewImportRow, SameAs};
use world::{World, choice, names};

const MIXED: &str = "account,platform,posts\n\
    @olive,instagram,20\n\
    @Olive,instagram,30\n\
    shoes,instagram,500\n\
    https://vm.tiktok.com/ZMabc/,,\n\
    #glow,tiktok,10\n";

#[tokio::test]
async fn good_rows_are_started_and_the_rest_stays_with_its_reasons() {
    let world = World::ready().await;
    let list = world.paste(MIXED).await;
    let checked = world.check(&list, choice(&list)).await;
    assert_eq!(
        (
            checked.counts.ready,
            checked.counts.wrong,
            checked.counts.repeated
        ),
        (2, 2, 1)
    );
    assert_eq!(
        checked.price.first,
        Money::from_micros(30 * 15_000),
        "20 and 10 posts at $0.015"
    );
    assert!(
        matches!(checked.rows[1].verdict, RowVerdict::Repeated { line: 2 }),
        "{:?}",
        checked.rows[1]
    );
    assert_eq!(world.jobs().await, 0, "a dry run sends nothing");

    let begun = world.start(MIXED).await;
    let end = world.rested(begun.id).await;
    assert_eq!(
        (end.state, end.started, end.left_out),
        (ImportState::Finished, 2, 3)
    );
    assert_eq!(world.jobs().await, 2);

    let left = world
        .app
        .import_leftovers(begun.id, 100)
        .await
        .expect("the rows are there");
    let told: Vec<_> = left
        .iter()
        .map(|row| (row.line, row.problem.as_ref().map(|problem| problem.code)))
        .collect();
    assert_eq!(
        told,
        [
            (3, Some(ProblemCode::Duplicate)),
            (4, Some(ProblemCode::ValidationError)),
            (5, Some(ProblemCode::ValidationError)),
        ]
    );

    assert_eq!(
        left[0]
            .problem
            .as_ref()
            .and_then(|problem| problem.same_as.clone()),
        Some(SameAs::Row { line: 2 }),
        "as exact as the dry run was"
    );

    let again = world.paste(MIXED).await;
    let checked = world.check(&again, choice(&again)).await;
    assert_eq!(
        (checked.counts.ready, checked.counts.watched),
        (0, 2),
        "they are followed already"
    );
    let too = ListChoice {
        watched_too: true,
        ..choice(&again)
    };
    assert_eq!(
        world.check(&again, too).await.counts.ready,
        2,
        "unless the person wants them again"
    );
}

#[tokio::test]
async fn a_list_is_started_once_however_often_it_is_asked_for() {
    let world = World::ready().await;
    let list = world.paste(&names(12)).await;
    let start = world.to_start(&list, choice(&list)).await;
    let (one, other) = tokio::join!(
        world.app.start_import(start.clone()),
        world.app.start_import(start)
    );
    let (begun, refused) = match (one, other) {
        (Ok(begun), Err(refused)) | (Err(refused), Ok(begun)) => (begun, refused),
        both => panic!("one of two is refused: {both:?}"),
    };
    assert!(
        matches!(refused.code, ProblemCode::AlreadySent | ProblemCode::NotNow),
        "{refused:?}"
    );
    assert_eq!(world.rested(begun.id).await.started, 12);
    assert_eq!(world.jobs().await, 12);
}

#[tokio::test]
async fn a_row_that_was_sent_before_a_crash_is_not_sent_again() {
    let world = World::begin().await;
    let begun = world.start(&names(3)).await;
    let stopped = world.rested(begun.id).await;
    assert_eq!(
        stopped.problem.map(|problem| problem.code),
        Some(ProblemCode::LocalServiceDown)
    );
    assert_eq!(stopped.waiting, 3);
    let address = world.address();
    world.listen_at(&address).await;

    // As a crash between the answer and the note of it would leave things.
    let rows = world
        .store
        .import_rows(begun.id, &[ImportRowState::Waiting], 1, 1)
        .expect("rows");
    let sent = NewMonitor {
        workspace: world.workspace,
        draft: rows[0].draft.clone(),
        intent: rows[0].intent.clone(),
        tags: Vec::new(),
        retry_of: None,
    };
    world.app.create_monitor(sent).await.expect("it is sent");
    assert_eq!(world.jobs().await, 1);

    world.app.continue_import(begun.id).await.expect("it goes on");
    let end = world.rested(begun.id).await;
    assert_eq!((end.state, end.started), (ImportState::Finished, 3));
    assert_eq!(world.jobs().await, 3, "no row was sent twice");
}

#[tokio::test]
async fn what_stands_in_the_way_of_every_row_stops_the_list_and_costs_nothing() {
    let world = World::begin().await;
    world.listen_at("http://127.0.0.1:9").await;
    let begun = world.start(&names(4)).await;
    let stopped = world.rested(begun.id).await;
    assert_eq!(stopped.state, ImportState::Stopped);
    assert_eq!(
        stopped.problem.map(|problem| problem.code),
        Some(ProblemCode::CannotConnect)
    );
    assert_eq!(
        (stopped.waiting, stopped.refused),
        (4, 0),
        "no row is given up for what was not its fault"
    );

    assert_eq!(
        stopped.waiting_price.map(|price| price.first),
        Some(Money::from_micros(4 * 150_000)),
        "to go on costs what the rows that wait cost: four of $0.15"
    );
    assert_eq!(stopped.refused_price, None);

    let address = world.address();
    world.listen_at(&address).await;
    world.app.continue_import(begun.id).await.expect("it goes on");
    let end = world.rested(begun.id).await;
    assert_eq!((end.started, end.waiting_price), (4, None));
    assert_eq!(world.jobs().await, 4);
    let board = BoardQuery {
        workspace_id: Some(world.workspace),
        limit: 50,
        ..BoardQuery::default()
    };
    let page = world.app.board(board).await.expect("the board");
    assert_eq!(
        page.all, 4,
        "the row that was refused on the way took its own place again"
    );
}

#[tokio::test]
async fn a_list_can_be_stopped_in_the_middle_and_goes_on_where_it_stood() {
    let world = World::ready().await;
    let begun = world.start(&names(150)).await;
    world.app.stop_import(begun.id).await.expect("it stops");
    let stopped = world.rested(begun.id).await;
    assert_eq!(stopped.state, ImportState::Stopped);
    assert!(stopped.waiting > 0, "it stopped before its end: {stopped:?}");
    let sent = usize::try_from(stopped.started).expect("a count");
    assert_eq!(world.jobs().await, sent, "nothing is sent after it was stopped");

    world.app.continue_import(begun.id).await.expect("it goes on");
    let end = world.rested(begun.id).await;
    assert_eq!((end.state, end.started), (ImportState::Finished, 150));
    assert_eq!(world.jobs().await, 150);
}

#[tokio::test]
async fn a_list_that_a_crash_left_running_waits_for_the_person() {
    let world = World::ready().await;
    let row = |line| NewImportRow {
        line,
        given: format!("@row{line}"),
        draft: choice(&world_list()).defaults,
        tags: Vec::new(),
        left_out: None,
    };
    let new = NewImport {
        list: store::IntentId::random(),
        workspace: world.workspace,
        name: String::new(),
        rows: vec![row(1), row(2)],
    };
    let id = world
        .store
        .begin_import(&new, contract::UnixMillis(1))
        .expect("it is recorded")
        .expect("for the first time");
    let poller = world.app.start_polling();
    assert_eq!(world.rested(id).await.state, ImportState::Stopped);
    assert_eq!(world.jobs().await, 0);
    poller.stop().await;
}

fn world_list() -> monitoring::view::ListView {
    monitoring::view::ListView {
        list: store::IntentId::random(),
        name: String::new(),
        headed: false,
        columns: Vec::new(),
        rows: 0,
        cut: false,
    }
}

#[tokio::test]
async fn a_list_past_the_budget_is_refused_as_a_whole_and_offers_what_fits() {
    let world = World::ready().await;
    let edit = WorkspaceEdit {
        budget: Some(Money::from_micros(400_000)),
        ..WorkspaceEdit::default()
    };
    world
        .app
        .edit_workspace(world.workspace, edit)
        .await
        .expect("a budget");
    let list = world.paste(&names(5)).await;
    let budget = world
        .check(&list, choice(&list))
        .await
        .price
        .budget
        .expect("a budget");
    assert!(!budget.fits);
    assert_eq!(budget.fitting, 2, "two of $0.15 fit into $0.40");
    let start = world.to_start(&list, choice(&list)).await;
    let refused = world
        .app
        .start_import(start)
        .await
        .expect_err("it passes the budget");
    assert_eq!(refused.code, ProblemCode::OverBudget);
    assert_eq!(world.jobs().await, 0);

    let fitting = ListChoice {
        within_budget: true,
        ..choice(&list)
    };
    let start = world.to_start(&list, fitting).await;
    assert_eq!(start.monitors, 2);
    let begun = world.app.start_import(start).await.expect("what fits is started");
    let end = world.rested(begun.id).await;
    assert_eq!((end.started, end.left_out), (2, 3));
    assert_eq!(world.jobs().await, 2);
}

#[tokio::test]
async fn nothing_is_started_at_another_price_than_was_shown() {
    let world = World::ready().await;
    let list = world.paste(&names(2)).await;
    let mut start = world.to_start(&list, choice(&list)).await;
    start.choice.defaults.max_results = Some(50);
    let refused = world.app.start_import(start).await.expect_err("the price moved");
    assert_eq!(refused.code, ProblemCode::NotNow);
    assert_eq!(world.jobs().await, 0);
}

#[tokio::test]
async fn a_list_that_was_put_away_has_to_be_chosen_again() {
    let world = World::ready().await;
    let first = world.paste("@one").await;
    world.paste("@two").await;
    let gone = world
        .app
        .check_list(world.workspace, first.list.clone(), choice(&first), None, 0, 10)
        .await;
    assert_eq!(
        gone.expect_err("only one list is kept").code,
        ProblemCode::ListGone
    );
}

#[tokio::test]
async fn what_is_left_is_exported_with_its_reasons_and_can_be_mended() {
    let world = World::ready().await;
    let begun = world.start(MIXED).await;
    world.rested(begun.id).await;
    let path = world.folder().join("left.csv");
    assert_eq!(
        world
            .app
            .export_import(begun.id, path.clone())
            .await
            .expect("it is written"),
        3
    );
    let text = std::fs::read_to_string(&path).expect("the file");
    assert!(
        text.contains("the same as line 2") && text.contains("between 1 and 50"),
        "{text}"
    );

    let again = world
        .app
        .open_list(path.clone())
        .await
        .expect("it is a list again");
    assert!(again.headed);
    std::fs::write(&path, text.replace("500", "50")).expect("it is mended");
    let mended = world.app.open_list(path).await.expect("a list");
    assert_eq!(world.check(&mended, choice(&mended)).await.counts.ready, 1);
}
