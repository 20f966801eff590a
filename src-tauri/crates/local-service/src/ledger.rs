//! Money. Every movement is a row that is never changed; the balance is their sum.
//!
//! When a check starts, its ceiling is set aside (`hold`). When it ends, what was not used comes
//! back (`settle`), or all of it where it failed or was stopped (`refund`). Charged is what the page
//! says: each post that a check scraped, in each check, and each comment where they are on.

use contract::{AgentId, Money, MonitorSpec, PriceList, UnixMillis};
use rusqlite::{Transaction, params};
use sources::{SourceId, comments_per_post, prices};

use crate::db::DbError;
use crate::refusal::Refusal;

/// The most that one check can cost: every post, with as many comments as the source ever gives.
pub(crate) fn ceiling(spec: &MonitorSpec, source: SourceId) -> Money {
    let posts = u32::from(spec.max_results.get());
    let comments = if spec.comment_monitoring {
        posts * comments_per_post(source)
    } else {
        0
    };
    cost(prices(source), posts, comments)
}

/// What this many cost.
pub(crate) fn cost(prices: PriceList, posts: u32, comments: u32) -> Money {
    prices.post.times(posts) + prices.comment.times(comments)
}

/// Books the opening credits of an agent that has none yet.
pub(crate) fn open(
    change: &Transaction<'_>,
    agent: &AgentId,
    amount: Money,
    at: UnixMillis,
) -> Result<(), DbError> {
    if amount > Money::ZERO {
        change.execute(
            "INSERT INTO ledger (agent_id, at, kind, amount_micros) VALUES (?1, ?2, 'opening', ?3)
             ON CONFLICT DO NOTHING",
            params![agent.as_str(), at.0, amount.micros()],
        )?;
    }
    Ok(())
}

/// What an agent has, less what is set aside for running checks.
pub(crate) fn balance(change: &Transaction<'_>, agent: &AgentId) -> Result<Money, DbError> {
    let sql = "SELECT coalesce(sum(amount_micros), 0) FROM ledger WHERE agent_id = ?1";
    Ok(Money::from_micros(change.query_row(
        sql,
        [agent.as_str()],
        |row| row.get(0),
    )?))
}

/// Whether the agent can pay for this. What costs nothing needs no credits.
pub(crate) fn afford(change: &Transaction<'_>, agent: &AgentId, needed: Money) -> Result<(), Refusal> {
    let left = balance(change, agent)?;
    match () {
        () if needed == Money::ZERO || left >= needed => Ok(()),
        () if left <= Money::ZERO => Err(Refusal::NoCredits),
        () => Err(Refusal::TooFewCredits { needed, left }),
    }
}

/// A movement that belongs to a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Movement {
    /// Sets this much aside.
    Hold(Money),
    /// Gives back what was not used.
    Settle(Money),
    /// Gives everything back.
    Refund(Money),
}

/// Books a movement of a check; a second end of the same check is refused by the table itself.
pub(crate) fn book(
    change: &Transaction<'_>,
    agent: &AgentId,
    check: i64,
    movement: Movement,
    at: UnixMillis,
) -> Result<(), DbError> {
    let (kind, amount) = match movement {
        Movement::Hold(amount) => ("hold", Money::ZERO - amount),
        Movement::Settle(amount) => ("settle", amount),
        Movement::Refund(amount) => ("refund", amount),
    };
    change.execute(
        "INSERT INTO ledger (agent_id, at, kind, amount_micros, check_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![agent.as_str(), at.0, kind, amount.micros(), check],
    )?;
    Ok(())
}
