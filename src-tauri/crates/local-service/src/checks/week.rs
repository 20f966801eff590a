//! A week of 200 monitors in virtual time: sleep, restarts and failing sources, and after every
//! event the books are gone over.

use std::collections::HashSet;

use contract::{
    AgentId, JobId, JobStatus, MaxResults, Money, MonitorSpec, Platform, Target, TargetKind, UnixMillis,
};
use library::{CheckRecord, Library, Post};
use rusqlite::Connection;
use sources::{Note, Query, RunEnd, SourceFailure, SourceId, SourceKey, SourceSettings, Sources};

use super::end::{Brought, Outcome, finish};
use super::record::{Check, due, interrupted, next_due};
use super::{Begun, begin};
use crate::agents;
use crate::bills::Bills;
use crate::cadence::Cadence;
use crate::db::testing;
use crate::jobs::{self, NewJob};
use crate::{AgentConfig, Collects, Pace};

const HOUR: i64 = 60 * 60 * 1_000;
const DAY: i64 = 24 * HOUR;
/// 2026-10-23T00:00:00Z: the clocks in Berlin go back on the 25th.
const START: i64 = 1_792_713_600_000;
const MONITORS: i64 = 200;
/// As the schedule's own number of checks at a time.
const AT_A_TIME: usize = 4;

/// Numbers that are the same on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

struct World {
    db: Connection,
    library: Library,
    sources: Sources,
    chance: Chance,
    /// What the books must say, kept apart from them.
    credits: Money,
    provider: Money,
    held_credits: Money,
    held_provider: Money,
    begun: i64,
    ended: i64,
    stored: HashSet<(i64, String)>,
    failures: u64,
    restarts: u64,
    /// How far the ledger was read, and what it said until there: credits and provider.
    read_to: i64,
    booked: (Money, Money),
}

impl World {
    fn new() -> Self {
        let sources = Sources::new(SourceSettings {
            keys: vec![(SourceId::Apify, SourceKey::parse("a-token").unwrap())],
            ..SourceSettings::default()
        });
        let mut world = Self {
            db: testing(),
            library: Library::in_memory().unwrap(),
            sources,
            chance: Chance(2_026),
            credits: Money::ZERO,
            provider: Money::ZERO,
            held_credits: Money::ZERO,
            held_provider: Money::ZERO,
            begun: 0,
            ended: 0,
            stored: HashSet::new(),
            failures: 0,
            restarts: 0,
            read_to: 0,
            booked: (Money::ZERO, Money::ZERO),
        };
        for number in 0..MONITORS {
            world.create(number);
        }
        world
    }

    /// Half of them practice on credits, half through a provider that bills the person.
    fn create(&mut self, number: i64) {
        let practice = number % 2 == 0;
        let (name, collects) = if practice {
            ("practice", Collects::Practice)
        } else {
            ("here", Collects::Sources)
        };
        let id = AgentId::parse(name).unwrap();
        let change = self.db.transaction().unwrap();
        let config = AgentConfig {
            id: id.clone(),
            name: name.to_owned(),
            collects,
            opening_credits: if practice { 10_000_000 } else { 0 },
        };
        agents::ensure(&change, &config, UnixMillis(START)).unwrap();
        let spec = MonitorSpec {
            target: Target::parse(Platform::TikTok, TargetKind::Hashtag, &format!("#tag{number}")).unwrap(),
            days: contract::LookBack::Week,
            country: None,
            max_results: MaxResults::new(1 + number % 9).unwrap(),
            monitoring: true,
            comment_monitoring: number % 3 == 0,
        };
        let new = NewJob {
            agent: agents::find(&change, &id).unwrap(),
            spec,
            repeat_key: None,
            pace: Pace::NORMAL,
            sources: std::sync::Arc::new(Sources::new(SourceSettings {
                keys: vec![(SourceId::Apify, SourceKey::parse("a-token").unwrap())],
                ..SourceSettings::default()
            })),
            at: UnixMillis(START),
        };
        let job = jobs::create(&change, &new).unwrap();
        let mut row = jobs::load(&change, job).unwrap().unwrap();
        row.cadence = Some(Cadence {
            every_hours: [1, 2, 6, 24][usize::try_from(number / 2 % 4).unwrap()],
            from_hour: if number % 5 == 0 { 9 } else { 0 },
            until_hour: if number % 5 == 0 { 18 } else { 24 },
            weekdays: Vec::new(),
            zone: "Europe/Berlin".to_owned(),
        });
        jobs::save(&change, &row).unwrap();
        change.commit().unwrap();
    }

