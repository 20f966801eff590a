//! Doing an errand: one job by itself, or many by one list.

use std::collections::{HashMap, HashSet};

use contract::{JobId, JobStatus, UnixMillis};
use gen_client::{CallError, GenClient, Job, Probe};
use store::{Due, MonitorId, Problem, WorkspaceId, WorkspaceRow};

use super::lanes::{Errand, Host};
use super::look::{self, Looked, Sight};
use crate::Monitoring;

/// Due at once in one workspace from this on, the list is cheaper than asking one by one.
pub(crate) const LIST_FROM: usize = 4;
/// A service without a list is asked for one again after this: it may have learnt it.
const ASK_AGAIN_AFTER: i64 = 6 * 60 * 60 * 1_000;

/// What an errand brought back.
#[derive(Debug)]
pub(crate) struct Back {
    pub(crate) host: Host,
    pub(crate) workspace: WorkspaceId,
    pub(crate) looked: Vec<Looked>,
    /// What the list did not answer; to be asked one by one.
    pub(crate) rest: Vec<Due>,
    /// What was asked for along with one that failed: still due, and nothing was found out.
    pub(crate) spared: Vec<MonitorId>,
    /// Whether the service has a list that serves, where that was found out.
    pub(crate) has_list: Option<bool>,
}

/// Which services have a list.
#[derive(Debug, Default)]
pub(crate) struct Lists(HashMap<WorkspaceId, (bool, UnixMillis)>);

impl Lists {
    /// Whether the list of a workspace's service is worth a try.
    pub(crate) fn may_serve(&self, workspace: WorkspaceId, now: UnixMillis) -> bool {
        self.0
            .get(&workspace)
            .is_none_or(|(has, found_at)| *has || now.since(*found_at).abs() > ASK_AGAIN_AFTER)
    }

    pub(crate) fn learn(&mut self, workspace: WorkspaceId, has: bool, now: UnixMillis) {
        self.0.insert(workspace, (has, now));
    }
}

/// Does an errand; never fails, since a failure is something it brings back.
pub(crate) async fn run(app: Monitoring, host: Host, workspace: WorkspaceRow, errand: Errand) -> Back {
    let id = workspace.id;
    let mut back = Back {
        host,
        workspace: id,
        looked: Vec::new(),
        rest: Vec::new(),
        spared: Vec::new(),
        has_list: None,
    };
    let generation = app.access().generation(id);
    let client = app.client(&workspace).await;
    match (client, errand) {
        (Ok(client), Errand::One(due)) => back.looked.push(look::at(&app, &client, *due).await),
        (Ok(client), Errand::List(_, all)) => by_list(&app, &client, &workspace, all, &mut back).await,
        (Err(problem), errand) => back.looked = no_access(errand, &problem, app.now()),
    }
    if app.access().generation(id) != generation {
        doubt(&mut back.looked);
    }
    back
}

/// A refusal that was on its way while the key was replaced says nothing of the new key.
fn doubt(looked: &mut [Looked]) {
    for one in looked {
        if !matches!(one.sight, Sight::Job(_)) {
            one.sight = Sight::Stale;
        }
    }
}

fn no_access(errand: Errand, problem: &Problem, at: UnixMillis) -> Vec<Looked> {
    let all = match errand {
        Errand::One(due) => vec![*due],
        Errand::List(_, all) => all,
    };
    all.into_iter()
        .map(|due| Looked::no_access(due, problem.clone(), at))
        .collect()
}

async fn by_list(
    app: &Monitoring,
    client: &GenClient,
    workspace: &WorkspaceRow,
    all: Vec<Due>,
    back: &mut Back,
) {
    let sent_at = app.now();
    let listed = client.list_jobs(&workspace.agent_id).await;
    let at = app.now();
    match listed {
        Ok(Probe::Answered(jobs)) => {
            // What is being changed is not looked at beside the change, and takes its turn.
            let changing = app.open_changes().clone();
            sort(all, jobs, &changing, (sent_at, at), back);
        }
        // A list that is no list, or too long to be read, serves nobody.
        Ok(Probe::NotOffered) | Err(CallError::Unreadable { .. } | CallError::TooLarge { .. }) => {
            back.has_list = Some(false);
            back.rest = all;
        }
        Err(error) => {
            // It is one failure, whatever the number that was asked for.
            let mut all = all.into_iter();
            back.looked.extend(all.next().map(|due| Looked {
                workspace: due.workspace,
                due,
                sent_at,
                at,
                sight: look::failed(&error),
            }));
            back.spared = all.map(|due| due.monitor).collect();
        }
    }
}

/// What the list answers, and what is left to be asked one by one.
fn sort(
    all: Vec<Due>,
    jobs: Vec<Job>,
    changing: &HashSet<MonitorId>,
    (sent_at, at): (UnixMillis, UnixMillis),
    back: &mut Back,
) {
    let asked = all.len();
    let mut listed: HashMap<JobId, Job> = jobs.into_iter().map(|job| (job.id.clone(), job)).collect();
    for due in all {
        match listed.remove(&due.job_id).filter(says_enough) {
            Some(job) if !changing.contains(&due.monitor) => back.looked.push(Looked {
                workspace: due.workspace,
                due,
                sent_at,
                at,
                sight: Sight::Job(Box::new(job)),
            }),
            _ => back.rest.push(due),
        }
    }
    // A list of the latest few jobs is a page, and no answer about the others.
    back.has_list = Some(back.looked.len() * 2 >= asked);
}

/// A list may leave out why a job failed; the job itself tells.
fn says_enough(job: &Job) -> bool {
    job.status != JobStatus::Failed || job.failed_reason.is_some()
}
