//! Actors at Apify, on the person's own account. Calls after Apify's OpenAPI; inputs and items after
//! what the actors are known to take and give.

#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod instagram;
mod items;
mod money;
mod open;
mod plan;
mod refusal;
mod runs;
mod tiktok;
mod youtube;

use std::sync::Arc;
use std::time::Duration;

use contract::Money;
use library::SourceId;
use url::Url;

use crate::fields::Fields;
use crate::http::{Auth, Http};
use crate::keys::Keys;
use crate::{Collected, KeyFinding, Memory, Note, Query, Source, SourceFailure, SourceKey};
use items::Read;
use open::Step;
use plan::Plan;
use runs::{Ended, Runs};

const APIFY: &str = "https://api.apify.com/";

/// Collecting by programs that run at Apify: every pair, with comments, at the person's cost. What
/// a check may cost is sent along as a ceiling, a run that was paid for is found again after a
/// restart, and what it cost is read back.
#[derive(Debug)]
pub(crate) struct Apify {
    http: Http,
    keys: Keys,
    memory: Arc<dyn Memory>,
    poll_every: Duration,
}

impl Apify {
    pub(crate) fn new(base: Option<Url>, keys: Keys, memory: Arc<dyn Memory>, poll_every: Duration) -> Self {
        Self {
            http: Http::new("Apify", APIFY, base),
            keys,
            memory,
            poll_every,
        }
    }

    pub(crate) async fn try_key(&self, key: &SourceKey) -> Result<KeyFinding, SourceFailure> {
        let user = self.runs(key).get("v2/users/me", &[]).await?;
        let account = Fields(&user).text("/data/username");
        Ok(KeyFinding { account })
    }

    /// Ends the runs that a job left open, and says what they cost.
    pub(crate) async fn abandon(&self, job: &str) -> Result<Money, SourceFailure> {
        let mut cost = Money::ZERO;
        for step in [Step::Posts, Step::Comments] {
            let name = open::name(job, step);
            let open = open::Open::recall(&*self.memory, &name).await?;
            // Where nothing was started, no key is needed.
            if open.is_some_and(|open| !open.done) {
                let key = self.key()?;
                cost = cost + self.runs(&key).abandon(&name).await?;
            }
        }
        Ok(cost)
    }

    fn key(&self) -> Result<Arc<SourceKey>, SourceFailure> {
        let missing = SourceFailure::NeedsKey { platform: "Apify" };
        self.keys.get(SourceId::Apify).ok_or(missing)
    }

    fn runs<'a>(&'a self, key: &'a SourceKey) -> Runs<'a> {
        Runs {
            http: &self.http,
            auth: Auth::Bearer(key),
            memory: &*self.memory,
            poll_every: self.poll_every,
        }
    }
}

impl Source for Apify {
    fn id(&self) -> SourceId {
        SourceId::Apify
    }

    async fn collect(&self, query: &Query) -> Result<Collected, SourceFailure> {
        let key = self.key()?;
        let runs = self.runs(&key);
        let plan = Plan::of_posts(query);
        let ended = runs.work(&plan, query, Step::Posts).await?;
        let mut found = posts(query, &ended, &plan)?;
        if query.comments {
            add_comments(&runs, query, &mut found).await;
        }
        Ok(found)
    }
}

/// The posts of a run that ended.
fn posts(query: &Query, ended: &Ended, plan: &Plan) -> Result<Collected, SourceFailure> {
    let Read {
        posts,
        errors,
        left_out,
    } = items::posts(query, &ended.items);
    if posts.is_empty() {
        if let Some(failure) = items::failure(query, &errors, plan.actor) {
            return Err(failure.charged(ended.cost));
        }
        if let Err(how) = ended.how {
            return Err(SourceFailure::RunFailed { ended: how }.charged(ended.cost));
        }
    }
    let mut notes = plan.notes.clone();
    notes.extend(ended.how.is_err().then_some(Note::StoppedEarly));
    notes.extend((left_out > 0 || !errors.is_empty()).then_some(Note::Partial));
    notes.extend((!ended.cost_known).then_some(Note::CostIsCeiling));
    Ok(Collected {
        posts,
        comments: Vec::new(),
        notes,
        cost: ended.cost,
    })
}

/// A second run for the comments. Posts without comments are worth having, so trouble here is a
/// note; what it cost is counted all the same.
async fn add_comments(runs: &Runs<'_>, query: &Query, found: &mut Collected) {
    let kept = crate::limits::enforce(
        Collected {
            posts: found.posts.clone(),
            ..Collected::default()
        },
        query,
        0,
    );
    let commented: Vec<_> = kept
        .posts
        .into_iter()
        .filter(|post| post.counts.comments != Some(0))
        .collect();
    if commented.is_empty() {
        return;
    }
    let plan = Plan::of_comments(query, &commented);
    match runs.work(&plan, query, Step::Comments).await {
        Ok(ended) => {
            found.cost = found.cost + ended.cost;
            found.comments = items::comments(query, &commented, &ended.items);
            found
                .notes
                .extend(ended.how.is_err().then_some(Note::CommentsPartial));
            found
                .notes
                .extend((!ended.cost_known).then_some(Note::CostIsCeiling));
        }
        Err(failure) => {
            tracing::debug!(%failure, "the comments could not be fetched");
            found.cost = found.cost + failure.cost();
            found.notes.push(Note::CommentsPartial);
        }
    }
    found.notes.dedup();
}