    /// Starts what is due, as the schedule does.
    fn start_due(&mut self, now: UnixMillis, free: usize) -> Vec<Check> {
        let change = self.db.transaction().unwrap();
        let mut running = Vec::new();
        for job in due(&change, now, free).unwrap() {
            if let Begun::Running(check) =
                begin(&change, (&self.sources, &Bills::default()), Pace::SLOW, job, now).unwrap()
            {
                self.begun += 1;
                let sum = held(&mut self.held_credits, &mut self.held_provider, check.source);
                *sum = *sum + check.hold;
                running.push(check);
            }
        }
        change.commit().unwrap();
        running
    }

    /// Ends a check by chance: well, with a trouble that passes, or with one that cost something.
    fn end(&mut self, check: &Check, now: UnixMillis) {
        let outcome = match self.chance.below(20) {
            0 => Outcome::Failed(SourceFailure::TooManyRequests { platform: "TikTok" }),
            1 => Outcome::Failed(SourceFailure::HashtagsUsedUp {
                until: now.plus(2 * HOUR),
            }),
            2 if check.source == SourceId::Apify => {
                let because = Box::new(SourceFailure::RunFailed {
                    ended: RunEnd::Failed,
                });
                let cost = Money::from_micros(1 + i64::try_from(self.chance.below(900)).unwrap());
                Outcome::Failed(SourceFailure::Charged { because, cost })
            }
            _ => self.store(check, now),
        };
        let spent = self.spent(check, &outcome);
        let change = self.db.transaction().unwrap();
        finish(&change, check, &outcome, Pace::SLOW, now).unwrap();
        change.commit().unwrap();
        self.ended += 1;
        self.failures += u64::from(matches!(outcome, Outcome::Failed(_)));
        let left = held(&mut self.held_credits, &mut self.held_provider, check.source);
        *left = *left - check.hold;
        let sum = held(&mut self.credits, &mut self.provider, check.source);
        *sum = *sum + spent;
    }

    fn spent(&self, check: &Check, outcome: &Outcome) -> Money {
        match outcome {
            Outcome::Stored(brought) if check.source == SourceId::Apify => brought.cost,
            Outcome::Stored(brought) => {
                contract::POST_PRICE.times(brought.posts) + contract::COMMENT_PRICE.times(brought.comments)
            }
            Outcome::Failed(failure) => failure.cost(),
            Outcome::Stopped(cost) => *cost,
        }
    }

    /// Posts of the practice source, whatever the check's: they are deterministic and grow with time.
    fn store(&mut self, check: &Check, now: UnixMillis) -> Outcome {
        let query = Query::of(&check.spec, now);
        let made = Sources::new(SourceSettings::default());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let found = runtime
            .block_on(made.collect(SourceId::Practice, &query))
            .unwrap();
        let (agent, job) = self.owner(check);
        let record = CheckRecord {
            agent: &agent,
            job: &job,
            check: check.number,
            posts: &found.posts,
            comments: &found.comments,
            at: now,
        };
        let stored = self.library.store_check(&record).unwrap();
        let fresh = found.posts.iter().filter(|post| self.is_new(check, post)).count();
        assert_eq!(
            u64::from(stored.new_posts),
            fresh as u64,
            "new is what was never seen"
        );
        Outcome::Stored(Brought {
            posts: stored.posts,
            new_posts: stored.new_posts,
            comments: stored.comments,
            notes: vec![Note::PracticeData],
            cost: Money::from_micros(i64::try_from(self.chance.below(5_000)).unwrap()),
        })
    }

    fn is_new(&mut self, check: &Check, post: &Post) -> bool {
        self.stored.insert((check.job, post.native_id.clone()))
    }

    fn owner(&self, check: &Check) -> (AgentId, JobId) {
        let agent: String = self
            .db
            .query_row("SELECT agent_id FROM jobs WHERE id = ?1", [check.job], |row| {
                row.get(0)
            })
            .unwrap();
        (
            AgentId::parse(&agent).unwrap(),
            JobId::parse(&check.job.to_string()).unwrap(),
        )
    }

