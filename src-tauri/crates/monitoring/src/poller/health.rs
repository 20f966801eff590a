//! How each workspace's service is: a small state machine without I/O.

use std::collections::HashMap;

use contract::UnixMillis;
use store::{Problem, ProblemCode, WorkspaceId};

use super::lanes::{Host, Room};
use super::look::{Looked, Sight};

/// Failures in a row after which a workspace is in trouble; one alone is weather.
const STREAK: u32 = 3;
/// A refused key is asked for once more after so many milliseconds.
const CONFIRM_AFTER: i64 = 5_000;
/// Between questions to a service in trouble: a second, doubled with each, up to a minute.
const PROBE_FIRST: i64 = 1_000;
const PROBE_MAX: i64 = 60_000;
/// The longest rest that is believed. A service that asks for a day would be a monitor that died silently.
const REST_MAX: i64 = 60 * 60 * 1_000;

/// What an answer means for its workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing new.
    AsBefore,
    /// It answered.
    Answers {
        /// When; and since when it had been in trouble, if it was.
        at: UnixMillis,
        trouble: Option<Trouble>,
    },
    /// It is in trouble now.
    Trouble {
        problem: Problem,
        since: UnixMillis,
        /// Whether asking on is pointless until a person does something.
        stop: bool,
        /// Whether this is to be told, or was told of another workspace with the same cause.
        told: bool,
    },
    /// It was woken, and nothing is better: asking on is as pointless as before. Told before.
    StopAgain,
}

impl Verdict {
    /// Whether nobody is to ask any more.
    pub(crate) const fn stops(&self) -> bool {
        matches!(self, Self::Trouble { stop: true, .. } | Self::StopAgain)
    }
}

/// What a workspace is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) since: UnixMillis,
    pub(crate) code: ProblemCode,
    pub(crate) told: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Health {
    workspaces: HashMap<WorkspaceId, State>,
}

#[derive(Debug, Default)]
struct State {
    host: Host,
    failures: u32,
    /// When the first refusal of the key arrived; one asked for after the rest that follows confirms it.
    doubted_at: Option<UnixMillis>,
    trouble: Option<Trouble>,
    rest_until: Option<UnixMillis>,
    /// Nobody asks until somebody wakes it.
    stopped: bool,
}

impl Health {
    /// How much may be asked of a workspace now.
    pub(crate) fn room(&self, workspace: WorkspaceId, now: UnixMillis) -> Room {
        self.workspaces
            .get(&workspace)
            .map_or(Room::Free, |state| state.room(now))
    }

    /// Until when a workspace's service is left alone.
    pub(crate) fn resting_until(&self, workspace: WorkspaceId, now: UnixMillis) -> Option<UnixMillis> {
        let state = self.workspaces.get(&workspace)?;
        state.rest_until.filter(|until| *until > now)
    }

    /// Whether nobody asks a workspace's service until it is woken.
    pub(crate) fn is_stopped(&self, workspace: WorkspaceId) -> bool {
        self.workspaces.get(&workspace).is_some_and(|state| state.stopped)
    }

    /// Since when a workspace is in trouble.
    pub(crate) fn in_trouble_since(&self, workspace: WorkspaceId) -> Option<UnixMillis> {
        Some(self.workspaces.get(&workspace)?.trouble?.since)
    }

    /// Somebody made a stopped workspace's monitors due: it is asked again. What was told stays told.
    pub(crate) fn woken(&mut self, workspace: WorkspaceId) {
        if let Some(state) = self.workspaces.get_mut(&workspace) {
            state.stopped = false;
            state.rest_until = None;
        }
    }

    /// A person's own question was answered: trouble is over before the next look says so.
    pub(crate) fn heard(&mut self, workspace: WorkspaceId, at: UnixMillis) -> Verdict {
        let state = self.workspaces.entry(workspace).or_default();
        state.answers(at)
    }

