//! What a person waits for in a record of 100,000 monitors, beside the same in one of a hundred.

use contract::MonitorDraft;
use monitoring::view::{BoardQuery, WorkspaceEdit};
use store::{Phase, WorkspaceId};
use tests::seed::Mix;
use tokio::runtime::Runtime;

use crate::house::{House, Plan};
use crate::report::{Figure, Goal};
use crate::sample::{percentile, times};

const MANY: u32 = 100_000;
const FEW: u32 = 100;
const CALLS: usize = 200;
const GOAL: Goal = Goal::Below(10.0);

pub(crate) fn figures() -> Vec<Figure> {
    let runtime = Runtime::new().unwrap();
    let (many, few) = (build(&runtime, MANY), build(&runtime, FEW));
    let mut figures = Vec::new();
    let mut figure = |name: &str, call: &dyn Fn(&House, usize)| {
        let ours = percentile(&times(CALLS, |index| call(&many, index)), 0.95);
        let control = percentile(&times(CALLS, |index| call(&few, index)), 0.95);
        let name = format!("{name} among {MANY} monitors, p95");
        figures.push(Figure::new(name, "ms", ours, Some(control), GOAL));
    };
    figure("estimate with budget and duplicates", &|house, index| {
        let preview = house.app.preview(house.workspaces[0], right(index), None);
        let preview = runtime.block_on(preview).unwrap();
        assert!(preview.price.is_some_and(|price| price.budget.is_some()));
    });
    figure("validate", &|house, index| {
        let preview = house.app.preview(house.workspaces[0], wrong(index), None);
        assert_eq!(runtime.block_on(preview).unwrap().fields.len(), 3);
    });
    figure("the board's first page, all workspaces", &|house, _| {
        page(&runtime, house, &table(None));
    });
    figure("the board's first page, one workspace", &|house, index| {
        page(&runtime, house, &table(Some(house.workspaces[index % 2])));
    });
    figure("the board's six columns, one workspace", &|house, index| {
        for column in columns(house.workspaces[index % 2]) {
            page(&runtime, house, &column);
        }
    });
    figures
}

fn build(runtime: &Runtime, monitors: u32) -> House {
    let plan = Plan {
        workspaces: 2,
        mix: Mix::Board,
        ..Plan::resting("http://127.0.0.1:9", monitors)
    };
    let house = House::build(&plan);
    let edit = WorkspaceEdit {
        budget: Some(contract::Money::from_micros(i64::MAX)),
        ..WorkspaceEdit::default()
    };
    for workspace in &house.workspaces {
        runtime
            .block_on(house.app.edit_workspace(*workspace, edit.clone()))
            .unwrap();
    }
    house
}

/// As the window asks for its table.
fn table(workspace_id: Option<WorkspaceId>) -> BoardQuery {
    BoardQuery {
        workspace_id,
        limit: 100,
        ..BoardQuery::default()
    }
}

/// As the window asks for its columns, each with as many cards as it draws and some more.
fn columns(workspace: WorkspaceId) -> impl Iterator<Item = BoardQuery> {
    Phase::ALL.into_iter().map(move |phase| BoardQuery {
        phases: vec![phase],
        limit: 40,
        ..table(Some(workspace))
    })
}

fn page(runtime: &Runtime, house: &House, query: &BoardQuery) {
    let page = runtime.block_on(house.app.board(query.clone())).unwrap();
    assert!(page.rows.len() <= query.limit as usize);
}

/// A draft as it is typed: every call is about another target, and every other one is followed already.
fn right(index: usize) -> MonitorDraft {
    MonitorDraft {
        platform: Some("tiktok".to_owned()),
        kind: Some("username".to_owned()),
        value: Some(format!("@creator{index}")),
        max_results: Some(20),
        monitoring: Some(true),
        comment_monitoring: Some(true),
        ..MonitorDraft::default()
    }
}

fn wrong(index: usize) -> MonitorDraft {
    MonitorDraft {
        platform: Some("instagram".to_owned()),
        kind: Some("keyword".to_owned()),
        value: Some(format!("words {index}")),
        days: Some(8),
        max_results: Some(51),
        ..MonitorDraft::default()
    }
}
