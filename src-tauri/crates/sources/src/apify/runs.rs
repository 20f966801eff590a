use std::time::Duration;

use contract::{Money, UnixMillis};
use serde_json::Value;

use super::open::{self, Open, Step};
use super::plan::Plan;
use super::{money, refusal};
use crate::clause::RunEnd;
use crate::fields::Fields;
use crate::http::{Answer, Auth, Http, NoAnswer};
use crate::{Memory, Query, Retry, SourceFailure};

/// Seconds after which Apify ends a run by itself.
const RUN_SECONDS: &str = "1200";
/// Seconds that Apify may hold an answer back until the run has ended.
const HELD_SECONDS: &str = "20";
/// Questions after a run before it is given up; far more than its own time limit needs.
const POLLS_MAX: u32 = 2_000;
/// Unanswered questions in a row before the check gives up; the run is remembered.
const MISSED_MAX: u32 = 8;
/// Items read of one run at most.
const ITEMS_MAX: &str = "1000";
/// Runs that are looked through for one whose answer was lost.
const LOOK_BACK: &str = "50";
/// By how much Apify's clock and ours may differ.
const CLOCKS: i64 = 5 * 60 * 1_000;

/// Apify with one token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Runs<'a> {
    pub(super) http: &'a Http,
    pub(super) auth: Auth<'a>,
    pub(super) memory: &'a dyn Memory,
    pub(super) poll_every: Duration,
}

/// A run that ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) items: Vec<Value>,
    pub(super) cost: Money,
    /// Whether Apify said what it cost; otherwise its ceiling is counted.
    pub(super) cost_known: bool,
    /// Whether it did all it was asked, or how it ended otherwise.
    pub(super) how: Result<(), RunEnd>,
}