    /// Drops what failed before a sleep. Trouble that was told stays until an answer ends it.
    pub(crate) fn forget_streaks(&mut self) {
        for state in self.workspaces.values_mut() {
            state.failures = 0;
            state.doubted_at = None;
            state.rest_until = None;
        }
    }

    /// What a look at a service of this host means for its workspace.
    pub(crate) fn judge(&mut self, host: &str, looked: &Looked) -> Verdict {
        let state = self.workspaces.entry(looked.workspace).or_default();
        host.clone_into(&mut state.host);
        match &looked.sight {
            Sight::Stale => Verdict::AsBefore,
            Sight::Job(_) => state.answers(looked.at),
            Sight::Failed {
                problem,
                about_job: true,
                ..
            } if problem.code != ProblemCode::Refused => state.answers(looked.at),
            Sight::Failed {
                problem, retry_after, ..
            } => {
                if let Some(wait) = retry_after {
                    state.rest(looked.at.plus((*wait).clamp(0, REST_MAX)));
                }
                let verdict = state.fails(problem, looked);
                self.untold_where_told(looked.workspace, verdict)
            }
            Sight::NoAccess(problem) => {
                let verdict = state.trouble(problem, looked.at, true);
                self.untold_where_told(looked.workspace, verdict)
            }
        }
    }

    /// One cause is told once: this computer's network of all workspaces, a service that does not
    /// answer of all at its host, a refused key of each workspace.
    fn untold_where_told(&mut self, workspace: WorkspaceId, verdict: Verdict) -> Verdict {
        let Verdict::Trouble {
            problem, since, stop, ..
        } = verdict
        else {
            return verdict;
        };
        let host = self.workspaces.get(&workspace).map(|state| state.host.clone());
        let same = |(other, state): (&WorkspaceId, &State)| {
            let told = state
                .trouble
                .filter(|trouble| trouble.told && *other != workspace);
            told.is_some_and(|trouble| match Cause::of(problem.code) {
                Cause::Network => Cause::of(trouble.code) == Cause::Network,
                Cause::Service => {
                    Cause::of(trouble.code) == Cause::Service && Some(&state.host) == host.as_ref()
                }
                Cause::Workspace => false,
            })
        };
        let told = !self.workspaces.iter().any(same);
        if let Some(trouble) = self
            .workspaces
            .get_mut(&workspace)
            .and_then(|state| state.trouble.as_mut())
        {
            trouble.told = told;
        }
        Verdict::Trouble {
            problem,
            since,
            stop,
            told,
        }
    }
}

/// Whose trouble it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// This computer reaches nobody.
    Network,
    /// A service does not answer, or not sensibly.
    Service,
    /// A key, an agent, or a workspace without access.
    Workspace,
}

impl Cause {
    const fn of(code: ProblemCode) -> Self {
        match code {
            ProblemCode::Offline | ProblemCode::NameNotFound => Self::Network,
            ProblemCode::CannotConnect
            | ProblemCode::TlsFailed
            | ProblemCode::ProxyFailed
            | ProblemCode::TimedOut
            | ProblemCode::ConnectionLost
            | ProblemCode::AnswerUnreadable
            | ProblemCode::AddressMoved
            | ProblemCode::ServiceFailure
            | ProblemCode::LocalServiceDown => Self::Service,
            _ => Self::Workspace,
        }
    }
}

impl State {
    fn room(&self, now: UnixMillis) -> Room {
        if self.stopped || self.rest_until.is_some_and(|until| until > now) {
            Room::None
        } else if self.trouble.is_some() || self.doubted_at.is_some() {
            Room::One
        } else {
            Room::Free
        }
    }

    fn rest(&mut self, until: UnixMillis) {
        self.rest_until = Some(self.rest_until.map_or(until, |before| before.max(until)));
    }

    fn answers(&mut self, at: UnixMillis) -> Verdict {
        self.failures = 0;
        self.doubted_at = None;
        self.rest_until = None;
        self.stopped = false;
        Verdict::Answers {
            at,
            trouble: self.trouble.take(),
        }
    }

