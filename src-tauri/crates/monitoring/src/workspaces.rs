//! Workspaces: added, shown, changed, removed; their budgets.

use contract::{AgentId, Money};
use keychain::{KeyInfo, KeyRef};
use store::{Happening, NewEvent, NewWorkspace, Problem, ProblemCode, Service, WorkspaceId, WorkspaceRow};

use crate::notices::Notice;
use crate::settings::{alerts_name, check_alerts};
use crate::view::{BudgetView, Connection, KeyView, WorkspaceEdit, WorkspaceView};
use crate::{Monitoring, cards, month, problems};

/// Marks of a budget at which a person is told, in percent.
const MARKS: [u8; 2] = [80, 100];

impl Monitoring {
    /// Every workspace, in the order of the side bar.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn workspaces(&self) -> Result<Vec<WorkspaceView>, Problem> {
        let mut views = Vec::new();
        for row in self.workspace_rows().await? {
            views.push(self.view_of(row).await?);
        }
        Ok(views)
    }

    /// One workspace.
    ///
    /// # Errors
    /// It is not there, or the record cannot be read.
    pub async fn workspace(&self, id: WorkspaceId) -> Result<WorkspaceView, Problem> {
        let row = self.workspace_row(id).await?;
        self.view_of(row).await
    }

    /// The workspace of this service on this computer; made where it is missing.
    ///
    /// # Errors
    /// The record cannot be written.
    pub async fn open_local(
        &self,
        service: Service,
        name: &str,
        agent: AgentId,
    ) -> Result<WorkspaceView, Problem> {
        let rows = self.workspace_rows().await?;
        if let Some(row) = rows.into_iter().find(|row| row.service == service) {
            return self.view_of(row).await;
        }
        self.add(NewWorkspace {
            name: name.to_owned(),
            service,
            agent_id: agent,
            base_url: None,
            key_ref: None,
        })
        .await
    }

    pub(crate) async fn add(&self, new: NewWorkspace) -> Result<WorkspaceView, Problem> {
        let now = self.now();
        let row = self
            .on_store(move |store| {
                store
                    .add_workspace(&new, now)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        let view = self.view_of(row).await?;
        self.notices().send(Notice::Workspace(Box::new(view.clone())));
        Ok(view)
    }

    /// Changes what a person may change of a workspace.
    ///
    /// # Errors
    /// A value outside its range, an address at which the workspace's key does not reach its agent, the
    /// workspace is not there, or the record cannot be written; then nothing is changed.
    pub async fn edit_workspace(
        &self,
        id: WorkspaceId,
        edit: WorkspaceEdit,
    ) -> Result<WorkspaceView, Problem> {
        let mut row = self.workspace_row(id).await?;
        let (address, alerts) = (edit.base_url.clone(), edit.alerts);
        apply(&mut row, edit)?;
        alerts.iter().try_for_each(check_alerts)?;
        let moved = match address {
            Some(address) => self.move_to(&mut row, &address).await?,
            None => false,
        };
        self.save(row).await?;
        if let Some(choice) = alerts {
            self.choose_alerts(id, choice).await?;
            self.tell_workspace(id).await;
        }
        if moved {
            self.wake_workspace(id).await?;
        }
        self.check_budget(id).await;
        self.workspace(id).await
    }

    /// Removes a workspace with its record. Its monitors at the service are not touched, and its
    /// key goes unless another workspace uses it.
    ///
    /// # Errors
    /// It is not there, or the record or keychain cannot be written.
    pub async fn remove_workspace(&self, id: WorkspaceId) -> Result<(), Problem> {
        let row = self.workspace_row(id).await?;
        self.drop_key_of(&row).await?;
        self.access().forget(id);
        self.on_store(move |store| {
            store
                .forget_setting(&alerts_name(id))
                .and_then(|()| store.remove_workspace(id))
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    pub(crate) async fn save(&self, row: WorkspaceRow) -> Result<(), Problem> {
        let id = row.id;
        self.on_store(move |store| {
            store
                .save_workspace(&row)
                .map_err(|error| problems::of_store(&error))
        })
        .await?;
        self.access().forget(id);
        self.tell_workspace(id).await;
        Ok(())
    }

    /// Tells the window about a workspace as it is now.
    pub(crate) async fn tell_workspace(&self, id: WorkspaceId) {
        if let Ok(view) = self.workspace(id).await {
            self.notices().send(Notice::Workspace(Box::new(view)));
        }
    }

    /// What a workspace has cost this month, with what is held.
    pub(crate) async fn spent_this_month(&self, row: &WorkspaceRow) -> Result<Money, Problem> {
        let now = self.now();
        let (id, month, counting) = (
            row.id,
            month::month_of(now, self.zone()),
            cards::counting(row, now),
        );
        self.on_store(move |store| {
            store
                .workspace_spent(id, month, counting)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    /// Tells, once a month for each mark, that a workspace's budget has reached it.
    pub(crate) async fn check_budget(&self, id: WorkspaceId) {
        if let Err(problem) = self.try_check_budget(id).await {
            tracing::warn!(code = ?problem.code, "a budget could not be checked");
        }
    }

    async fn try_check_budget(&self, id: WorkspaceId) -> Result<(), Problem> {
        let row = self.workspace_row(id).await?;
        let Some(limit) = row.budget else { return Ok(()) };
        let spent = self.spent_this_month(&row).await?;
        let (now, period) = (self.now(), month::month_name(self.now(), self.zone()));
        for percent in MARKS
            .into_iter()
            .filter(|percent| reached(spent, limit, *percent))
        {
            // The mark belongs to the limit too: a higher limit is a new promise.
            let period = format!("{period}/{}", limit.micros());
            let lines = self
                .on_store(move |store| {
                    if !store.fire_once(id, &period, percent)? {
                        return Ok(Vec::new());
                    }
                    let what = Happening::Budget { percent };
                    store.add_events(&[NewEvent {
                        at: now,
                        workspace: id,
                        monitor: None,
                        what,
                    }])
                })
                .await
                .map_err(|error: store::StoreError| problems::of_store(&error))?;
            self.tell_activity(lines).await;
        }
        Ok(())
    }

    async fn view_of(&self, row: WorkspaceRow) -> Result<WorkspaceView, Problem> {
        let id = row.id;
        let (monitors, attention) = self
            .on_store(move |store| store.attention(id).map_err(|error| problems::of_store(&error)))
            .await?;
        let budget = match row.budget {
            Some(limit) => {
                let counted = self.spent_this_month(&row).await?;
                Some(BudgetView {
                    limit,
                    counted,
                    left: limit.less_at_least_zero(counted),
                })
            }
            None => None,
        };
        let connection = self.connection(id);
        let key = row
            .key_ref
            .as_deref()
            .and_then(|name| self.known_key(name))
            .map(|info| key_view(&info));
        Ok(WorkspaceView {
            id,
            name: row.name,
            service: row.service,
            agent_id: row.agent_id,
            base_url: row.base_url,
            colour: row.colour,
            monitors,
            attention,
            key,
            connection,
            checks_per_30_days: row.checks_per_30_days,
            markup_thousandths: row.markup_thousandths,
            budget,
            alerts: self.own_alerts(id).await?,
        })
    }

    fn connection(&self, id: WorkspaceId) -> Connection {
        self.connections()
            .get(&id)
            .copied()
            .unwrap_or(Connection::NotAsked)
    }
}

/// Whether a budget has reached this part of its limit.
pub(crate) fn reached(spent: Money, limit: Money, percent: u8) -> bool {
    i128::from(spent.micros()) * 100 >= i128::from(limit.micros()) * i128::from(percent)
}

pub(crate) fn key_view(info: &KeyInfo) -> KeyView {
    KeyView {
        last_four: info.last_four.clone(),
        added_at: info.added_at,
        this_run_only: info.kept == keychain::Keep::ThisRunOnly,
    }
}

fn apply(row: &mut WorkspaceRow, edit: WorkspaceEdit) -> Result<(), Problem> {
    let refuse = |what: &str| Err(Problem::of(ProblemCode::NotNow, what));
    if let Some(name) = edit.name {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 80 {
            return refuse("a name has 1 to 80 characters");
        }
        name.clone_into(&mut row.name);
    }
    if let Some(colour) = edit.colour {
        if !(1..=6).contains(&colour) {
            return refuse("a colour is 1 to 6");
        }
        row.colour = colour;
    }
    if let Some(checks) = edit.checks_per_30_days {
        if !(1..=720).contains(&checks) {
            return refuse("checks in 30 days are 1 to 720");
        }
        row.checks_per_30_days = checks;
    }
    if let Some(markup) = edit.markup_thousandths {
        if markup > 100_000 {
            return refuse("a markup is at most ×100");
        }
        row.markup_thousandths = (markup > 0).then_some(markup);
    }
    if let Some(budget) = edit.budget {
        row.budget = (budget > Money::ZERO).then_some(budget);
    }
    Ok(())
}

/// The name of a key in the keychain; workspaces that share a key share its name.
pub(crate) fn key_ref(workspace_name: &str) -> Result<KeyRef, Problem> {
    KeyRef::parse(workspace_name).map_err(problems::internal)
}