impl Runs<'_> {
    /// Starts the run of this step, or finds the one that was started before, waits for its end and
    /// reads its items.
    pub(super) async fn work(&self, plan: &Plan, query: &Query, step: Step) -> Result<Ended, SourceFailure> {
        let name = open::name(&query.attempt.job, step);
        let known = Open::recall(self.memory, &name).await?;
        let mut open = match known {
            Some(open) if open.serves(plan, &query.attempt) => match self.located(&name, open).await? {
                Some(open) => open,
                None => self.start(&name, plan, query).await?,
            },
            Some(open) if !open.done => {
                // It belongs to a question that is not asked any more.
                self.abort(&name, open).await?;
                self.start(&name, plan, query).await?
            }
            _ => self.start(&name, plan, query).await?,
        };
        let id = open.run.clone().ok_or(SourceFailure::StartUnsure)?;
        let run = self.follow(&id).await?;
        let ended = self.ended(&id, &run, open.cap).await?;
        open.done = true;
        open.check = query.attempt.check;
        open.keep(self.memory, &name).await?;
        Ok(ended)
    }

    /// Ends what is open under this name; what it cost.
    pub(super) async fn abandon(&self, name: &str) -> Result<Money, SourceFailure> {
        match Open::recall(self.memory, name).await? {
            Some(open) if !open.done => self.abort(name, open).await,
            _ => Ok(Money::ZERO),
        }
    }

    async fn abort(&self, name: &str, open: Open) -> Result<Money, SourceFailure> {
        let Some(mut open) = self.located(name, open).await? else {
            self.memory.keep(name.to_owned(), None).await?;
            return Ok(Money::ZERO);
        };
        let id = open.run.clone().unwrap_or_default();
        let asked = self
            .http
            .post(&format!("v2/actor-runs/{id}/abort"), &[], &Value::Null, self.auth)
            .await;
        asked.map_err(|trouble| self.http.failure(trouble))?;
        let run = self.follow(&id).await?;
        open.done = true;
        open.keep(self.memory, name).await?;
        let cost = Fields(&run).at("/data/usageTotalUsd").and_then(money::micros);
        Ok(cost.unwrap_or(Money::from_micros(open.cap)))
    }

    /// The run with its id; none where its start never arrived.
    async fn located(&self, name: &str, mut open: Open) -> Result<Option<Open>, SourceFailure> {
        if open.run.is_none() {
            open.run = self.look_for(name, &open).await?;
            if open.run.is_some() {
                open.keep(self.memory, name).await?;
            }
        }
        Ok(open.run.is_some().then_some(open))
    }

    /// Starts a run. It is written down first; the answer's id is written down before anything else.
    async fn start(&self, name: &str, plan: &Plan, query: &Query) -> Result<Open, SourceFailure> {
        let mut open = Open::new(plan, &query.attempt, query.now.0);
        open.keep(self.memory, name).await?;
        match self.send_start(plan).await {
            Ok(id) => self.opened(name, &mut open, id).await?,
            Err(Start::NotStarted(failure)) => {
                self.memory.keep(name.to_owned(), None).await?;
                return Err(failure);
            }
            Err(Start::Unsure) => {
                tokio::time::sleep(self.poll_every).await;
                let found = self.look_for(name, &open).await;
                let id = found.ok().flatten().ok_or(SourceFailure::StartUnsure)?;
                self.opened(name, &mut open, id).await?;
            }
        }
        Ok(open)
    }

    async fn opened(&self, name: &str, open: &mut Open, id: String) -> Result<(), SourceFailure> {
        open.run = Some(id.clone());
        open.keep(self.memory, name).await?;
        Ok(self.memory.keep(open::owner(&id), Some(name.to_owned())).await?)
    }

    async fn send_start(&self, plan: &Plan) -> Result<String, Start> {
        let (items, cap) = (plan.max_items.to_string(), money::dollars(plan.cap));
        let query = [
            ("maxItems", items.as_str()),
            ("maxTotalChargeUsd", cap.as_str()),
            ("timeout", RUN_SECONDS),
        ];
        let path = format!("v2/acts/{}/runs", plan.actor);
        match self.http.post(&path, &query, &plan.input, self.auth).await {
            Ok(Answer {
                status: 200..=299,
                body,
                ..
            }) => run_id(&body).ok_or(Start::Unsure),
            // A proxy's 5xx and a time-out say nothing about whether Apify acted.
            Ok(Answer {
                status: 408 | 500.., ..
            }) => Err(Start::Unsure),
            Ok(answer) => Err(Start::NotStarted(refusal::read(
                self.http,
                answer.status,
                &answer.body,
            ))),
            Err(trouble @ (NoAnswer::NeverLeft | NoAnswer::NoClient)) => {
                Err(Start::NotStarted(self.http.failure(trouble)))
            }
            Err(NoAnswer::Lost | NoAnswer::TooLong) => Err(Start::Unsure),
        }
    }

    /// A run that was started with exactly this input at about this time, and is nobody else's.
    async fn look_for(&self, name: &str, open: &Open) -> Result<Option<String>, SourceFailure> {
        let path = format!("v2/acts/{}/runs", open.actor);
        let list = self.get(&path, &[("desc", "1"), ("limit", LOOK_BACK)]).await?;
        for run in Fields(&list).list("/data/items") {
            let run = Fields(run);
            let in_time = run
                .time("/startedAt")
                .is_some_and(|at| at >= UnixMillis(open.at).plus(-CLOCKS));
            let (Some(id), Some(store), true) =
                (run.text("/id"), run.text("/defaultKeyValueStoreId"), in_time)
            else {
                continue;
            };
            let owner = self.memory.recall(open::owner(&id)).await?;
            if owner.is_some_and(|owner| owner != name) {
                continue;
            }
            let input = format!("v2/key-value-stores/{store}/records/INPUT");
            if self.get(&input, &[]).await.is_ok_and(|input| input == open.input) {
                self.memory.keep(open::owner(&id), Some(name.to_owned())).await?;
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Asks after a run until it has ended. The network may fail for a while meanwhile.
    async fn follow(&self, id: &str) -> Result<Value, SourceFailure> {
        let path = format!("v2/actor-runs/{id}");
        let mut missed = 0;
        for _ in 0..POLLS_MAX {
            match self.get(&path, &[("waitForFinish", HELD_SECONDS)]).await {
                Ok(run) if how_ended(&run).is_some() => return Ok(run),
                Ok(_) => missed = 0,
                Err(failure) => {
                    missed += 1;
                    if failure.retry() != Retry::Later || missed >= MISSED_MAX {
                        return Err(failure);
                    }
                }
            }
            tokio::time::sleep(self.poll_every.saturating_mul(1 << missed.min(4))).await;
        }
        Err(SourceFailure::RunFailed {
            ended: RunEnd::NotInTime,
        })
    }

    /// The items of a run that ended, however it did: what was scraped is paid for and useful.
    async fn ended(&self, id: &str, run: &Value, cap: i64) -> Result<Ended, SourceFailure> {
        let items = match Fields(run).text("/data/defaultDatasetId") {
            Some(dataset) => self.items(&dataset).await?,
            None => Vec::new(),
        };
        let mut cost = cost_of(run);
        if cost.is_none() {
            // The bill may come a moment after the end.
            tokio::time::sleep(self.poll_every).await;
            let again = self.get(&format!("v2/actor-runs/{id}"), &[]).await;
            cost = again.ok().and_then(|run| cost_of(&run));
        }
        let how = how_ended(run).unwrap_or(Err(RunEnd::NotInTime));
        Ok(Ended {
            items,
            cost: cost.unwrap_or(Money::from_micros(cap)),
            cost_known: cost.is_some(),
            how,
        })
    }

    async fn items(&self, dataset: &str) -> Result<Vec<Value>, SourceFailure> {
        let path = format!("v2/datasets/{dataset}/items");
        let query = [("format", "json"), ("clean", "true"), ("limit", ITEMS_MAX)];
        match self.get(&path, &query).await? {
            Value::Array(items) => Ok(items),
            _ => Err(self.http.unreadable("its items are not a list")),
        }
    }

    pub(super) async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, SourceFailure> {
        let asked = self.http.get(path, query, self.auth).await;
        let answer = asked.map_err(|trouble| self.http.failure(trouble))?;
        if !(200..=299).contains(&answer.status) {
            return Err(refusal::read(self.http, answer.status, &answer.body));
        }
        serde_json::from_slice(&answer.body).map_err(|_| self.http.unreadable("it is cut off or not JSON"))
    }
}

/// Why there is no id of a run.
enum Start {
    NotStarted(SourceFailure),
    Unsure,
}

fn run_id(body: &[u8]) -> Option<String> {
    let run: Value = serde_json::from_slice(body).ok()?;
    Fields(&run).text("/data/id")
}

fn cost_of(run: &Value) -> Option<Money> {
    Fields(run).at("/data/usageTotalUsd").and_then(money::micros)
}

#[cfg(any(test, fuzzing))]
pub(super) fn read_run(run: &Value) {
    let _ = (cost_of(run), how_ended(run));
}

/// Whether a run has ended, and how.
fn how_ended(run: &Value) -> Option<Result<(), RunEnd>> {
    match Fields(run).text("/data/status")?.as_str() {
        "SUCCEEDED" => Some(Ok(())),
        "FAILED" => Some(Err(RunEnd::Failed)),
        "TIMED-OUT" => Some(Err(RunEnd::TookTooLong)),
        "ABORTED" => Some(Err(RunEnd::Stopped)),
        _ => None,
    }
}
