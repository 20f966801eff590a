use contract::{AgentId, Money, PriceList, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Store, StoreError, WorkspaceId};

/// Which service a workspace is served by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "ServiceKind")]
pub enum Service {
    /// The hosted service.
    Gen,
    /// The service on this computer, with real sources.
    Computer,
    /// The service on this computer, with made-up posts.
    Practice,
}

impl Service {
    const ALL: [Self; 3] = [Self::Gen, Self::Computer, Self::Practice];

    /// What one unit costs there. The practice service follows the published prices, so that people
    /// see what their plans would cost; what this computer collects by itself costs nothing.
    pub const fn prices(self) -> PriceList {
        match self {
            Self::Gen | Self::Practice => PriceList::PUBLISHED,
            Self::Computer => PriceList::FREE,
        }
    }

    /// The word as the record keeps it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gen => "gen",
            Self::Computer => "computer",
            Self::Practice => "practice",
        }
    }
}

/// A workspace to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWorkspace {
    /// The person's name for it.
    pub name: String,
    /// Who serves it.
    pub service: Service,
    /// The service's agent.
    pub agent_id: AgentId,
    /// The service's address; none for this computer.
    pub base_url: Option<String>,
    /// The name of its key in the keychain; none for this computer.
    pub key_ref: Option<String>,
}

/// A workspace as the record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceRow {
    /// Ours.
    pub id: WorkspaceId,
    /// The person's name for it.
    pub name: String,
    /// Who serves it.
    pub service: Service,
    /// The service's agent.
    pub agent_id: AgentId,
    /// The service's address; none for this computer.
    pub base_url: Option<String>,
    /// The name of its key in the keychain.
    pub key_ref: Option<String>,
    /// 1 to 6.
    pub colour: u8,
    /// The person's assumption of the service's schedule, in checks per 30 days.
    pub checks_per_30_days: u32,
    /// The markup from the person's invoice, in thousandths.
    pub markup_thousandths: Option<u32>,
    /// The limit for a calendar month.
    pub budget: Option<Money>,
    /// When it was added.
    pub created_at: UnixMillis,
}

impl Store {
    /// Adds a workspace; its colour is the least used one.
    ///
    /// # Errors
    /// The record cannot be written.
    pub fn add_workspace(&self, new: &NewWorkspace, at: UnixMillis) -> Result<WorkspaceRow, StoreError> {
        let writer = self.writer();
        writer.execute(
            "INSERT INTO workspaces (name, service, agent_id, base_url, key_ref, colour, checks_per_30_days, created_at)
             VALUES (:name, :service, :agent, :url, :key, (
                 SELECT n.value FROM json_each('[1,2,3,4,5,6]') AS n
                 ORDER BY (SELECT count(*) FROM workspaces WHERE colour = n.value), n.value LIMIT 1
             ), 30, :at)",
            named_params! {
                ":name": new.name, ":service": new.service.as_str(), ":agent": new.agent_id.as_str(),
                ":url": new.base_url, ":key": new.key_ref, ":at": at.0,
            },
        )?;
        let id = WorkspaceId(writer.last_insert_rowid());
        writer.query_row("SELECT * FROM workspaces WHERE id = ?1", [id.0], read)?
    }

    /// Every workspace, in the order they were added.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn workspaces(&self) -> Result<Vec<WorkspaceRow>, StoreError> {
        let reader = self.reader();
        let mut query = reader.prepare_cached("SELECT * FROM workspaces ORDER BY id")?;
        query.query_map([], read)?.map(|row| row?).collect()
    }

    /// One workspace.
    ///
    /// # Errors
    /// It is not there, or the record cannot be read.
    pub fn workspace(&self, id: WorkspaceId) -> Result<WorkspaceRow, StoreError> {
        let reader = self.reader();
        let found = reader
            .query_row("SELECT * FROM workspaces WHERE id = ?1", [id.0], read)
            .optional()?;
        found.ok_or(StoreError::NotFound("the workspace"))?
    }

    /// Writes back what a person may change of a workspace: name, address, key, colour, assumption, markup,
    /// budget.
    ///
    /// # Errors
    /// It is not there, or the record cannot be written.
    pub fn save_workspace(&self, row: &WorkspaceRow) -> Result<(), StoreError> {
        let changed = self.writer().execute(
            "UPDATE workspaces SET name = ?2, key_ref = ?3, colour = ?4, checks_per_30_days = ?5,
                    markup_thousandths = ?6, budget = ?7, base_url = ?8 WHERE id = ?1",
            params![
                row.id.0,
                row.name,
                row.key_ref,
                row.colour,
                row.checks_per_30_days,
                row.markup_thousandths,
                row.budget.map(Money::micros),
                row.base_url,
            ],
        )?;
        if changed == 0 {
            Err(StoreError::NotFound("the workspace"))
        } else {
            Ok(())
        }
    }

    /// Removes a workspace with everything that belongs to it.
    ///
    /// # Errors
    /// It is not there, or the record cannot be written.
    pub fn remove_workspace(&self, id: WorkspaceId) -> Result<(), StoreError> {
        let changed = self
            .writer()
            .execute("DELETE FROM workspaces WHERE id = ?1", [id.0])?;
        if changed == 0 {
            Err(StoreError::NotFound("the workspace"))
        } else {
            Ok(())
        }
    }
}

/// Which service a workspace is served by.
pub(crate) fn service_of(connection: &Connection, id: WorkspaceId) -> Result<Service, StoreError> {
    let word: String = connection
        .prepare_cached("SELECT service FROM workspaces WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))?;
    let service = Service::ALL.into_iter().find(|service| service.as_str() == word);
    service.ok_or(StoreError::Unreadable("workspace"))
}

/// The outer result is SQLite's, the inner one says whether the row makes sense.
fn read(row: &Row<'_>) -> rusqlite::Result<Result<WorkspaceRow, StoreError>> {
    let word: String = row.get("service")?;
    let agent: String = row.get("agent_id")?;
    let service = Service::ALL.into_iter().find(|service| service.as_str() == word);
    let (Some(service), Ok(agent_id)) = (service, AgentId::parse(&agent)) else {
        return Ok(Err(StoreError::Unreadable("workspace")));
    };
    Ok(Ok(WorkspaceRow {
        id: WorkspaceId(row.get("id")?),
        name: row.get("name")?,
        service,
        agent_id,
        base_url: row.get("base_url")?,
        key_ref: row.get("key_ref")?,
        colour: row.get("colour")?,
        checks_per_30_days: row.get("checks_per_30_days")?,
        markup_thousandths: row.get("markup_thousandths")?,
        budget: row.get::<_, Option<i64>>("budget")?.map(Money::from_micros),
        created_at: UnixMillis(row.get("created_at")?),
    }))
}
