//! Pages of the board, saved views, and tags of many monitors, in a real file.
#![allow(
    clippy::unwrap_used,
    reason = "a test states its assumptions, also in its helpers"
)]

use std::path::Path;

use contract::{AgentId, JobStatus, Money, MonitorDraft, MonitorSpec, PriceList, UnixMillis};
use store::{
    Answer, BoardFilter, BoardOrder, CheckFacts, Counting, IntentId, LookPlan, MonitorId, MonthSpan, NewView,
    NewWorkspace, News, Outcome, Phase, Problem, ProblemCode, Service, Start, Store, WorkspaceId,
};

const DAY: i64 = 24 * 60 * 60 * 1_000;

struct Record {
    store: Store,
    workspace: WorkspaceId,
    _folder: tempfile::TempDir,
}

fn open(folder: &Path) -> Store {
    Store::open(folder).unwrap().0
}

fn record() -> Record {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let workspace = workspace(&store, "one");
    Record {
        store,
        workspace,
        _folder: folder,
    }
}

fn workspace(store: &Store, name: &str) -> WorkspaceId {
    let new = NewWorkspace {
        name: name.to_owned(),
        service: Service::Gen,
        agent_id: AgentId::parse(name).unwrap(),
        base_url: None,
        key_ref: None,
    };
    store.add_workspace(&new, UnixMillis(0)).unwrap().id
}

fn spec(value: &str, posts: i64, monitoring: bool) -> MonitorSpec {
    let kind = if value.starts_with('#') {
        "hashtag"
    } else {
        "username"
    };
    MonitorSpec::parse(&MonitorDraft {
        platform: Some("tiktok".to_owned()),
        kind: Some(kind.to_owned()),
        value: Some(value.to_owned()),
        max_results: Some(posts),
        monitoring: Some(monitoring),
        ..MonitorDraft::default()
    })
    .unwrap()
}

/// Starts a monitor that the service takes, or refuses.
fn follow(record: &Record, spec: &MonitorSpec, tags: &[&str], at: i64, taken: bool) -> MonitorId {
    let intent = IntentId::random();
    let now = UnixMillis(at);
    let start = Start {
        intent: &intent,
        workspace: record.workspace,
        spec,
        prices: PriceList::PUBLISHED,
        tags: &tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>(),
        retry_of: None,
        month: MonthSpan {
            from: UnixMillis(0),
            until: UnixMillis(400 * DAY),
        },
        counting: Counting {
            checks_per_30_days: 30,
            now,
        },
    };
    let monitor = record.store.begin_sending(&start, now).unwrap();
    let outcome = if taken {
        Outcome::Created {
            job_id: contract::JobId::parse(&monitor.to_string()).unwrap(),
            next_look_at: now,
        }
    } else {
        Outcome::Rejected(Problem::of(ProblemCode::Unauthorized, "no"))
    };
    record.store.end_sending(&intent, &outcome, now).unwrap();
    monitor
}

fn all(record: &Record) -> BoardFilter {
    BoardFilter {
        workspaces: vec![record.workspace],
        limit: 100,
        ..BoardFilter::default()
    }
}

#[test]
fn counts_of_the_columns_are_the_same_with_and_without_a_search() {
    let record = record();
    follow(&record, &spec("@taken", 10, true), &[], 1, true);
    follow(&record, &spec("@once", 10, false), &[], 2, true);
    follow(&record, &spec("@refused", 10, true), &[], 3, false);
    let plain = record.store.board(&all(&record)).unwrap();
    // Every name has an "e"; a search is counted row by row, and the plain board in an index.
    let searched = BoardFilter {
        search: "e".to_owned(),
        ..all(&record)
    };
    let searched = record.store.board(&searched).unwrap();
    assert_eq!(plain.counts, searched.counts);
    assert_eq!((plain.all, plain.ongoing), (3, 2));
    let attention = plain
        .counts
        .iter()
        .find(|(phase, _)| *phase == Phase::NeedsAttention);
    assert_eq!(attention.unwrap().1, 1);
}

#[test]
fn counts_follow_columns_and_ongoing_or_once() {
    let record = record();
    follow(&record, &spec("@taken", 10, true), &[], 1, true);
    follow(&record, &spec("@once", 10, false), &[], 2, true);
    let once = BoardFilter {
        monitoring: Some(false),
        ..all(&record)
    };
    assert_eq!(record.store.board(&once).unwrap().total(), 1);
    let attention = BoardFilter {
        phases: vec![Phase::NeedsAttention],
        ..all(&record)
    };
    assert_eq!(record.store.board(&attention).unwrap().total(), 0);
}

