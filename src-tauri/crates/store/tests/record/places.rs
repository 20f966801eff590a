//! Workspaces and settings.

use contract::AgentId;
use store::{NewWorkspace, Service, WorkspaceId};

use crate::world::{World, at, new_workspace, spec, usd};

#[test]
fn a_workspace_is_kept_with_all_that_can_be_set() {
    let world = World::new();
    let mut row = world.store.workspace(world.workspace).unwrap();
    row.name = "Ácme & <Söhne>".to_owned();
    row.key_ref = None;
    row.colour = 4;
    row.checks_per_30_days = 720;
    row.markup_thousandths = Some(1_500);
    row.budget = Some(usd(25));
    world.store.save_workspace(&row).unwrap();
    let (world, _) = world.reopened();
    assert_eq!(world.store.workspaces().unwrap(), [row]);
}

#[test]
fn each_service_is_told_apart_and_new_workspaces_take_the_least_used_colour() {
    let world = World::new();
    for service in [Service::Computer, Service::Practice] {
        let agent_id = AgentId::parse("x").unwrap();
        let new = NewWorkspace {
            service,
            agent_id,
            base_url: None,
            key_ref: None,
            name: service.as_str().to_owned(),
        };
        assert_eq!(world.store.add_workspace(&new, at(1)).unwrap().service, service);
    }
    let colours: Vec<_> = world
        .store
        .workspaces()
        .unwrap()
        .iter()
        .map(|row| row.colour)
        .collect();
    assert_eq!(colours, [1, 2, 3]);
}

#[test]
fn a_removed_workspace_takes_its_monitors_and_nobody_elses() {
    let mut world = World::new();
    let (first, gone) = (world.workspace, world.created(&spec("#a", true), "1"));
    world.workspace = world
        .store
        .add_workspace(&new_workspace("Other"), at(0))
        .unwrap()
        .id;
    let kept = world.created(&spec("#b", true), "2");
    world.store.remove_workspace(first).unwrap();
    assert!(world.store.monitor(gone).is_err() && world.store.workspace(first).is_err());
    assert!(world.store.monitor(kept).is_ok());
    assert!(world.store.remove_workspace(first).is_err());
}

#[test]
fn a_workspace_that_is_not_there_cannot_be_saved() {
    let world = World::new();
    let mut row = world.store.workspace(world.workspace).unwrap();
    row.id = WorkspaceId(77);
    assert!(world.store.save_workspace(&row).is_err());
}

#[test]
fn a_colour_outside_of_the_six_is_refused_and_nothing_changes() {
    let world = World::new();
    let before = world.store.workspace(world.workspace).unwrap();
    let mut row = before.clone();
    row.colour = 7;
    assert!(world.store.save_workspace(&row).is_err());
    assert_eq!(world.store.workspace(world.workspace).unwrap(), before);
}

#[test]
fn a_setting_is_kept_replaced_and_missing_where_it_was_never_set() {
    let world = World::new();
    assert_eq!(world.store.setting::<u32>("n").unwrap(), None);
    world.store.save_setting("n", &1_u32).unwrap();
    world.store.save_setting("n", &2_u32).unwrap();
    let (world, _) = world.reopened();
    assert_eq!(world.store.setting::<u32>("n").unwrap(), Some(2));
    assert!(
        world.store.setting::<Vec<String>>("n").is_err(),
        "a value of another shape is an error, not a guess"
    );
}