    fn fails(&mut self, problem: &Problem, looked: &Looked) -> Verdict {
        if is_refusal(problem.code) {
            return match self.doubted_at {
                Some(doubted) if looked.sent_at >= doubted.plus(CONFIRM_AFTER) => {
                    self.trouble(problem, looked.at, true)
                }
                Some(_) => Verdict::AsBefore,
                None => {
                    self.doubted_at = Some(looked.at);
                    self.rest(looked.at.plus(CONFIRM_AFTER));
                    Verdict::AsBefore
                }
            };
        }
        self.failures += 1;
        if self.failures < STREAK {
            return Verdict::AsBefore;
        }
        let probes = (self.failures - STREAK).min(16);
        self.rest(looked.at.plus((PROBE_FIRST << probes).min(PROBE_MAX)));
        self.trouble(problem, looked.at, false)
    }

    fn trouble(&mut self, problem: &Problem, at: UnixMillis, stop: bool) -> Verdict {
        self.stopped |= stop;
        if self.trouble.is_some_and(|trouble| trouble.code == problem.code) {
            return if stop {
                Verdict::StopAgain
            } else {
                Verdict::AsBefore
            };
        }
        let since = self.trouble.map_or(at, |trouble| trouble.since);
        self.trouble = Some(Trouble {
            since,
            code: problem.code,
            told: true,
        });
        Verdict::Trouble {
            problem: problem.clone(),
            since,
            stop,
            told: true,
        }
    }
}

/// Whether a code says that the key or the agent is not accepted.
pub(crate) const fn is_refusal(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::Unauthorized | ProblemCode::PermissionDenied)
}

#[cfg(test)]
mod tests {
    use contract::{AgentId, JobId};
    use store::{Due, MonitorId, StateWord};

    use super::*;

    fn looked(workspace: i64, at: i64, sight: Sight) -> Looked {
        let due = Due {
            monitor: MonitorId(at),
            workspace: WorkspaceId(workspace),
            agent: AgentId::parse("agent").unwrap(),
            job_id: JobId::parse("1").unwrap(),
            state: StateWord::Watching,
            state_since: UnixMillis(0),
            monitoring: true,
            silent_looks: 0,
            change_pending: false,
            due_at: UnixMillis(at),
            next_check_at: None,
        };
        Looked {
            due,
            workspace: WorkspaceId(workspace),
            sent_at: UnixMillis(at - 10),
            at: UnixMillis(at),
            sight,
        }
    }

    fn failed(code: ProblemCode, retry_after: Option<i64>) -> Sight {
        Sight::Failed {
            problem: Problem::of(code, "no"),
            retry_after,
            about_job: false,
        }
    }

    fn told(verdict: &Verdict) -> bool {
        matches!(verdict, Verdict::Trouble { told: true, .. })
    }

    #[test]
    fn a_refused_key_is_confirmed_once_and_then_nobody_asks() {
        let mut health = Health::default();
        let refused = |at| looked(1, at, failed(ProblemCode::Unauthorized, None));
        assert_eq!(health.judge("gen", &refused(1_000)), Verdict::AsBefore);
        assert_eq!(
            health.room(WorkspaceId(1), UnixMillis(2_000)),
            Room::None,
            "a moment's rest"
        );
        assert_eq!(
            health.judge("gen", &refused(1_005)),
            Verdict::AsBefore,
            "it was on its way when the first was refused"
        );
        assert_eq!(
            health.judge("gen", &refused(1_200)),
            Verdict::AsBefore,
            "it left before the refusal was known"
        );
        assert_eq!(
            health.room(WorkspaceId(1), UnixMillis(6_000)),
            Room::One,
            "one question more"
        );
        let verdict = health.judge("gen", &refused(6_100));
        assert!(
            matches!(
                verdict,
                Verdict::Trouble {
                    stop: true,
                    told: true,
                    ..
                }
            ),
            "{verdict:?}"
        );
        assert_eq!(health.room(WorkspaceId(1), UnixMillis(i64::MAX)), Room::None);
    }