#[test]
fn every_row_is_on_exactly_one_page_in_every_order() {
    let record = record();
    for number in 0..25 {
        follow(
            &record,
            &spec(&format!("@name{}", number % 7), 10, number % 2 == 0),
            &[],
            number,
            true,
        );
    }
    let orders = [
        BoardOrder::Phase,
        BoardOrder::Target,
        BoardOrder::Platform,
        BoardOrder::Created,
        BoardOrder::Confirmed,
        BoardOrder::SoFar,
    ];
    for (order, descending) in orders
        .into_iter()
        .flat_map(|order| [(order, false), (order, true)])
    {
        let filter = BoardFilter {
            order,
            descending,
            limit: 10,
            now: UnixMillis(40 * DAY),
            ..all(&record)
        };
        let pages = [0, 10, 20].map(|offset| {
            let page = record
                .store
                .board(&BoardFilter {
                    offset,
                    ..filter.clone()
                })
                .unwrap();
            page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        });
        let paged = pages.concat();
        let ids = record.store.board_ids(&filter).unwrap();
        assert_eq!(paged, ids, "{order:?} {descending}: pages and the whole agree");
        let mut sorted = paged.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(
            sorted.len(),
            25,
            "{order:?} {descending}: none twice, none missing"
        );
    }
}

#[test]
fn the_order_by_cost_is_that_of_the_amounts_shown() {
    let record = record();
    follow(&record, &spec("@dear-but-once", 50, false), &[], 10 * DAY, true);
    follow(&record, &spec("@cheap-but-old", 10, true), &[], 0, true);
    follow(&record, &spec("@dear-and-new", 50, true), &[], 29 * DAY, true);
    follow(&record, &spec("@refused", 50, true), &[], 5 * DAY, false);
    let now = UnixMillis(30 * DAY);
    let filter = BoardFilter {
        order: BoardOrder::SoFar,
        now,
        ..all(&record)
    };
    let rows = record.store.board(&filter).unwrap().rows;
    let counting = Counting {
        checks_per_30_days: 30,
        now,
    };
    let shown: Vec<Money> = rows
        .iter()
        .map(|row| counting.spent(&row.spans, None).total)
        .collect();
    assert_eq!(
        shown,
        [0, 750_000, 1_500_000, 4_650_000].map(Money::from_micros),
        "nothing, one check of 50, two of 50, thirty-one of 10"
    );
}

#[test]
fn tags_in_use_are_those_of_the_place() {
    let mut record = record();
    follow(&record, &spec("@a", 10, true), &["winter", "ads"], 1, true);
    follow(&record, &spec("@b", 10, true), &["winter"], 2, true);
    assert_eq!(record.store.board(&all(&record)).unwrap().tags, ["ads", "winter"]);
    record.workspace = workspace(&record.store, "two");
    assert!(record.store.board(&all(&record)).unwrap().tags.is_empty());
}

#[test]
fn many_monitors_get_and_lose_tags_at_once_and_missing_ones_are_passed_over() {
    let record = record();
    let ids = [
        follow(&record, &spec("@a", 10, true), &["old"], 1, true),
        follow(&record, &spec("@b", 10, true), &[], 2, true),
        MonitorId(9_999),
    ];
    let (add, remove) = (vec![" new ".to_owned(), String::new()], vec!["old".to_owned()]);
    record.store.tag_monitors(&ids, &add, &remove).unwrap();
    let rows = record.store.monitors(&ids).unwrap();
    let tags: Vec<_> = rows.iter().map(|row| row.tags.clone()).collect();
    assert_eq!(tags, [["new"], ["new"]]);
    assert_eq!(rows[0].id, ids[0], "rows come in the order asked for");
}

#[test]
fn a_view_of_the_same_name_in_the_same_place_is_replaced() {
    let record = record();
    let view = |workspace, body| NewView {
        workspace,
        name: "Mine",
        body,
    };
    record.store.save_view(&view(None, "1")).unwrap();
    record
        .store
        .save_view(&view(Some(record.workspace), "2"))
        .unwrap();
    record.store.save_view(&view(None, "3")).unwrap();
    let bodies: Vec<_> = record
        .store
        .views()
        .unwrap()
        .into_iter()
        .map(|view| view.body)
        .collect();
    assert_eq!(bodies, ["3", "2"]);
}

