//! The dry run: what would become of every row, and what the ready ones cost together.

use std::collections::{BTreeMap, HashMap};

use contract::{CreditRange, Money, MonitorSpec};
use lists::{Role, Row, read_rows};
use store::{IntentId, Problem, SameTarget, Service, Store, WorkspaceId, WorkspaceRow};

use crate::view::{
    Availability, ListBudget, ListCheck, ListChoice, ListCounts, ListLine, ListPrice, ListRow, RowGroup,
    RowVerdict,
};
use crate::{Monitoring, cards, problems};

/// Rows of a page at most.
const PAGE_MAX: u32 = 200;

/// A list with a verdict on every row.
pub(super) struct Checked {
    pub(super) rows: Vec<(Row, RowVerdict)>,
    pub(super) counts: ListCounts,
    pub(super) price: ListPrice,
}

impl Monitoring {
    /// What would become of an open list. Nothing is sent and nothing is kept.
    ///
    /// # Errors
    /// The list or the workspace is not there any more, or the record cannot be read.
    pub async fn check_list(
        &self,
        workspace: WorkspaceId,
        list: IntentId,
        choice: ListChoice,
        group: Option<RowGroup>,
        offset: u32,
        limit: u32,
    ) -> Result<ListCheck, Problem> {
        let checked = self.checked(workspace, &list, choice).await?;
        let fitting = checked
            .rows
            .into_iter()
            .filter(|(_, verdict)| group.is_none_or(|group| belongs(verdict, group)));
        let all: Vec<_> = fitting.collect();
        let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let page = all
            .into_iter()
            .skip(offset as usize)
            .take(limit.min(PAGE_MAX) as usize);
        Ok(ListCheck {
            counts: checked.counts,
            price: checked.price,
            rows: page.map(shown).collect(),
            total,
        })
    }

    pub(super) async fn checked(
        &self,
        workspace: WorkspaceId,
        list: &IntentId,
        choice: ListChoice,
    ) -> Result<Checked, Problem> {
        let table = self.shelf().get(list)?;
        let workspace = self.workspace_row(workspace).await?;
        let counted = self.spent_this_month(&workspace).await?;
        let this = self.clone();
        self.on_store(move |store| {
            let rows = read_rows(&table, choice.headed, &choice.roles, &choice.defaults);
            let judge = Judge::new(&this, store, &workspace, counted, &choice)?;
            Ok(judge.judge(rows))
        })
        .await
    }
}

fn belongs(verdict: &RowVerdict, group: RowGroup) -> bool {
    let own = match verdict {
        RowVerdict::Ready { .. } => RowGroup::Ready,
        RowVerdict::Wrong { .. } | RowVerdict::NotServed { .. } | RowVerdict::OverBudget => {
            RowGroup::Attention
        }
        RowVerdict::Repeated { .. } | RowVerdict::Watched { .. } => RowGroup::Duplicate,
    };
    own == group
}

fn shown((row, verdict): (Row, RowVerdict)) -> ListRow {
    ListRow {
        line: row.line,
        given: row.given,
        draft: row.draft,
        note: row.note,
        verdict,
    }
}

type Key = (String, String, String);

fn key_of(spec: &MonitorSpec) -> Key {
    let target = &spec.target;
    (
        target.platform().as_str().to_owned(),
        target.kind().as_str().to_owned(),
        target.comparable_value(),
    )
}

/// What rows are judged by, from the top of the list to its end.
struct Judge<'a> {
    app: &'a Monitoring,
    workspace: &'a WorkspaceRow,
    choice: &'a ListChoice,
    counted: Money,
    watched: HashMap<Key, SameTarget>,
    /// Targets further up, with their lines.
    seen: HashMap<Key, u32>,
    /// First checks of the ready rows so far.
    first: Money,
}

impl<'a> Judge<'a> {
    fn new(
        app: &'a Monitoring,
        store: &Store,
        workspace: &'a WorkspaceRow,
        counted: Money,
        choice: &'a ListChoice,
    ) -> Result<Self, Problem> {
        let watched = store
            .watched_targets()
            .map_err(|error| problems::of_store(&error))?;
        Ok(Self {
            app,
            workspace,
            choice,
            counted,
            watched: watched
                .into_iter()
                .map(|target| (target.key, target.same))
                .collect(),
            seen: HashMap::new(),
            first: Money::ZERO,
        })
    }

