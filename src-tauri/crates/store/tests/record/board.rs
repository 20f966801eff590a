//! Pages of the board: what is shown, in which order, and how many there are.

use contract::{JobStatus, MonitorDraft, MonitorSpec, Platform, TargetKind};
use store::{BoardFilter, BoardOrder, Phase};

use crate::world::{DAY, World, at, draft, new_workspace, spec, status};

fn filter(world: &World) -> BoardFilter {
    BoardFilter {
        workspaces: vec![world.workspace],
        limit: 100,
        ..BoardFilter::default()
    }
}

fn values(world: &World, filter: &BoardFilter) -> Vec<String> {
    let rows = world.store.board(filter).unwrap().rows;
    rows.into_iter()
        .map(|row| row.spec.target.value().to_owned())
        .collect()
}

fn youtube(value: &str) -> MonitorSpec {
    let kind = Some("username".to_owned());
    MonitorSpec::parse(&MonitorDraft {
        platform: Some("youtube".to_owned()),
        kind,
        ..draft(value, true)
    })
    .unwrap()
}

#[test]
fn a_page_is_part_of_all_and_the_counts_are_of_everything_that_matches() {
    let world = World::new();
    for n in 0..7 {
        world.created(&spec(&format!("#tag{n}"), n % 2 == 0), &n.to_string());
    }
    let page = world
        .store
        .board(&BoardFilter {
            limit: 3,
            offset: 6,
            ..filter(&world)
        })
        .unwrap();
    assert_eq!(
        (page.rows.len(), page.total(), page.all, page.ongoing),
        (1, 7, 7, 4)
    );
    assert_eq!(
        page.counts.iter().find(|(phase, _)| *phase == Phase::Waiting),
        Some(&(Phase::Waiting, 7))
    );
}

#[test]
fn each_filter_leaves_out_what_does_not_match() {
    let world = World::new();
    let done = world.created(&spec("#winter", false), "1");
    world.looked(done, at(DAY), status(JobStatus::Completed));
    let tagged = world.created(&youtube("@channel"), "2");
    world
        .store
        .tag_monitor(tagged, &["brand".to_owned(), " ".to_owned(), "brand".to_owned()])
        .unwrap();
    world.unknown(&spec("#open", true));
    let shown = |filter: BoardFilter| values(&world, &filter);
    let base = || filter(&world);
    assert_eq!(
        shown(BoardFilter {
            search: " WINT ".to_owned(),
            ..base()
        }),
        ["#winter"]
    );
    assert_eq!(
        shown(BoardFilter {
            platforms: vec![Platform::YouTube],
            ..base()
        }),
        ["@channel"]
    );
    assert_eq!(
        shown(BoardFilter {
            kinds: vec![TargetKind::Username],
            ..base()
        }),
        ["@channel"]
    );
    assert_eq!(
        shown(BoardFilter {
            phases: vec![Phase::NeedsAttention],
            ..base()
        }),
        ["#open"]
    );
    assert_eq!(
        shown(BoardFilter {
            tags: vec!["brand".to_owned()],
            ..base()
        }),
        ["@channel"]
    );
    assert_eq!(
        shown(BoardFilter {
            monitoring: Some(false),
            ..base()
        }),
        ["#winter"]
    );
    assert_eq!(
        world.store.board(&base()).unwrap().tags,
        ["brand"],
        "an empty tag is none, a double one is one"
    );
}

#[test]
fn a_search_for_signs_of_sql_finds_only_what_has_them() {
    let world = World::new();
    world.created(&spec("#plain", true), "1");
    for search in ["%", "_", "' OR 1=1 --", "\"", "\\"] {
        assert_eq!(
            values(
                &world,
                &BoardFilter {
                    search: search.to_owned(),
                    ..filter(&world)
                }
            ),
            [""; 0],
            "{search}"
        );
    }
}

