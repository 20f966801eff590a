use contract::{AgentId, UnixMillis};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::db::DbError;
use crate::refusal::Refusal;
use crate::{AgentConfig, Collects, ledger};

/// An agent as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct Agent {
    pub(crate) id: AgentId,
    pub(crate) name: String,
    pub(crate) collects: Collects,
}

/// Makes the agent, or brings its name and sources up to date. Its opening credits are booked once.
pub(crate) fn ensure(change: &Transaction<'_>, agent: &AgentConfig, at: UnixMillis) -> Result<(), DbError> {
    change.execute(
        "INSERT INTO agents (id, name, collects, created_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, collects = excluded.collects",
        params![agent.id.as_str(), agent.name, agent.collects.as_str(), at.0],
    )?;
    ledger::open(change, &agent.id, agent.opening(), at)
}

/// The agent of this id.
pub(crate) fn find(change: &Transaction<'_>, id: &AgentId) -> Result<Agent, Refusal> {
    let sql = "SELECT id, name, collects FROM agents WHERE id = ?1";
    let found = change
        .query_row(sql, [id.as_str()], |row| Ok(read(row)))
        .optional()?;
    Ok(found.ok_or(Refusal::ForeignAgent)??)
}

/// All of them, by id.
pub(crate) fn list(change: &Transaction<'_>) -> Result<Vec<Agent>, Refusal> {
    let mut statement = change.prepare("SELECT id, name, collects FROM agents ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

fn read(row: &Row<'_>) -> Result<Agent, DbError> {
    let (id, collects): (String, String) = (row.get("id")?, row.get("collects")?);
    Ok(Agent {
        id: AgentId::parse(&id).map_err(|_| DbError::Unreadable(format!("agent {id:?}")))?,
        name: row.get("name")?,
        collects: Collects::from_name(&collects).ok_or_else(|| DbError::Unreadable(collects.clone()))?,
    })
}
