//! What looks bring is written many at a time, and decides when to look again.

use contract::{JobStatus, Money};
use store::{Answer, CheckFacts, LookPlan, MonitorEvent, MonitorId, News, Problem, ProblemCode, StateWord};

use crate::world::{DAY, HOUR, MONTH, World, at, cents, counting, spec, status};

#[test]
fn a_new_status_is_told_once_and_a_repeat_is_folded_into_it() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    let first = world.looked(monitor, at(10), status(JobStatus::Processing));
    assert_eq!(
        (first.before, first.after, first.visible, first.events.len()),
        (StateWord::Waiting, StateWord::Watching, true, 1)
    );
    let again = world.looked(monitor, at(20), status(JobStatus::Processing));
    assert_eq!((again.visible, again.events.len()), (false, 0));
    let line = &world.store.timeline(monitor, 1).unwrap()[0];
    assert_eq!(line.confirmed, Some((1, at(20))));
    assert_eq!(
        world.store.monitor(monitor).unwrap().last_confirmed_at,
        Some(at(20))
    );
}

#[test]
fn a_finished_job_is_never_due_again_whatever_was_planned() {
    let world = World::new();
    let monitor = world.created(&spec("#a", false), "1");
    world.looked(monitor, at(10), status(JobStatus::Completed));
    assert_eq!(world.due(at(365 * DAY)), []);
    assert_eq!(world.store.next_look().unwrap(), None);
    world.store.wake_workspace(world.workspace, at(0)).unwrap();
    world.store.wake_resting(at(0)).unwrap();
    assert_eq!(world.due(at(365 * DAY)), [], "no bell wakes it");
}

#[test]
fn a_failed_job_keeps_the_services_reason_and_stops_being_counted() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    let reason = Problem::of(ProblemCode::JobFailed, "profile not found");
    let news = News::Status {
        status: JobStatus::Failed,
        problem: Some(reason.clone()),
        facts: CheckFacts::default(),
    };
    world.looked(monitor, at(DAY), news);
    let row = world.store.monitor(monitor).unwrap();
    assert_eq!((row.state, row.problem), (StateWord::Failed, Some(reason)));
    assert_eq!(row.spans[0].until, Some(at(DAY)));
}

#[test]
fn a_check_that_brought_nothing_is_told_once_and_so_is_that_it_works_again() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    world.looked(monitor, at(10), status(JobStatus::Processing));
    let news = |failure: Option<&str>| News::Status {
        status: JobStatus::Processing,
        problem: None,
        facts: CheckFacts {
            last_failure: failure.map(str::to_owned),
            ..CheckFacts::default()
        },
    };
    let told: Vec<_> = [Some("no key"), Some("no key"), Some("quota"), None, None]
        .into_iter()
        .zip(11..)
        .map(|(failure, time)| world.looked(monitor, at(time), news(failure)))
        .map(|applied| (applied.after, applied.visible, applied.events.len()))
        .collect();
    let watching = StateWord::Watching;
    let (news, nothing) = ((watching, true, 1), (watching, false, 0));
    assert_eq!(told, [news, nothing, news, news, nothing]);
    let failed = |reason: &str| MonitorEvent::CheckFailed {
        reason: reason.to_owned(),
    };
    let lines: Vec<_> = world.store.timeline(monitor, 3).unwrap();
    let events: Vec<_> = lines.into_iter().map(|line| line.event).collect();
    assert_eq!(
        events,
        [MonitorEvent::CheckWorked, failed("quota"), failed("no key")]
    );
    assert_eq!(world.store.monitor(monitor).unwrap().last_failure, None);
}

#[test]
fn an_unknown_status_is_kept_as_its_own_word() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    world.looked(
        monitor,
        at(10),
        status(JobStatus::from("paused_by_admin".to_owned())),
    );
    let row = world.store.monitor(monitor).unwrap();
    assert_eq!(
        (row.state, row.status.unwrap().as_str()),
        (StateWord::Other, "paused_by_admin")
    );
    assert_eq!(
        world.due(at(HOUR + 10)),
        [monitor],
        "it may change, so it is asked for"
    );
}

#[test]
fn silence_is_told_at_the_third_look_and_so_is_its_end() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    let silent = |n| world.looked(monitor, at(n), News::Silence(ProblemCode::Refused));
    assert!(silent(1).events.is_empty() && silent(2).events.is_empty());
    assert_eq!(silent(3).events.len(), 1);
    assert!(silent(4).events.is_empty(), "once");
    world.looked(monitor, at(5), status(JobStatus::Pending));
    let told: Vec<_> = world
        .store
        .timeline(monitor, 2)
        .unwrap()
        .into_iter()
        .map(|row| row.event)
        .collect();
    assert!(told.contains(&MonitorEvent::AnswersAgain), "{told:?}");
}

#[test]
fn a_job_the_service_does_not_know_is_lost_and_asks_for_attention() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    world.looked(
        monitor,
        at(1),
        News::Lost(Problem::of(ProblemCode::UserJobNotFound, "no such job")),
    );
    assert_eq!(world.store.monitor(monitor).unwrap().state, StateWord::Lost);
    assert_eq!(world.store.attention(world.workspace).unwrap(), (1, 1));
    assert_eq!(world.due(at(DAY)), []);
}