#[test]
fn every_order_goes_both_ways_and_loses_nobody() {
    let world = World::new();
    for (n, value) in ["#b", "#a", "#c"].into_iter().enumerate() {
        let monitor = world.created(&spec(value, true), &n.to_string());
        world.looked(
            monitor,
            at(10 - i64::try_from(n).unwrap()),
            status(JobStatus::Processing),
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
    for order in orders {
        for descending in [false, true] {
            let mut shown = values(
                &world,
                &BoardFilter {
                    order,
                    descending,
                    ..filter(&world)
                },
            );
            shown.sort();
            assert_eq!(shown, ["#a", "#b", "#c"], "{order:?}");
        }
    }
    let by = |order, descending| {
        values(
            &world,
            &BoardFilter {
                order,
                descending,
                ..filter(&world)
            },
        )
    };
    assert_eq!(by(BoardOrder::Target, false), ["#a", "#b", "#c"]);
    assert_eq!(by(BoardOrder::Target, true), ["#c", "#b", "#a"]);
    assert_eq!(by(BoardOrder::Created, true), ["#c", "#a", "#b"]);
    assert_eq!(by(BoardOrder::Confirmed, false), ["#c", "#a", "#b"]);
}

#[test]
fn a_workspace_that_is_not_shown_shows_nothing_not_even_in_counts() {
    let mut world = World::new();
    world.created(&spec("#a", true), "1");
    world.workspace = world
        .store
        .add_workspace(&new_workspace("Other"), at(0))
        .unwrap()
        .id;
    let page = world.store.board(&filter(&world)).unwrap();
    assert_eq!((page.total(), page.all, page.rows.len()), (0, 0, 0));
    let nowhere = world
        .store
        .board(&BoardFilter {
            workspaces: Vec::new(),
            ..filter(&world)
        })
        .unwrap();
    assert_eq!(nowhere.all, 0, "no workspace is not every workspace");
}

#[test]
fn the_same_target_is_found_in_every_workspace_however_it_is_written() {
    let mut world = World::new();
    let here = world.created(&spec("#Winter", true), "1");
    world.workspace = world
        .store
        .add_workspace(&new_workspace("Other"), at(0))
        .unwrap()
        .id;
    let there = world.created(&spec("#winter", false), "2");
    world.looked(there, at(DAY), status(JobStatus::Completed));
    let same = world.store.same_target(&spec("#WINTER", true)).unwrap();
    let found: Vec<_> = same
        .iter()
        .map(|same| (same.monitor, same.workspace_name.as_str()))
        .collect();
    assert_eq!(found, [(here, "Acme"), (there, "Other")], "what runs comes first");
    assert!(world.store.same_target(&youtube("@winter")).unwrap().is_empty());
}

#[test]
fn a_removed_monitor_is_gone_with_all_that_was_its_own() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    world.store.tag_monitor(monitor, &["x".to_owned()]).unwrap();
    world.store.remove_monitor(monitor).unwrap();
    assert!(world.store.monitor(monitor).is_err() && world.store.remove_monitor(monitor).is_err());
    assert!(world.store.tag_monitor(monitor, &[]).is_err());
    let page = world.store.board(&filter(&world)).unwrap();
    assert_eq!((page.all, page.tags.len()), (0, 0));
    assert!(world.store.timeline(monitor, 9).unwrap().is_empty());
}

#[test]
fn the_pulse_remembers_a_day_of_hours_with_an_answer() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    let hour = crate::world::HOUR;
    for hours in [0, 1, 3] {
        world.looked(monitor, at(hours * hour), status(JobStatus::Processing));
    }
    let pulse = world.store.monitor(monitor).unwrap().pulse;
    assert_eq!(pulse.at(at(3 * hour)), 0b1101);
    assert_eq!(pulse.at(at(4 * hour)), 0b1_1010);
    assert_eq!(pulse.at(at(3 * DAY)), 0, "what is older than a day is forgotten");
    assert_eq!(pulse.at(at(-DAY)), 0b1101, "a clock set back takes nothing away");
}
