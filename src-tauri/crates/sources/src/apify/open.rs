use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::plan::Plan;
use crate::{Attempt, Memory, SourceFailure};

/// The two runs of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Posts,
    Comments,
}

/// The name under which a job's run of this step is remembered.
pub(super) fn name(job: &str, step: Step) -> String {
    let step = match step {
        Step::Posts => "posts",
        Step::Comments => "comments",
    };
    format!("apify/job/{job}/{step}")
}

/// The name under which it is remembered whose run this is.
pub(super) fn owner(run: &str) -> String {
    format!("apify/run/{run}")
}

/// A run that was started, or may have been: written down before the start is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Open {
    /// The check that started it.
    pub(super) check: u32,
    pub(super) actor: String,
    pub(super) input: Value,
    /// Its ceiling, in micro-dollars.
    pub(super) cap: i64,
    /// When the start was written down; milliseconds since 1970.
    pub(super) at: i64,
    /// Its id at Apify; none while the answer to its start is not there.
    pub(super) run: Option<String>,
    /// Whether its items were read.
    pub(super) done: bool,
}

impl Open {
    pub(super) fn new(plan: &Plan, attempt: &Attempt, at: i64) -> Self {
        Self {
            check: attempt.check,
            actor: plan.actor.to_owned(),
            input: plan.input.clone(),
            cap: plan.cap.micros(),
            at,
            run: None,
            done: false,
        }
    }

    /// Whether this run answers what the attempt asks: it is the same check, run again; or an
    /// earlier one that asked the same and whose answer was never read.
    pub(super) fn serves(&self, plan: &Plan, attempt: &Attempt) -> bool {
        let same_question = self.actor == plan.actor && self.input == plan.input;
        self.actor == plan.actor && self.check == attempt.check || same_question && !self.done
    }

    pub(super) async fn recall(memory: &dyn Memory, name: &str) -> Result<Option<Self>, SourceFailure> {
        let kept = memory.recall(name.to_owned()).await?;
        // What cannot be read was written by another version; its run ends by itself, under its ceiling.
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    pub(super) async fn keep(&self, memory: &dyn Memory, name: &str) -> Result<(), SourceFailure> {
        let text = serde_json::to_string(self).map_err(|_| SourceFailure::OwnRecord)?;
        Ok(memory.keep(name.to_owned(), Some(text)).await?)
    }
}