    #[test]
    fn a_workspace_that_was_woken_and_is_refused_again_stops_without_a_second_alert() {
        let mut health = Health::default();
        let refused = |at| looked(1, at, failed(ProblemCode::Unauthorized, None));
        let verdicts: Vec<_> = [1_000, 6_100]
            .map(|at| health.judge("gen", &refused(at)))
            .to_vec();
        assert_eq!(verdicts.iter().filter(|verdict| told(verdict)).count(), 1);
        health.woken(WorkspaceId(1));
        assert_eq!(health.room(WorkspaceId(1), UnixMillis(9_000)), Room::One);
        assert_eq!(health.judge("gen", &refused(9_000)), Verdict::StopAgain);
        assert!(health.is_stopped(WorkspaceId(1)));
    }

    #[test]
    fn rest_is_kept_for_as_long_as_was_asked_but_never_for_a_day() {
        let mut health = Health::default();
        health.judge(
            "gen",
            &looked(1, 0, failed(ProblemCode::TooManyRequests, Some(90_000))),
        );
        assert_eq!(
            health.resting_until(WorkspaceId(1), UnixMillis(1)),
            Some(UnixMillis(90_000))
        );
        assert_eq!(health.room(WorkspaceId(1), UnixMillis(89_999)), Room::None);
        assert_eq!(
            health.room(WorkspaceId(2), UnixMillis(1)),
            Room::Free,
            "the others go on"
        );
        health.judge(
            "gen",
            &looked(1, 0, failed(ProblemCode::TooManyRequests, Some(i64::MAX))),
        );
        assert_eq!(
            health.resting_until(WorkspaceId(1), UnixMillis(1)),
            Some(UnixMillis(REST_MAX))
        );
    }

    #[test]
    fn an_own_network_that_is_down_is_told_once_whatever_the_number_of_workspaces() {
        let mut health = Health::default();
        let mut heard = Vec::new();
        for round in 0..5 {
            for workspace in 1..=20 {
                let host = if workspace % 2 == 0 { "gen" } else { "elsewhere" };
                let at = round * 1_000 + workspace;
                heard.push(health.judge(host, &looked(workspace, at, failed(ProblemCode::Offline, None))));
            }
        }
        assert_eq!(heard.iter().filter(|verdict| told(verdict)).count(), 1);
    }

    #[test]
    fn a_service_that_is_down_is_told_once_for_all_of_its_workspaces() {
        let mut health = Health::default();
        let mut heard = Vec::new();
        for round in 0..4 {
            for (workspace, host) in [(1, "gen"), (2, "gen"), (3, "gen"), (4, "elsewhere")] {
                let sight = failed(ProblemCode::CannotConnect, None);
                heard.push(health.judge(host, &looked(workspace, round * 100 + workspace, sight)));
            }
        }
        assert_eq!(
            heard.iter().filter(|verdict| told(verdict)).count(),
            2,
            "one for each host"
        );
    }

    #[test]
    fn a_service_in_trouble_is_asked_one_by_one_and_less_and_less() {
        let mut health = Health::default();
        let mut at = 1_000;
        let mut rests = Vec::new();
        for _ in 0..12 {
            health.judge("gen", &looked(1, at, failed(ProblemCode::TimedOut, None)));
            let until = health
                .resting_until(WorkspaceId(1), UnixMillis(at))
                .map_or(at, |until| until.0);
            rests.push((until - at) / 1_000);
            at = until + 1;
        }
        assert_eq!(rests, [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
        assert_eq!(health.room(WorkspaceId(1), UnixMillis(at)), Room::One);
        let job = Sight::Failed {
            problem: Problem::of(ProblemCode::UserJobNotFound, "no"),
            retry_after: None,
            about_job: true,
        };
        let verdict = health.judge("gen", &looked(1, at, job));
        assert!(
            matches!(verdict, Verdict::Answers { trouble: Some(_), .. }),
            "a 404 is an answer"
        );
        assert_eq!(health.room(WorkspaceId(1), UnixMillis(at)), Room::Free);
    }
}
