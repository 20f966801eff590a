//! Money. Every movement is a row that is never changed; the balance is their sum.
//!
//! When a check starts, its ceiling is set aside (`hold`). When it ends, what was not used comes
//! back (`settle`), or all of it where it failed or was stopped (`refund`). Charged is what the page
//! says: each post that a check scraped, in each check, and each comment where they are on. Where a
//! provider bills the person, the same movements are noted with what it really charged, apart from
//! the credits.

use contract::{AgentId, Money, MonitorSpec, PriceList, UnixMillis};
use rusqlite::{Transaction, params};
use sources::{SourceId, billed_elsewhere, comments_per_post, prices};

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
    cost(prices(source, spec.target.platform()), posts, comments)
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
    let sql = "SELECT coalesce(sum(amount_micros), 0) FROM ledger WHERE agent_id = ?1 AND payer = 'credits'";
    Ok(Money::from_micros(change.query_row(
        sql,
        [agent.as_str()],
        |row| row.get(0),
    )?))
}

/// Whether the agent can pay for this. What costs nothing needs no credits.
fn afford(change: &Transaction<'_>, agent: &AgentId, needed: Money) -> Result<(), Refusal> {
    let left = balance(change, agent)?;
    match () {
        () if needed == Money::ZERO || left >= needed => Ok(()),
        () if left <= Money::ZERO => Err(Refusal::NoCredits),
        () => Err(Refusal::TooFewCredits { needed, left }),
    }
}

/// Whether the agent's credits allow this check; a provider's bill is between it and the person.
pub(crate) fn allow(
    change: &Transaction<'_>,
    agent: &AgentId,
    source: SourceId,
    ceiling: Money,
) -> Result<(), Refusal> {
    if billed_elsewhere(source) {
        return Ok(());
    }
    afford(change, agent, ceiling)
}

/// What a provider charged since this time, over all agents.
pub(crate) fn billed_since(
    change: &Transaction<'_>,
    source: SourceId,
    since: UnixMillis,
) -> Result<Money, DbError> {
    let sql = "SELECT coalesce(sum(charged_micros), 0) FROM checks WHERE source = ?1 AND ended_at >= ?2";
    let micros = change.query_row(sql, params![source.as_str(), since.0], |row| row.get(0))?;
    Ok(Money::from_micros(micros))
}

/// What providers charged since this time, and what is set aside for checks of theirs that run now.
pub(crate) fn provider_since(change: &Transaction<'_>, since: UnixMillis) -> Result<Money, DbError> {
    let sql = "SELECT coalesce(sum(CASE WHEN state = 'running' THEN hold_micros
                                        WHEN ended_at >= ?1 THEN charged_micros END), 0)
               FROM ledger JOIN checks ON checks.id = ledger.check_id
               WHERE ledger.kind = 'hold' AND ledger.payer = 'provider'";
    let micros = change
        .prepare_cached(sql)?
        .query_row([since.0], |row| row.get(0))?;
    Ok(Money::from_micros(micros))
}

/// What an agent's checks cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spent {
    pub(crate) credits: Money,
    pub(crate) provider: Money,
    /// Set aside for checks that run now.
    pub(crate) held: Money,
}

/// What an agent's checks cost that ended since this time, and what is set aside now.
pub(crate) fn spent_since(
    change: &Transaction<'_>,
    agent: &AgentId,
    since: UnixMillis,
) -> Result<Spent, DbError> {
    let sql = "SELECT coalesce(sum(CASE WHEN payer = 'credits' AND ended_at >= ?2 THEN charged_micros END), 0),
                      coalesce(sum(CASE WHEN payer = 'provider' AND ended_at >= ?2 THEN charged_micros END), 0),
                      coalesce(sum(CASE WHEN state = 'running' THEN hold_micros END), 0)
               FROM ledger JOIN checks ON checks.id = ledger.check_id
               WHERE ledger.agent_id = ?1 AND ledger.kind = 'hold'";
    let spent = change.query_row(sql, params![agent.as_str(), since.0], |row| {
        let money = |column| row.get(column).map(Money::from_micros);
        Ok(Spent {
            credits: money(0)?,
            provider: money(1)?,
            held: money(2)?,
        })
    })?;
    Ok(spent)
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
    (check, source): (i64, SourceId),
    movement: Movement,
    at: UnixMillis,
) -> Result<(), DbError> {
    let payer = if billed_elsewhere(source) {
        "provider"
    } else {
        "credits"
    };
    let (kind, amount) = match movement {
        Movement::Hold(amount) => ("hold", Money::ZERO - amount),
        Movement::Settle(amount) => ("settle", amount),
        Movement::Refund(amount) => ("refund", amount),
    };
    change.execute(
        "INSERT INTO ledger (agent_id, at, kind, amount_micros, check_id, payer) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![agent.as_str(), at.0, kind, amount.micros(), check, payer],
    )?;
    Ok(())
}
