//! A start is recorded before it is sent, can be sent once, and ends in one of the known ways.

use contract::{MonitorDraft, MonitorSpec};
use store::{
    BeginError, IntentId, MonitorEvent, Outcome, Problem, ProblemCode, SettleWord, Start, StateWord,
    SubmissionState,
};

use crate::world::{DAY, World, at, cents, counting, job, spec, taken};

#[test]
fn a_start_is_on_disk_before_it_may_be_sent() {
    let world = World::new();
    let (_, monitor) = world.sending(&spec("#a", true));
    // A second connection sees what is committed, not what is meant.
    let beside = rusqlite::Connection::open(world.folder.path().join("feedwatch.db")).unwrap();
    let word: String = beside
        .query_row(
            "SELECT state FROM submissions WHERE monitor_id = ?1",
            [monitor.0],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(word, "sending");
    assert_eq!(world.store.monitor(monitor).unwrap().held, cents(15));
}

#[test]
fn the_same_intent_is_recorded_once_and_names_its_monitor() {
    let world = World::new();
    let (intent, monitor) = world.sending(&spec("#a", true));
    let other = spec("#b", false);
    let again = world.store.begin_sending(&world.start(&intent, &other), at(9));
    assert!(matches!(again, Err(BeginError::AlreadySent(first)) if first == monitor));
    assert_eq!(world.store.board(&all(&world)).unwrap().total(), 1);
}

#[test]
fn a_start_past_the_budget_is_refused_with_what_would_fit() {
    let world = World::new();
    world.budget(Some(1));
    for value in ["#a", "#b", "#c", "#d", "#e", "#f"] {
        world.sending(&spec(value, false));
    }
    let (one_more, intent) = (spec("#g", false), IntentId::random());
    let refused = world.store.begin_sending(&world.start(&intent, &one_more), at(0));
    let Err(BeginError::OverBudget(fit)) = refused else {
        panic!("six times 15 cents are held, the seventh passes a dollar: {refused:?}");
    };
    assert_eq!((fit.posts, fit.left), (6, cents(10)));
    let smaller = MonitorSpec::parse(
        &MonitorDraft {
            max_results: Some(6),
            ..MonitorDraft::default()
        }
        .over(&one_more),
    )
    .unwrap();
    assert!(
        world
            .store
            .begin_sending(&world.start(&intent, &smaller), at(0))
            .is_ok(),
        "the change that was named fits"
    );
}

#[test]
fn a_budget_that_is_met_exactly_is_not_passed() {
    let world = World::new();
    let mut row = world.store.workspace(world.workspace).unwrap();
    row.budget = Some(cents(30));
    world.store.save_workspace(&row).unwrap();
    world.sending(&spec("#a", false));
    world.sending(&spec("#b", false));
    let (third, intent) = (spec("#c", false), IntentId::random());
    assert!(
        world
            .store
            .begin_sending(&world.start(&intent, &third), at(0))
            .is_err()
    );
}

#[test]
fn a_start_in_a_workspace_that_is_gone_is_refused() {
    let world = World::new();
    world.store.remove_workspace(world.workspace).unwrap();
    let (wanted, intent) = (spec("#a", true), IntentId::random());
    assert!(
        world
            .store
            .begin_sending(&world.start(&intent, &wanted), at(0))
            .is_err()
    );
}

#[test]
fn a_taken_start_has_its_number_and_holds_nothing_any_more() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "77");
    let row = world.store.monitor(monitor).unwrap();
    assert_eq!(
        (row.state, row.job_id, row.held.micros()),
        (StateWord::Waiting, Some(job("77")), 0)
    );
    assert_eq!(row.spans.len(), 1, "from now on it is counted");
    assert_eq!(world.due(at(2_000)), [monitor]);
    assert!(world.store.job_ids(world.workspace).unwrap().contains(&job("77")));
}

#[test]
fn a_refused_start_costs_nothing_and_says_why() {
    let world = World::new();
    let (intent, monitor) = world.sending(&spec("#a", true));
    let refusal = Problem::of(ProblemCode::NoActiveCreditPurchase, "no credits");
    world
        .store
        .end_sending(&intent, &Outcome::Rejected(refusal.clone()), at(5))
        .unwrap();
    let row = world.store.monitor(monitor).unwrap();
    assert_eq!(
        (row.state, row.problem, row.held.micros()),
        (StateWord::NotStarted, Some(refusal), 0)
    );
    assert_eq!(
        world
            .store
            .workspace_spent(world.workspace, crate::world::MONTH, counting(at(DAY)))
            .unwrap()
            .micros(),
        0
    );
}

#[test]
fn a_refused_start_is_started_again_in_its_own_row() {
    let world = World::new();
    let (intent, monitor) = world.sending(&spec("#a", true));
    let refusal = Problem::of(ProblemCode::Refused, "no");
    world
        .store
        .end_sending(&intent, &Outcome::Rejected(refusal), at(5))
        .unwrap();
    let (wanted, again) = (spec("#better", true), IntentId::random());
    let start = Start {
        retry_of: Some(monitor),
        ..world.start(&again, &wanted)
    };
    assert_eq!(world.store.begin_sending(&start, at(9)).unwrap(), monitor);
    assert_eq!(world.store.monitor(monitor).unwrap().spec, wanted);
    let third = IntentId::random();
    let on_its_way = Start {
        retry_of: Some(monitor),
        ..world.start(&third, &wanted)
    };
    assert!(matches!(
        world.store.begin_sending(&on_its_way, at(9)),
        Err(BeginError::NotRefused)
    ));
}

