//! Starting a monitor: recorded, sent once, its end recorded.

use std::sync::Arc;
use std::time::Duration;

use contract::{AgentId, MonitorDraft, MonitorSpec};
use gen_client::{CreateError, GenClient};
use store::{IntentId, MonitorId, Outcome, Problem, ProblemCode, Start, WorkspaceId, WorkspaceRow};
use tokio_util::sync::CancellationToken;

use crate::view::{Availability, MonitorCard};
use crate::{Monitoring, cards, month, problems};

/// Waits before a start that provably never left is tried again by itself.
const TRIES_AFTER: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];

/// Waits before an answer is recorded again that the record did not take, and the wait after these.
const RECORD_AFTER: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(15),
];
const RECORD_MAX: Duration = Duration::from_secs(30);

/// What a person asks to be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMonitor {
    /// In which workspace.
    pub workspace: WorkspaceId,
    /// What.
    pub draft: MonitorDraft,
    /// The intent; it can be sent once.
    pub intent: IntentId,
    /// The person's tags.
    pub tags: Vec<String>,
    /// The refused monitor that this start takes the place of.
    pub retry_of: Option<MonitorId>,
}

impl Monitoring {
    /// Starts a monitor. The card tells how it went: taken, refused (nothing was charged), or not known.
    ///
    /// # Errors
    /// Nothing was recorded as sent: wrong fields, no source, no key, over the budget, or the same
    /// intent was sent before.
    pub async fn create_monitor(&self, new: NewMonitor) -> Result<MonitorCard, Problem> {
        let spec = MonitorSpec::parse(&new.draft).map_err(|wrong| problems::of_fields(&wrong))?;
        let workspace = self.workspace_row(new.workspace).await?;
        self.refuse_unserved(&workspace, &spec)?;
        let client = self.client(&workspace).await?;
        let on_its_way = self.sends().token();
        let monitor = self.begin(&new, &workspace, &spec).await?;
        self.tell_monitor(monitor).await;
        // On a task of its own: the answer is recorded even where the window stops waiting for it.
        let this = self.clone();
        let sending = async move {
            let sent = this.send(&client, &workspace.agent_id, &spec, &new.intent).await;
            drop(on_its_way);
            sent
        };
        tokio::spawn(sending).await.map_err(problems::internal)??;
        self.check_budget(new.workspace).await;
        self.wake();
        self.card(monitor).await
    }

    /// Waits until the starts that are on their way have ended and are recorded, and begins no further ones
    /// of work on many. For the end of the app: an answer that is waited for leaves no unknown start behind.
    pub async fn finish_starts(&self) {
        self.bulks().values().for_each(CancellationToken::cancel);
        let sends = self.sends();
        sends.close();
        sends.wait().await;
        sends.reopen();
    }

    async fn begin(
        &self,
        new: &NewMonitor,
        workspace: &WorkspaceRow,
        spec: &MonitorSpec,
    ) -> Result<MonitorId, Problem> {
        let now = self.now();
        let month = month::month_of(now, self.zone());
        let counting = cards::counting(workspace, now);
        let prices = self.tariff(workspace.service, &spec.target).prices;
        let (new, spec) = (new.clone(), spec.clone());
        self.on_store(move |store| {
            let start = Start {
                intent: &new.intent,
                workspace: new.workspace,
                spec: &spec,
                prices,
                tags: &new.tags,
                retry_of: new.retry_of,
                month,
                counting,
            };
            store
                .begin_sending(&start, now)
                .map_err(|error| problems::of_begin(&error))
        })
        .await
    }

    /// Sends a start that is on disk as `sending`, and records how it ended.
    async fn send(
        &self,
        client: &Arc<GenClient>,
        agent: &AgentId,
        spec: &MonitorSpec,
        intent: &IntentId,
    ) -> Result<(), Problem> {
        let key = intent.to_string();
        let mut answer = client.create(agent, spec, &key).await;
        for wait in TRIES_AFTER {
            if !matches!(answer, Err(CreateError::NotSent(_))) {
                break;
            }
            tokio::time::sleep(wait).await;
            answer = client.create(agent, spec, &key).await;
        }
        let outcome = match answer {
            Ok(job_id) => Outcome::Created {
                job_id,
                next_look_at: self.now(),
            },
            Err(error @ CreateError::Unknown(_)) => Outcome::Unknown(problems::of_create(&error)),
            Err(error) => Outcome::Rejected(problems::of_create(&error)),
        };
        self.record_end(intent, outcome).await
    }

    /// Records how a start ended. An answer is the only trace of what was paid for: where the record
    /// cannot be written now, such as on a full disk, it is tried again for as long as the app runs.
    async fn record_end(&self, intent: &IntentId, outcome: Outcome) -> Result<(), Problem> {
        let Err(problem) = self.write_end(intent, &outcome).await else {
            return Ok(());
        };
        let told = Problem {
            message: format!("{}; {}", said(&outcome), problem.message),
            ..problem
        };
        let (this, intent) = (self.clone(), intent.clone());
        // Ends once it is written, or with the runtime: then the start is found unknown.
        tokio::spawn(async move { this.write_end_at_last(&intent, &outcome).await });
        Err(told)
    }

    async fn write_end_at_last(&self, intent: &IntentId, outcome: &Outcome) {
        for wait in RECORD_AFTER.into_iter().chain(std::iter::repeat(RECORD_MAX)) {
            tokio::time::sleep(wait).await;
            match self.write_end(intent, outcome).await {
                Ok(()) => return self.wake(),
                // Its workspace was removed: nobody asks any more.
                Err(problem) if problem.code == ProblemCode::NotFound => return,
                Err(problem) => {
                    tracing::error!(code = ?problem.code, %intent, "an answer is not recorded yet")
                }
            }
        }
    }

    async fn write_end(&self, intent: &IntentId, outcome: &Outcome) -> Result<(), Problem> {
        let (intent, outcome, now) = (intent.clone(), outcome.clone(), self.now());
        let monitor = self
            .on_store(move |store| {
                store
                    .end_sending(&intent, &outcome, now)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        self.tell_monitor(monitor).await;
        Ok(())
    }

    /// Refuses what no source here can collect, before anything is recorded.
    fn refuse_unserved(&self, workspace: &WorkspaceRow, spec: &MonitorSpec) -> Result<(), Problem> {
        match self.availability(workspace.service, &spec.target) {
            Availability::Served => Ok(()),
            _ => Err(Problem::of(
                ProblemCode::NoSource,
                "no source on this computer collects this",
            )),
        }
    }
}

/// The answer in a few words, for a person whose record does not take it.
fn said(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Created { job_id, .. } => format!("the service took it as job {job_id}"),
        Outcome::Rejected(problem) => format!("it was not started: {}", problem.message),
        Outcome::Unknown(problem) => format!("it is not known whether it was taken: {}", problem.message),
    }
}