#[test]
fn a_look_that_was_put_off_changes_nothing_but_its_time() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    let before = world.store.monitor(monitor).unwrap();
    let applied = world.looked(monitor, at(5), News::NotAsked);
    assert!(!applied.visible && applied.events.is_empty());
    assert_eq!(world.store.monitor(monitor).unwrap(), before);
    assert_eq!(world.store.next_look().unwrap(), Some(at(HOUR + 5)));
}

#[test]
fn what_the_service_charged_is_counted_in_the_month_it_was_reported() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    let charged = |cents_in_all| News::Status {
        status: JobStatus::Processing,
        problem: None,
        facts: CheckFacts {
            charged: Some(cents(cents_in_all)),
            posts_found: Some(4),
            checks_done: Some(1),
            ..CheckFacts::default()
        },
    };
    world.looked(monitor, at(DAY), charged(6));
    world.looked(monitor, at(2 * DAY), charged(9));
    let spent = |until| {
        world
            .store
            .workspace_spent(
                world.workspace,
                store::MonthSpan { until, ..MONTH },
                counting(at(9 * DAY)),
            )
            .unwrap()
    };
    assert_eq!(spent(at(DAY + 1)), cents(6));
    assert_eq!(
        spent(MONTH.until),
        cents(9),
        "the difference only, and no estimate beside it"
    );
    let row = world.store.monitor(monitor).unwrap();
    assert_eq!(
        (row.charged, row.posts_found, row.checks_done),
        (Some(cents(9)), Some(4), Some(1))
    );
}

#[test]
fn a_refund_that_is_reported_lowers_what_was_spent() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    for (day, amount) in [(1, 30), (2, 0)] {
        let facts = CheckFacts {
            charged: Some(cents(amount)),
            ..CheckFacts::default()
        };
        world.looked(
            monitor,
            at(day * DAY),
            News::Status {
                status: JobStatus::Processing,
                problem: None,
                facts,
            },
        );
    }
    assert_eq!(
        world
            .store
            .workspace_spent(world.workspace, MONTH, counting(at(9 * DAY)))
            .unwrap(),
        Money::ZERO
    );
}

#[test]
fn due_looks_are_taken_from_each_workspace_in_turn() {
    let mut world = World::new();
    for n in 0..5 {
        world.created(&spec(&format!("#big{n}"), true), &format!("1{n}"));
    }
    world.workspace = world
        .store
        .add_workspace(&crate::world::new_workspace("Small"), at(0))
        .unwrap()
        .id;
    let small = world.created(&spec("#small", true), "99");
    let first = world.store.due(at(HOUR), 2, 3).unwrap();
    assert_eq!(first.len(), 3, "two of each workspace, three in all");
    assert!(
        first[..2].iter().any(|due| due.monitor == small),
        "the large one does not keep the small one waiting"
    );
}

#[test]
fn an_answer_about_a_monitor_that_was_removed_is_passed_over() {
    let world = World::new();
    let kept = world.created(&spec("#a", true), "1");
    let answer = |monitor| Answer {
        monitor,
        at: at(5),
        news: status(JobStatus::Processing),
        plan: LookPlan(None),
        tell_silence_after: None,
    };
    let applied = world
        .store
        .apply_answers(&[answer(MonitorId(4_711)), answer(kept)])
        .unwrap();
    assert_eq!(applied.iter().map(|one| one.monitor).collect::<Vec<_>>(), [kept]);
}

#[test]
fn looks_are_planned_moved_pulled_rested_and_woken() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    world.store.plan_looks(&[(monitor, at(10 * HOUR))]).unwrap();
    assert_eq!(world.store.overdue(at(9 * HOUR)).unwrap(), []);
    world.store.shift_looks(-2 * HOUR).unwrap();
    assert_eq!(world.store.overdue(at(9 * HOUR)).unwrap(), [monitor]);
    world.store.plan_looks(&[(monitor, at(400 * DAY))]).unwrap();
    world.store.pull_looks(at(DAY), at(7)).unwrap();
    assert_eq!(
        world.store.next_look().unwrap(),
        Some(at(7)),
        "only a wrong clock plans a year ahead"
    );
    world.store.rest_workspace(world.workspace).unwrap();
    assert_eq!(world.store.next_look().unwrap(), None);
    world.store.plan_looks(&[(monitor, at(1))]).unwrap();
    assert_eq!(
        world.store.next_look().unwrap(),
        None,
        "a plan does not wake what rests"
    );
    world.store.wake_workspace(world.workspace, at(8)).unwrap();
    assert_eq!(world.store.next_look().unwrap(), Some(at(8)));
    world.store.rest_workspace(world.workspace).unwrap();
    world.store.wake_resting(at(9)).unwrap();
    assert_eq!(world.store.next_look().unwrap(), Some(at(9)));
}

#[test]
fn one_monitor_is_looked_at_now_though_it_is_not_due() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "1");
    let due = world.store.due_now(monitor).unwrap();
    assert_eq!(
        (due.monitor, due.job_id.as_str(), due.change_pending),
        (monitor, "1", false)
    );
    let (_, unknown) = world.unknown(&spec("#b", true));
    assert!(
        world.store.due_now(unknown).is_err(),
        "it has no job to be asked for"
    );
}