#[test]
fn an_unknown_start_is_held_at_its_ceiling_until_it_is_settled() {
    let world = World::new();
    let (intent, monitor) = world.unknown(&spec("#a", true));
    let open = world.store.unknown_submissions().unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(
        (&open[0].intent, open[0].monitor, &open[0].state, open[0].held),
        (&intent, monitor, &SubmissionState::Unknown, cents(15))
    );
    let spent = world
        .store
        .workspace_spent(world.workspace, crate::world::MONTH, counting(at(DAY)))
        .unwrap();
    assert_eq!(spent, cents(15));
}

#[test]
fn an_answer_that_comes_after_a_start_was_given_up_still_counts() {
    let world = World::new();
    let (intent, monitor) = world.unknown(&spec("#a", true));
    world.store.end_sending(&intent, &taken("8"), at(50)).unwrap();
    assert_eq!(world.store.monitor(monitor).unwrap().job_id, Some(job("8")));
    assert!(world.store.unknown_submissions().unwrap().is_empty());
}

#[test]
fn a_second_answer_to_the_same_start_changes_nothing() {
    let world = World::new();
    let (intent, monitor) = world.sending(&spec("#a", true));
    world.store.end_sending(&intent, &taken("8"), at(5)).unwrap();
    let late = Outcome::Rejected(Problem::of(ProblemCode::Refused, "late"));
    world.store.end_sending(&intent, &late, at(6)).unwrap();
    assert_eq!(world.store.monitor(monitor).unwrap().job_id, Some(job("8")));
}

#[test]
fn an_answer_to_a_start_that_was_never_recorded_is_an_error() {
    let world = World::new();
    assert!(
        world
            .store
            .end_sending(&IntentId::random(), &taken("8"), at(5))
            .is_err()
    );
}

#[test]
fn what_a_crash_left_on_its_way_becomes_unknown_and_is_never_sent_again() {
    let world = World::new();
    let (intent, monitor) = world.sending(&spec("#a", true));
    let (world, _) = world.reopened();
    assert_eq!(world.store.recover_sending(at(60)).unwrap(), [monitor]);
    assert_eq!(world.store.recover_sending(at(61)).unwrap(), [], "once");
    assert_eq!(world.store.monitor(monitor).unwrap().state, StateWord::NotKnown);
    let wanted = spec("#a", true);
    assert!(matches!(
        world.store.begin_sending(&world.start(&intent, &wanted), at(62)),
        Err(BeginError::AlreadySent(_))
    ));
}

#[test]
fn a_start_that_exists_after_all_is_counted_from_the_day_it_was_sent() {
    let world = World::new();
    let (_, monitor) = world.unknown(&spec("#a", true));
    world
        .store
        .settle_as_existing(monitor, &job("9"), at(DAY), SettleWord::Exists, at(2 * DAY))
        .unwrap();
    let row = world.store.monitor(monitor).unwrap();
    assert_eq!((row.state, row.job_id), (StateWord::Waiting, Some(job("9"))));
    assert_eq!(row.spans[0].from, at(0));
    assert_eq!(row.held.micros(), 0);
}

#[test]
fn a_start_that_does_not_exist_holds_nothing_and_may_be_sent_again() {
    let world = World::new();
    let (_, monitor) = world.unknown(&spec("#a", true));
    world.store.settle_as_missing(monitor, at(9)).unwrap();
    let row = world.store.monitor(monitor).unwrap();
    assert_eq!((row.state, row.held.micros()), (StateWord::NotStarted, 0));
    assert!(
        world.store.settle_as_missing(monitor, at(9)).is_err(),
        "nothing is open any more"
    );
}

#[test]
fn a_start_that_is_left_stays_counted_and_asks_for_nothing() {
    let world = World::new();
    let (_, monitor) = world.unknown(&spec("#a", true));
    world.store.settle_as_left(monitor, at(9)).unwrap();
    assert_eq!(world.store.monitor(monitor).unwrap().state, StateWord::Stopped);
    let spent = world
        .store
        .workspace_spent(world.workspace, crate::world::MONTH, counting(at(20 * DAY)))
        .unwrap();
    assert_eq!(
        spent,
        cents(15),
        "one check at its ceiling, and no more with time"
    );
}

#[test]
fn two_starts_that_race_for_the_last_of_a_budget_do_not_both_get_it() {
    let world = World::new();
    let mut row = world.store.workspace(world.workspace).unwrap();
    row.budget = Some(cents(15));
    world.store.save_workspace(&row).unwrap();
    let taken = std::thread::scope(|scope| {
        let racers: Vec<_> = (0..8)
            .map(|n| {
                let world = &world;
                scope.spawn(move || {
                    let (wanted, intent) = (spec(&format!("#race{n}"), false), IntentId::random());
                    world
                        .store
                        .begin_sending(&world.start(&intent, &wanted), at(0))
                        .is_ok()
                })
            })
            .collect();
        racers
            .into_iter()
            .filter(|_| true)
            .map(|racer| racer.join().unwrap())
            .filter(|taken| *taken)
            .count()
    });
    assert_eq!(taken, 1);
}

#[test]
fn the_timeline_tells_a_start_from_its_beginning() {
    let world = World::new();
    let monitor = world.created(&spec("#a", true), "5");
    let events: Vec<_> = world
        .store
        .timeline(monitor, 10)
        .unwrap()
        .into_iter()
        .map(|row| row.event)
        .collect();
    assert_eq!(
        events,
        [
            MonitorEvent::Accepted { job_id: job("5") },
            MonitorEvent::Started { at_most: cents(15) }
        ]
    );
}

fn all(world: &World) -> store::BoardFilter {
    store::BoardFilter {
        workspaces: vec![world.workspace],
        limit: 100,
        ..store::BoardFilter::default()
    }
}
