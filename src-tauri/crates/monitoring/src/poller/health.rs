//! How each workspace's service is: a small state machine without I/O.

use std::collections::HashMap;

use contract::UnixMillis;
use store::{Problem, ProblemCode, WorkspaceId};

use super::look::{Looked, Sight};

/// Failures in a row after which a workspace is in trouble; one alone is weather.
const STREAK: u32 = 3;

/// What an answer means for its workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing new.
    AsBefore,
    /// It answered.
    Answers {
        /// When; and since when it had been in trouble, if it was.
        at: UnixMillis,
        trouble: Option<(UnixMillis, ProblemCode)>,
    },
    /// It is in trouble now. Told once.
    Trouble {
        problem: Problem,
        since: UnixMillis,
        /// Whether asking on is pointless until a person does something.
        stop: bool,
    },
}

#[derive(Debug, Default)]
pub(crate) struct Health {
    workspaces: HashMap<WorkspaceId, State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// When the first refusal of the key arrived; one asked for later confirms it.
    doubted_at: Option<UnixMillis>,
    trouble: Option<(UnixMillis, ProblemCode)>,
    rest_until: Option<UnixMillis>,
}

impl Health {
    /// Until when a workspace's service asked for rest.
    pub(crate) fn resting_until(&self, workspace: WorkspaceId, now: UnixMillis) -> Option<UnixMillis> {
        self.workspaces
            .get(&workspace)
            .and_then(|state| state.rest_until)
            .filter(|until| *until > now)
    }

    /// Drops what failed before a sleep. Trouble that was told stays until an answer ends it.
    pub(crate) fn forget_streaks(&mut self) {
        for state in self.workspaces.values_mut() {
            state.failures = 0;
            state.doubted_at = None;
        }
    }

    /// What a look means for its workspace.
    pub(crate) fn judge(&mut self, looked: &Looked) -> Verdict {
        let state = self.workspaces.entry(looked.workspace).or_default();
        match &looked.sight {
            Sight::Postponed(_) => Verdict::AsBefore,
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
                    state.rest_until = Some(looked.at.plus(*wait));
                }
                state.fails(problem, looked)
            }
            Sight::NoAccess(problem) => state.trouble(problem, looked.at, true),
        }
    }
}

impl State {
    fn answers(&mut self, at: UnixMillis) -> Verdict {
        self.failures = 0;
        self.doubted_at = None;
        Verdict::Answers {
            at,
            trouble: self.trouble.take(),
        }
    }

    fn fails(&mut self, problem: &Problem, looked: &Looked) -> Verdict {
        if matches!(
            problem.code,
            ProblemCode::Unauthorized | ProblemCode::PermissionDenied
        ) {
            return match self.doubted_at {
                Some(doubted) if looked.sent_at > doubted => self.trouble(problem, looked.at, true),
                Some(_) => Verdict::AsBefore,
                None => {
                    self.doubted_at = Some(looked.at);
                    Verdict::AsBefore
                }
            };
        }
        self.failures += 1;
        if self.failures < STREAK {
            Verdict::AsBefore
        } else {
            self.trouble(problem, looked.at, false)
        }
    }

    fn trouble(&mut self, problem: &Problem, at: UnixMillis, stop: bool) -> Verdict {
        if self.trouble.is_some_and(|(_, code)| code == problem.code) {
            return Verdict::AsBefore;
        }
        let since = self.trouble.map_or(at, |(since, _)| since);
        self.trouble = Some((since, problem.code));
        Verdict::Trouble {
            problem: problem.clone(),
            since,
            stop,
        }
    }
}
