//! One look at one job.

use contract::UnixMillis;
use gen_client::{CallError, GenClient, Job};
use store::{
    Answer, Due, LookPlan, News, Problem, ProblemCode, Service, StateWord, Tried, WorkspaceId, WorkspaceRow,
};

use crate::{Monitoring, Standing, Tempo, facts, problems};

/// Looks without an answer about one job after which its timeline says so.
const TELL_AFTER: u32 = 3;

/// What a look brought.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Looked {
    pub(crate) due: Due,
    pub(crate) workspace: WorkspaceId,
    pub(crate) sent_at: UnixMillis,
    pub(crate) at: UnixMillis,
    pub(crate) sight: Sight,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sight {
    Job(Box<Job>),
    Failed {
        problem: Problem,
        /// How long the service asks to be left alone, in milliseconds.
        retry_after: Option<i64>,
        /// Whether it is about this job, and not about the way to the service.
        about_job: bool,
    },
    /// There is no key or no service to ask.
    NoAccess(Problem),
    /// The key was replaced while the question was on its way: the answer says nothing of the new one.
    Stale,
}

impl Looked {
    pub(crate) fn no_access(due: Due, problem: Problem, at: UnixMillis) -> Self {
        Self {
            workspace: due.workspace,
            due,
            sent_at: at,
            at,
            sight: Sight::NoAccess(problem),
        }
    }

    /// Whether the service asked to be left alone.
    pub(crate) const fn asks_for_rest(&self) -> bool {
        matches!(
            self.sight,
            Sight::Failed {
                retry_after: Some(_),
                ..
            }
        )
    }

    /// What went wrong, for a person who asked for this look.
    pub(crate) fn problem(&self) -> Option<Problem> {
        match &self.sight {
            Sight::Failed { problem, .. } | Sight::NoAccess(problem) => Some(problem.clone()),
            Sight::Job(_) | Sight::Stale => None,
        }
    }
}

/// Looks at a job; a change that is still open is sent first. It waits for its turn: a look beside a
/// change could show an end that came after a change of which nobody knows yet.
pub(crate) async fn at(app: &Monitoring, client: &GenClient, due: Due) -> Looked {
    let turn = app.turn_of(due.monitor);
    let _turn = turn.lock().await;
    let begun_since = app.open_changes().contains(&due.monitor);
    if due.change_pending || begun_since {
        // A refusal was recorded with the change; what failed otherwise is tried at the next look.
        let _ = app.carry_out(client, due.monitor, Tried::Before).await;
    }
    let sent_at = app.now();
    let answer = client.job(&due.agent, &due.job_id).await;
    let sight = match answer {
        Ok(job) => Sight::Job(Box::new(job)),
        Err(error) => failed(&error),
    };
    Looked {
        workspace: due.workspace,
        due,
        sent_at,
        at: app.now(),
        sight,
    }
}

/// What a failed call says.
pub(crate) fn failed(error: &CallError) -> Sight {
    let problem = problems::of_call(error);
    let retry_after = match error {
        CallError::Refused {
            retry_after: Some(wait),
            ..
        } => i64::try_from(wait.as_millis()).ok(),
        // A service that says "too often" without saying how long gets a minute.
        CallError::Refused { status: 429, .. } => Some(60_000),
        _ => None,
    };
    let about_job = matches!(
        problem.code,
        ProblemCode::UserJobNotFound
            | ProblemCode::Refused
            | ProblemCode::ValidationError
            | ProblemCode::JobStatusInvalid
            | ProblemCode::NoActiveCreditPurchase
    );
    Sight::Failed {
        problem,
        retry_after,
        about_job,
    }
}

/// What a look means for its monitor, and when to look again: not before `rest_until`, when its service
/// asked for rest or is in trouble.
pub(crate) fn answer(looked: &Looked, workspace: &WorkspaceRow, rest_until: Option<UnixMillis>) -> Answer {
    let due = &looked.due;
    let (news, tell_silence_after) = match &looked.sight {
        Sight::Job(job) => (status(job, workspace), None),
        Sight::Failed { problem, .. }
            if problem.code == ProblemCode::UserJobNotFound && due.silent_looks > 0 =>
        {
            (News::Lost(problem.clone()), None)
        }
        Sight::Failed {
            problem, about_job, ..
        } => (News::Silence(problem.code), about_job.then_some(TELL_AFTER)),
        Sight::NoAccess(problem) => (News::Silence(problem.code), None),
        Sight::Stale => (News::NotAsked, None),
    };
    Answer {
        monitor: due.monitor,
        at: looked.at,
        plan: LookPlan(match (&looked.sight, rest_until) {
            // The workspace's rest sets the pace; the monitor is not to blame and waits no longer.
            (Sight::Failed { .. }, Some(rest)) => Some(rest),
            _ => plan(looked, workspace, &news),
        }),
        news,
        tell_silence_after,
    }
}

fn status(job: &Job, workspace: &WorkspaceRow) -> News {
    let facts = match workspace.service {
        Service::Gen => store::CheckFacts::default(),
        Service::Computer | Service::Practice => facts::of_local_job(job),
    };
    let reason = || job.failed_reason.clone().unwrap_or_default();
    let failed = job.status == contract::JobStatus::Failed;
    let problem = failed.then(|| Problem::of(ProblemCode::JobFailed, reason()));
    News::Status {
        status: job.status.clone(),
        problem,
        facts,
    }
}

fn plan(looked: &Looked, workspace: &WorkspaceRow, news: &News) -> Option<UnixMillis> {
    let due = &looked.due;
    let state = match news {
        News::Status { status, .. } => StateWord::of(status, due.monitoring),
        _ => due.state,
    };
    let next_check_at = match news {
        News::Status { facts, .. } => facts.next_check_at,
        _ => due.next_check_at,
    };
    let silent_looks = match news {
        News::Silence(_) => due.silent_looks + 1,
        _ => 0,
    };
    if looked.sight == Sight::Stale {
        return Some(looked.at);
    }
    let age = if state == due.state {
        looked.at.since(due.state_since).max(0)
    } else {
        0
    };
    let tempo = if workspace.service == Service::Gen {
        Tempo::Far
    } else {
        Tempo::Near
    };
    let next_check_in = next_check_at.map(|next| next.since(looked.at));
    let standing = Standing {
        state,
        age,
        silent_looks,
        next_check_in,
        tempo,
    };
    standing.next_look_at(looked.at, chance())
}

/// Chance from 0 to 1. A new UUID is random enough for spreading, and is at hand.
fn chance() -> f64 {
    let (high, _) = uuid::Uuid::new_v4().as_u64_pair();
    // Proof: 32 bits are exact in f64.
    f64::from(u32::try_from(high >> 32).unwrap_or(0)) / f64::from(u32::MAX)
}
