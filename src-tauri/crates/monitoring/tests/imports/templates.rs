use contract::MonitorDraft;
use monitoring::view::ProblemCode;

use crate::world::World;

fn draft() -> MonitorDraft {
    MonitorDraft {
        kind: Some("hashtag".to_owned()),
        value: Some("#glow".to_owned()),
        days: Some(7),
        ..MonitorDraft::default()
    }
}

#[tokio::test]
async fn a_template_keeps_the_choices_and_never_the_target() {
    let world = World::ready().await;
    let kept = world
        .app
        .add_template("  Weekly tags ".to_owned(), draft())
        .await
        .expect("it is kept");
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].name, "Weekly tags");
    assert_eq!(
        (kept[0].draft.days, kept[0].draft.value.as_deref()),
        (Some(7), None)
    );
}

#[tokio::test]
async fn a_name_is_given_once_and_no_template_is_overwritten() {
    let world = World::ready().await;
    world
        .app
        .add_template("One".to_owned(), draft())
        .await
        .expect("it is kept");
    let two = world
        .app
        .add_template("Two".to_owned(), MonitorDraft::default())
        .await
        .expect("it is kept");
    let taken = world
        .app
        .add_template("One".to_owned(), MonitorDraft::default())
        .await
        .expect_err("taken");
    assert_eq!(taken.code, ProblemCode::NameTaken);
    let taken = world
        .app
        .rename_template(two[1].id, "One".to_owned())
        .await
        .expect_err("taken");
    assert_eq!(taken.code, ProblemCode::NameTaken);
    let empty = world
        .app
        .rename_template(two[1].id, "  ".to_owned())
        .await
        .expect_err("no name");
    assert_eq!(empty.code, ProblemCode::NameTaken);
    let renamed = world
        .app
        .rename_template(two[1].id, "Three".to_owned())
        .await
        .expect("a free name");
    assert_eq!(
        renamed.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
        ["One", "Three"]
    );
    assert_eq!(renamed[0].draft.days, Some(7), "the first one is as it was");
    assert_eq!(
        world
            .app
            .remove_template(renamed[0].id)
            .await
            .expect("it goes")
            .len(),
        1
    );
}
