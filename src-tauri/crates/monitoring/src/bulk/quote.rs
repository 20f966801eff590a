//! What work on many monitors would do and cost.

use std::collections::BTreeMap;

use contract::{CostEstimate, Money, MonitorSpec, PriceList};
use store::{IntentId, MonitorId, MonitorRow, Problem, StateWord, WorkspaceId, WorkspaceRow};

use super::name;
use crate::view::{
    Availability, BulkBudget, BulkId, BulkItem, BulkLine, BulkQuote, BulkUnable, BulkWork, WhyNot,
};
use crate::{Monitoring, cards};

/// Why a monitor cannot be run again; `None` where it can.
pub(super) const fn why_not_again(row: &MonitorRow) -> Option<WhyNot> {
    match row.state {
        StateWord::NotKnown | StateWord::Sending => Some(WhyNot::OutcomeOpen),
        state if state.is_live() => Some(WhyNot::StillRuns),
        _ => None,
    }
}

impl Monitoring {
    /// What work on these monitors would do and cost. Monitors that are gone are passed over.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn quote_bulk(&self, monitors: Vec<MonitorId>, work: BulkWork) -> Result<BulkQuote, Problem> {
        let rows = self.monitor_rows(monitors).await?;
        let workspaces = self.workspace_rows().await?;
        let mut quote = empty();
        let mut adds: BTreeMap<WorkspaceId, Money> = BTreeMap::new();
        for (row, workspace) in with_workspace(&rows, &workspaces) {
            match self.after(row, workspace, &work) {
                Ok(after) => {
                    let prices = self.tariff(workspace.service, &after.target).prices;
                    let price = quote.add(row, prices, &after);
                    let added = adds.entry(row.workspace).or_default();
                    *added = *added + price;
                }
                Err(why) => quote.unable.push(BulkUnable {
                    monitor: name(row),
                    why,
                }),
            }
        }
        if work == BulkWork::RunAgain {
            quote.budgets = self.budgets(&workspaces, &adds).await?;
        }
        Ok(quote)
    }

    /// Whether the work costs more than `agreed` by now.
    pub(super) async fn costs_more(
        &self,
        work: &BulkWork,
        rows: &[MonitorRow],
        agreed: Money,
    ) -> Result<bool, Problem> {
        let workspaces = self.workspace_rows().await?;
        let price = |(row, workspace): (&MonitorRow, &WorkspaceRow)| {
            let after = self.after(row, workspace, work).ok()?;
            Some(self.estimate(workspace.service, &after).at_most.counted())
        };
        let now: Money = with_workspace(rows, &workspaces).filter_map(price).sum();
        Ok(*work != BulkWork::Stop && now > agreed)
    }

    /// What a monitor would be after the work, or why it cannot be done to it.
    fn after(
        &self,
        row: &MonitorRow,
        workspace: &WorkspaceRow,
        work: &BulkWork,
    ) -> Result<MonitorSpec, WhyNot> {
        match work {
            BulkWork::RunAgain => match (
                why_not_again(row),
                self.availability(workspace.service, &row.spec.target),
            ) {
                (Some(why), _) => Err(why),
                (None, Availability::Served) => Ok(row.spec.clone()),
                (None, _) => Err(WhyNot::NoSource),
            },
            BulkWork::Stop if !row.state.is_live() => Err(over(row)),
            BulkWork::Stop if row.spec.monitoring && !cards::editable(row) => Err(WhyNot::TakesNoChanges),
            BulkWork::Stop => Ok(row.spec.clone()),
            BulkWork::Change { .. } if !row.state.is_live() => Err(over(row)),
            BulkWork::Change { .. } if !cards::editable(row) => Err(WhyNot::TakesNoChanges),
            BulkWork::Change { draft } => match row.spec.patched(draft.clone()) {
                Err(_) => Err(WhyNot::WrongFields),
                Ok(after) if after == row.spec => Err(WhyNot::Unchanged),
                Ok(after) => Ok(after),
            },
        }
    }

    async fn budgets(
        &self,
        workspaces: &[WorkspaceRow],
        adds: &BTreeMap<WorkspaceId, Money>,
    ) -> Result<Vec<BulkBudget>, Problem> {
        let mut budgets = Vec::new();
        for workspace in workspaces {
            let Some(adds) = adds.get(&workspace.id).copied() else {
                continue;
            };
            let left = match workspace.budget {
                Some(limit) => Some(limit.less_at_least_zero(self.spent_this_month(workspace).await?)),
                None => None,
            };
            budgets.push(BulkBudget {
                workspace_id: workspace.id,
                left,
                adds,
                fits: left.is_none_or(|left| adds <= left),
            });
        }
        Ok(budgets)
    }
}

fn empty() -> BulkQuote {
    BulkQuote {
        id: BulkId::random(),
        able: Vec::new(),
        unable: Vec::new(),
        lines: Vec::new(),
        at_most: Money::ZERO,
        before: Money::ZERO,
        open_ended: 0,
        ongoing: 0,
        budgets: Vec::new(),
    }
}

/// A start on its way is not over, whatever else it is.
const fn over(row: &MonitorRow) -> WhyNot {
    match row.state {
        StateWord::NotKnown | StateWord::Sending => WhyNot::OutcomeOpen,
        _ => WhyNot::Over,
    }
}

fn with_workspace<'a>(
    rows: &'a [MonitorRow],
    workspaces: &'a [WorkspaceRow],
) -> impl Iterator<Item = (&'a MonitorRow, &'a WorkspaceRow)> {
    rows.iter().filter_map(|row| {
        let workspace = workspaces
            .iter()
            .find(|workspace| workspace.id == row.workspace)?;
        Some((row, workspace))
    })
}

impl BulkQuote {
    /// Takes a monitor in, and gives the price of one check of it after the work.
    fn add(&mut self, row: &MonitorRow, prices: PriceList, after: &MonitorSpec) -> Money {
        let posts = u32::from(after.max_results.get());
        let estimate = CostEstimate::for_check(after, prices).at_most;
        let price = estimate.counted();
        self.able.push(BulkItem {
            monitor_id: row.id,
            intent_id: IntentId::random(),
        });
        match self.lines.iter_mut().find(|line| line.unit == prices.post) {
            Some(line) => {
                line.posts += posts;
                line.amount = prices.post.times(line.posts);
            }
            None => self.lines.push(BulkLine {
                posts,
                unit: prices.post,
                amount: price,
            }),
        }
        self.at_most = self.at_most + price;
        self.before = self.before + CostEstimate::for_check(&row.spec, prices).at_most.counted();
        self.open_ended += u32::from(matches!(estimate, contract::Ceiling::OpenEnded { .. }));
        self.ongoing += u32::from(after.monitoring);
        price
    }
}