#[test]
fn views_go_with_their_workspace_and_are_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let (kept, gone) = (workspace(&store, "kept"), workspace(&store, "gone"));
    for workspace in [kept, gone] {
        let view = NewView {
            workspace: Some(workspace),
            name: "Mine",
            body: "{}",
        };
        store.save_view(&view).unwrap();
    }
    store.remove_workspace(gone).unwrap();
    drop(store);
    let views = open(folder.path()).views().unwrap();
    assert_eq!(views.len(), 1);
    assert_eq!(views[0].workspace, Some(kept));
    let missing = NewView {
        workspace: Some(gone),
        name: "Mine",
        body: "{}",
    };
    assert!(open(&folder.path().join("other")).save_view(&missing).is_err());
}

/// Some of every column, in three workspaces, older and newer ones mixed.
fn three_workspaces(record: &mut Record) -> Vec<WorkspaceId> {
    let mut places = vec![record.workspace];
    places.extend(["two", "three"].map(|name| workspace(&record.store, name)));
    for number in 0..60 {
        record.workspace = places[usize::try_from(number % 3).unwrap()];
        let spec = spec(&format!("@m{number}"), 10, number % 4 > 0);
        let monitor = follow(record, &spec, &[], number * 7 % 20, number % 5 > 0);
        if number % 7 == 0 && number % 5 > 0 {
            look(record, monitor, JobStatus::Completed);
        }
    }
    places
}

fn look(record: &Record, monitor: MonitorId, status: JobStatus) {
    let answer = Answer {
        monitor,
        at: UnixMillis(30),
        news: News::Status {
            status,
            problem: None,
            facts: CheckFacts::default(),
        },
        plan: LookPlan(None),
        tell_silence_after: None,
    };
    record.store.apply_answers(&[answer]).unwrap();
}

#[test]
fn the_pages_of_many_workspaces_follow_each_other_in_the_boards_order() {
    let mut record = record();
    let workspaces = three_workspaces(&mut record);
    for (descending, search, count) in [(false, "", 3), (true, "", 3), (false, "1", 3), (false, "", 2)] {
        let filter = BoardFilter {
            workspaces: workspaces[..count].to_vec(),
            search: search.to_owned(),
            descending,
            limit: 7,
            ..BoardFilter::default()
        };
        let page = |offset| {
            record
                .store
                .board(&BoardFilter {
                    offset,
                    ..filter.clone()
                })
                .unwrap()
        };
        let paged: Vec<_> = (0..9)
            .flat_map(|number| page(number * 7).rows)
            .map(|row| row.id)
            .collect();
        assert_eq!(paged, record.store.board_ids(&filter).unwrap(), "{filter:?}");
        assert_eq!(paged.len(), page(0).total() as usize);
    }
}

#[test]
fn what_is_kept_count_of_is_what_there_is() {
    let mut record = record();
    let workspaces = three_workspaces(&mut record);
    let is_counted = |place: &[WorkspaceId]| {
        let filter = BoardFilter {
            workspaces: place.to_vec(),
            limit: 500,
            ..BoardFilter::default()
        };
        let page = record.store.board(&filter).unwrap();
        let rows =
            |wanted: &dyn Fn(&store::MonitorRow) -> bool| page.rows.iter().filter(|row| wanted(row)).count();
        for (phase, count) in &page.counts {
            assert_eq!(
                *count as usize,
                rows(&|row| row.state.phase() == *phase),
                "{phase:?}"
            );
        }
        assert_eq!(page.all as usize, page.rows.len());
        assert_eq!(page.ongoing as usize, rows(&|row| row.spec.monitoring));
        page.rows
    };
    let rows = is_counted(&workspaces);
    assert_eq!(rows.len(), 60);
    record.store.remove_monitor(rows[0].id).unwrap();
    assert_eq!(is_counted(&workspaces).len(), 59);
    record.store.remove_workspace(workspaces[0]).unwrap();
    let left = is_counted(&workspaces[1..]);
    let needing = left
        .iter()
        .filter(|row| row.workspace == workspaces[1] && row.state.phase() == Phase::NeedsAttention);
    let of_one = left.iter().filter(|row| row.workspace == workspaces[1]);
    assert_eq!(
        record.store.attention(workspaces[1]).unwrap(),
        (
            u32::try_from(of_one.count()).unwrap(),
            u32::try_from(needing.count()).unwrap()
        )
    );
    assert_eq!(record.store.attention(workspaces[0]).unwrap(), (0, 0));
}
