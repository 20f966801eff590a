//! Stopping a monitor: by the stop call where the service has it, else by `monitoring=false`.

use contract::MonitorDraft;
use gen_client::{CallError, Probe};
use store::{MonitorId, MonitorRow, Problem, ProblemCode};

use crate::change::is_final;
use crate::view::MonitorDetail;
use crate::{Monitoring, cards, problems};

/// What came of the stop call.
enum Stop {
    /// The service said that it stops.
    Said,
    /// It has no such call.
    NotOffered,
    /// It said no.
    Refused(Problem),
    /// It is not known whether it heard.
    Unheard(Problem),
}

impl Monitoring {
    /// Stops a monitor: by the stop call where the service has one, else an ongoing one by
    /// `monitoring=false`, the documented lever, after which one last check may run. A call that was
    /// not heard is followed by that change too, for a change is on disk and sent until it is taken.
    /// A read then shows what it is; until it does, nothing says that it stopped.
    ///
    /// # Errors
    /// As for a change; [`ProblemCode::NotNow`] where this service has no way to stop it.
    pub async fn stop_monitor(&self, monitor: MonitorId) -> Result<MonitorDetail, Problem> {
        let row = self.monitor_row(monitor).await?;
        match self.call_stop(&row).await? {
            Stop::Said => {}
            Stop::NotOffered | Stop::Unheard(_) if row.spec.monitoring => {
                return self.stop_by_change(monitor).await;
            }
            Stop::NotOffered => return Err(not_now("this service cannot stop a one-time job")),
            Stop::Unheard(problem) => return Err(problem),
            Stop::Refused(problem) => {
                self.look_again(monitor).await;
                return self.unless_over(monitor, problem).await;
            }
        }
        self.look_again(monitor).await;
        self.detail(monitor).await
    }

    async fn call_stop(&self, row: &MonitorRow) -> Result<Stop, Problem> {
        let turn = self.turn_of(row.id);
        let _turn = turn.lock().await;
        if !cards::editable(row) {
            return Err(not_now("it does not run"));
        }
        let job = row.job_id.clone().ok_or_else(|| not_now("it has no job yet"))?;
        let workspace = self.workspace_row(row.workspace).await?;
        let client = self.client(&workspace).await?;
        Ok(match client.stop(&workspace.agent_id, &job).await {
            Ok(Probe::Answered(())) => Stop::Said,
            Ok(Probe::NotOffered) => Stop::NotOffered,
            Err(error) => trouble(&error),
        })
    }

    async fn stop_by_change(&self, monitor: MonitorId) -> Result<MonitorDetail, Problem> {
        let once = MonitorDraft {
            monitoring: Some(false),
            ..MonitorDraft::default()
        };
        match self.update_monitor(monitor, once).await {
            Err(problem) if problem.code == ProblemCode::JobStatusInvalid => {
                self.unless_over(monitor, problem).await
            }
            asked => asked,
        }
    }

    /// A refusal to stop what has ended by now is none.
    async fn unless_over(&self, monitor: MonitorId, refusal: Problem) -> Result<MonitorDetail, Problem> {
        let detail = self.detail(monitor).await?;
        if detail.card.state.is_live() {
            Err(refusal)
        } else {
            Ok(detail)
        }
    }
}

fn trouble(error: &CallError) -> Stop {
    let problem = problems::of_call(error);
    if is_final(error) {
        Stop::Refused(problem)
    } else {
        Stop::Unheard(problem)
    }
}

fn not_now(why: &str) -> Problem {
    Problem::of(ProblemCode::NotNow, why)
}
