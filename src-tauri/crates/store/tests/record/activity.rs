//! Everything that happened, read and unread.

use contract::UnixMillis;
use store::{
    ActivityFilter, Gap, GapReason, Happening, MonitorId, NewEvent, Notified, ProblemCode, WorkspaceId,
};

use crate::world::{DAY, World, at, new_workspace, spec};

fn trouble(workspace: WorkspaceId, monitor: Option<MonitorId>) -> NewEvent {
    let what = Happening::WorkspaceTrouble {
        code: ProblemCode::Unauthorized,
    };
    NewEvent {
        at: at(5),
        workspace,
        monitor,
        what,
    }
}

fn lines(world: &World, filter: ActivityFilter) -> Vec<i64> {
    world
        .store
        .activity(filter)
        .unwrap()
        .into_iter()
        .map(|row| row.id)
        .collect()
}

#[test]
fn lines_come_newest_first_and_page_by_page() {
    let world = World::new();
    let added = world
        .store
        .add_events(&[
            trouble(world.workspace, None),
            trouble(world.workspace, None),
            trouble(world.workspace, None),
        ])
        .unwrap();
    let page = |before, limit| {
        lines(
            &world,
            ActivityFilter {
                before,
                limit,
                workspace: None,
            },
        )
    };
    assert_eq!(page(None, 2), [added[2], added[1]]);
    assert_eq!(page(Some(added[1]), 2), [added[0]]);
}

#[test]
fn a_line_names_its_monitor_and_one_of_a_workspace_names_none() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    let added = world.store.add_events(&[trouble(world.workspace, None)]).unwrap();
    let line = world.store.activity_line(added[0]).unwrap();
    assert_eq!(
        (line.monitor, line.workspace, line.at),
        (None, world.workspace, at(5))
    );
    assert_eq!(
        line.what,
        Happening::WorkspaceTrouble {
            code: ProblemCode::Unauthorized
        }
    );
    let of_monitor = world.store.activity_line(added[0] - 1).unwrap();
    assert_eq!(
        of_monitor.monitor.map(|(id, _, value)| (id, value)),
        Some((monitor, "#a".to_owned()))
    );
    assert!(world.store.activity_line(added[0] + 1).is_err());
}

#[test]
fn one_workspaces_activity_is_its_own() {
    let world = World::new();
    let other = world
        .store
        .add_workspace(&new_workspace("Other"), at(0))
        .unwrap()
        .id;
    world
        .store
        .add_events(&[trouble(world.workspace, None), trouble(other, None)])
        .unwrap();
    let shown = world
        .store
        .activity(ActivityFilter {
            workspace: Some(other),
            before: None,
            limit: 9,
        })
        .unwrap();
    assert!(shown.len() == 1 && shown[0].workspace == other);
}

#[test]
fn what_was_seen_is_read_and_what_came_since_is_not() {
    let world = World::new();
    let added = world
        .store
        .add_events(&[trouble(world.workspace, None), trouble(world.workspace, None)])
        .unwrap();
    assert_eq!(world.store.unread().unwrap(), 2);
    assert_eq!(world.store.mark_read(added[0]).unwrap(), 1);
    assert!(
        world.store.activity_line(added[0]).unwrap().read
            && !world.store.activity_line(added[1]).unwrap().read
    );
}

#[test]
fn what_became_of_a_notification_is_kept() {
    let world = World::new();
    let added = world.store.add_events(&[trouble(world.workspace, None)]).unwrap();
    assert_eq!(
        world.store.activity_line(added[0]).unwrap().notified,
        Notified::No
    );
    for outcome in [Notified::Held, Notified::Failed, Notified::Shown] {
        world.store.note_notified(&added, outcome).unwrap();
        assert_eq!(world.store.activity_line(added[0]).unwrap().notified, outcome);
    }
}

#[test]
fn events_of_a_workspace_that_is_not_there_are_all_refused() {
    let world = World::new();
    let both = [trouble(world.workspace, None), trouble(WorkspaceId(99), None)];
    assert!(world.store.add_events(&both).is_err());
    assert_eq!(world.store.unread().unwrap(), 0, "all or nothing");
}

#[test]
fn gaps_are_given_from_a_moment_on_in_their_order() {
    let world = World::new();
    let gap = |from: i64, why| Gap {
        from: at(from),
        until: at(from + 10),
        why,
    };
    let all = [
        gap(0, GapReason::Closed),
        gap(DAY, GapReason::Asleep),
        gap(2 * DAY, GapReason::Offline),
    ];
    all.iter().for_each(|one| world.store.add_gap(*one).unwrap());
    assert_eq!(world.store.gaps_since(UnixMillis(0)).unwrap(), all);
    assert_eq!(
        world.store.gaps_since(at(DAY + 5)).unwrap(),
        all[1..],
        "one that began before and lasted counts"
    );
}