    fn judge(mut self, rows: Vec<Row>) -> Checked {
        let mut sum = Sum::default();
        let mut judged = Vec::with_capacity(rows.len());
        for row in rows {
            let verdict = self.verdict(&row);
            sum.count(&verdict);
            if let (RowVerdict::Ready { amount }, Ok(spec)) = (&verdict, &row.spec) {
                sum.add(self.workspace, spec, *amount);
            }
            judged.push((row, verdict));
        }
        let price = sum.price(self.workspace, self.counted, &judged);
        Checked {
            rows: judged,
            counts: sum.counts,
            price,
        }
    }

    fn verdict(&mut self, row: &Row) -> RowVerdict {
        let spec = match &row.spec {
            Ok(spec) => spec,
            Err(cells) => return RowVerdict::Wrong { cells: cells.clone() },
        };
        let key = key_of(spec);
        if let Some(line) = self.seen.get(&key) {
            return RowVerdict::Repeated { line: *line };
        }
        match self.app.availability(self.workspace.service, &spec.target) {
            Availability::Served | Availability::NotYetKnown => {}
            availability => return RowVerdict::NotServed { availability },
        }
        self.seen.insert(key.clone(), row.line);
        if let Some(same) = self.watched.get(&key).filter(|_| !self.choice.watched_too) {
            return RowVerdict::Watched {
                monitor_id: same.monitor,
                workspace_name: same.workspace_name.clone(),
                state: same.state,
            };
        }
        let estimate = self.app.estimate(self.workspace.service, spec);
        let amount = estimate.at_most.counted();
        let over = self
            .workspace
            .budget
            .is_some_and(|limit| self.counted + self.first + amount > limit);
        if over && self.choice.within_budget {
            return RowVerdict::OverBudget;
        }
        self.first = self.first + amount;
        RowVerdict::Ready { amount }
    }
}

/// What the ready rows come to.
#[derive(Default)]
struct Sum {
    counts: ListCounts,
    first: Money,
    month: Money,
    ongoing: bool,
    open_ended: bool,
    by_price: BTreeMap<Money, u32>,
}

impl Sum {
    fn count(&mut self, verdict: &RowVerdict) {
        let counts = &mut self.counts;
        *match verdict {
            RowVerdict::Ready { .. } => &mut counts.ready,
            RowVerdict::Wrong { .. } => &mut counts.wrong,
            RowVerdict::Repeated { .. } => &mut counts.repeated,
            RowVerdict::Watched { .. } => &mut counts.watched,
            RowVerdict::NotServed { .. } => &mut counts.not_served,
            RowVerdict::OverBudget => &mut counts.over_budget,
        } += 1;
    }

    fn add(&mut self, workspace: &WorkspaceRow, spec: &MonitorSpec, amount: Money) {
        self.first = self.first + amount;
        *self.by_price.entry(amount).or_default() += 1;
        if spec.monitoring {
            self.ongoing = true;
            self.month = self.month + amount.times(workspace.checks_per_30_days);
        }
        self.open_ended |= spec.comment_monitoring && cards::comments_are_open(workspace.service);
    }

    fn price(&self, workspace: &WorkspaceRow, counted: Money, judged: &[(Row, RowVerdict)]) -> ListPrice {
        let line = |(each, monitors): (&Money, &u32)| ListLine {
            monitors: *monitors,
            each: *each,
            amount: each.times(*monitors),
        };
        let gen_credits = workspace.service != Service::Computer;
        ListPrice {
            lines: self.by_price.iter().rev().map(line).collect(),
            first: self.first,
            open_ended: self.open_ended,
            credits: gen_credits.then(|| CreditRange::of(self.first, workspace.markup_thousandths)),
            month: self.ongoing.then_some(self.month),
            budget: workspace.budget.map(|limit| budget(limit, counted, judged)),
        }
    }
}

fn budget(limit: Money, counted: Money, judged: &[(Row, RowVerdict)]) -> ListBudget {
    let left = limit.less_at_least_zero(counted);
    let (mut used, mut fitting, mut fits) = (Money::ZERO, 0, true);
    for (_, verdict) in judged {
        let RowVerdict::Ready { amount } = verdict else {
            continue;
        };
        if used + *amount <= left {
            used = used + *amount;
            fitting += 1;
        } else {
            fits = false;
        }
    }
    ListBudget {
        limit,
        counted,
        left,
        fits,
        fitting,
    }
}

/// Whether a column is used as a target: without one nothing can be started.
pub(super) fn has_target(choice: &ListChoice) -> bool {
    choice.roles.contains(&Role::Target)
}