    /// The books against what was counted apart from them, to the last micro-dollar. Only lines that
    /// were added are read each time; [`Self::close_the_books`] reads all of them again.
    fn go_over_the_books(&mut self) {
        let sql = "SELECT coalesce(sum(amount_micros) FILTER (WHERE payer = 'credits'), 0),
                          coalesce(sum(amount_micros) FILTER (WHERE payer = 'provider'), 0),
                          coalesce(max(id), ?1)
                   FROM ledger WHERE id > ?1 AND kind != 'opening'";
        let (credits, provider, last): (i64, i64, i64) = self
            .db
            .query_row(sql, [self.read_to], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        self.read_to = last;
        self.booked = (
            self.booked.0 + Money::from_micros(credits),
            self.booked.1 + Money::from_micros(provider),
        );
        self.agrees(self.booked);
        let states = "SELECT (SELECT coalesce(max(id), 0) FROM checks), (SELECT count(*) FROM checks WHERE state = 'running')";
        let (all, running): (i64, i64) = self
            .db
            .query_row(states, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(
            (all, running),
            (self.begun, self.begun - self.ended),
            "each cycle is accounted for"
        );
    }

    fn agrees(&self, booked: (Money, Money)) {
        assert_eq!(booked.0, Money::ZERO - self.credits - self.held_credits);
        assert_eq!(booked.1, Money::ZERO - self.provider - self.held_provider);
    }

    /// All lines once more, and the charges that the checks themselves tell.
    fn close_the_books(&self) {
        let sum = |sql: &str| Money::from_micros(self.db.query_row(sql, [], |row| row.get(0)).unwrap());
        let booked = |payer| {
            sum(&format!(
                "SELECT coalesce(sum(amount_micros), 0) FROM ledger WHERE payer = '{payer}' AND kind != 'opening'"
            ))
        };
        self.agrees((booked("credits"), booked("provider")));
        let charged = sum("SELECT sum(charged_micros) FROM checks");
        assert_eq!(charged, self.credits + self.provider);
    }
}

fn held<'a>(credits: &'a mut Money, provider: &'a mut Money, source: SourceId) -> &'a mut Money {
    if source == SourceId::Apify {
        provider
    } else {
        credits
    }
}

#[test]
fn a_week_of_two_hundred_monitors_adds_up_to_the_last_micro_dollar() {
    let mut world = World::new();
    let (mut now, end) = (UnixMillis(START), UnixMillis(START + 7 * DAY));
    let mut running: Vec<Check> = Vec::new();
    let mut most_at_once = 0;
    while now < end {
        let started = world.start_due(now, AT_A_TIME - running.len());
        running.extend(started);
        world.go_over_the_books();
        most_at_once = most_at_once.max(running.len());
        now = now.plus(i64::try_from(world.chance.below(90_000)).unwrap());
        match world.chance.below(400) {
            // The lid is closed for up to ten hours.
            0 => now = now.plus(i64::try_from(world.chance.below(10)).unwrap() * HOUR),
            // The service ends in the middle of its checks and finds them again.
            1 => {
                let change = world.db.transaction().unwrap();
                let found = interrupted(&change).unwrap();
                let ids = |checks: &[Check]| checks.iter().map(|check| check.id).collect::<HashSet<_>>();
                assert_eq!(ids(&found), ids(&running));
                drop(change);
                running = found;
                world.restarts += 1;
            }
            _ => {}
        }
        while let Some(check) = running.pop() {
            world.end(&check, now);
            world.go_over_the_books();
            if world.chance.below(3) == 0 {
                break;
            }
        }
        if running.is_empty() {
            let change = world.db.transaction().unwrap();
            let next = next_due(&change).unwrap().expect("a monitor is watched for ever");
            now = now.max(next);
        }
    }
    assert!(most_at_once <= AT_A_TIME, "no storm after a sleep");
    assert!(world.ended > 5_000, "{} checks", world.ended);
    assert!(
        world.failures > 200 && world.restarts > 3,
        "{} {}",
        world.failures,
        world.restarts
    );
    world.close_the_books();
    each_post_is_stored_once(&world);
    nobody_died_silently(&world);
}

fn each_post_is_stored_once(world: &World) {
    let mut seen = 0;
    for job in 1..=MONITORS {
        let (agent, id) = if job % 2 == 1 {
            ("practice", job)
        } else {
            ("here", job)
        };
        let counts = world
            .library
            .counts_of_job(
                &AgentId::parse(agent).unwrap(),
                &JobId::parse(&id.to_string()).unwrap(),
            )
            .unwrap();
        seen += counts.posts;
    }
    assert_eq!(seen, world.stored.len() as u64);
}

/// A monitor watches, or it has failed and says why.
fn nobody_died_silently(world: &World) {
    let change = world.db.unchecked_transaction().unwrap();
    for id in 1..=MONITORS {
        let job = jobs::load(&change, id).unwrap().unwrap();
        match job.status {
            JobStatus::Processing => {
                assert!(job.next_check_at.is_some() || super::record::running(&change, id).unwrap().is_some())
            }
            JobStatus::Failed => assert!(job.failed_reason.is_some()),
            other => panic!("job {id} is {other}"),
        }
    }
}
