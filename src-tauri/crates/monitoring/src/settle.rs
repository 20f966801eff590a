//! Settling a start whose outcome nobody knows.

use contract::{JobId, MonitorDraft};
use gen_client::{CallError, Probe};
use store::{IntentId, MonitorId, Problem, ProblemCode, SettleWord, StateWord};

use crate::view::{MonitorDetail, Settle};
use crate::{Monitoring, NewMonitor, problems};

impl Monitoring {
    /// Does what the person decided about an unknown start.
    ///
    /// # Errors
    /// The monitor has no unknown start, or its number is not one the service knows.
    pub async fn settle(&self, monitor: MonitorId, settle: Settle) -> Result<MonitorDetail, Problem> {
        let row = self.monitor_row(monitor).await?;
        if row.state != StateWord::NotKnown {
            return Err(Problem::of(ProblemCode::NotNow, "its outcome is known"));
        }
        match settle {
            Settle::Exists { job_id } => self.settle_as_existing(monitor, &job_id).await?,
            Settle::SendAgain => self.send_again(monitor).await?,
            Settle::Leave => {
                let now = self.now();
                self.on_store(move |store| {
                    store
                        .settle_as_left(monitor, now)
                        .map_err(|error| problems::of_store(&error))
                })
                .await?;
            }
        }
        self.tell_monitor(monitor).await;
        self.wake();
        self.detail(monitor).await
    }

    /// "It exists, its number is …": believed once the service answers for that number.
    async fn settle_as_existing(&self, monitor: MonitorId, typed: &str) -> Result<(), Problem> {
        let not_there = |why: String| Problem::of(ProblemCode::UserJobNotFound, why);
        let job_id = JobId::parse(typed).map_err(|error| not_there(error.to_string()))?;
        let row = self.monitor_row(monitor).await?;
        let workspace = self.workspace_row(row.workspace).await?;
        let client = self.client(&workspace).await?;
        client
            .job(&workspace.agent_id, &job_id)
            .await
            .map_err(|error| problems::of_call(&error))?;
        self.adopt(monitor, job_id, SettleWord::Exists).await
    }

    /// "It does not exist, send it again": a new intent for the same monitor.
    async fn send_again(&self, monitor: MonitorId) -> Result<(), Problem> {
        let row = self.monitor_row(monitor).await?;
        let now = self.now();
        self.on_store(move |store| {
            store
                .settle_as_missing(monitor, now)
                .map_err(|error| problems::of_store(&error))
        })
        .await?;
        let again = NewMonitor {
            workspace: row.workspace,
            draft: MonitorDraft::from(&row.spec),
            intent: IntentId::random(),
            tags: row.tags,
            retry_of: Some(monitor),
        };
        self.create_monitor(again).await.map(drop)
    }

    async fn adopt(&self, monitor: MonitorId, job_id: JobId, how: SettleWord) -> Result<(), Problem> {
        let now = self.now();
        self.on_store(move |store| {
            store
                .settle_as_existing(monitor, &job_id, now, how, now)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    /// Settles unknown starts by the service's list, where it has one: a job that is in the list,
    /// that no monitor of ours has, and that shows exactly this configuration is the one. Gives how
    /// many are left open.
    ///
    /// # Errors
    /// The record failed. That a service has no list, or does not answer, is no error.
    pub async fn settle_by_list(&self) -> Result<usize, Problem> {
        let mut left = 0;
        let open = self
            .on_store(|store| {
                store
                    .unknown_submissions()
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        for submission in open {
            left += 1;
            if let Some(job_id) = self.find_in_list(submission.monitor).await? {
                left -= 1;
                self.adopt(submission.monitor, job_id, SettleWord::FoundInList)
                    .await?;
                self.tell_monitor(submission.monitor).await;
                self.wake();
            }
        }
        Ok(left)
    }

    async fn find_in_list(&self, monitor: MonitorId) -> Result<Option<JobId>, Problem> {
        let row = self.monitor_row(monitor).await?;
        let workspace = self.workspace_row(row.workspace).await?;
        let Ok(client) = self.client(&workspace).await else {
            return Ok(None);
        };
        let listed: Result<_, CallError> = client.list_jobs(&workspace.agent_id).await;
        let Ok(Probe::Answered(jobs)) = listed else {
            return Ok(None);
        };
        let known = {
            let workspace = workspace.id;
            self.on_store(move |store| {
                store
                    .job_ids(workspace)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?
        };
        let mut fitting = jobs
            .into_iter()
            .filter(|job| !known.contains(&job.id) && crate::facts::shows(job, &row.spec) == Some(true));
        // Two that fit could be the person's own doing elsewhere: then nothing is guessed.
        let first = fitting.next().map(|job| job.id);
        Ok(first.filter(|_| fitting.next().is_none()))
    }
}
