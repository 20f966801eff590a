//! Spending: a month of it, day by day, by workspace and by monitor. Every sum is made from the same rows,
//! so that no two of them can disagree.

use contract::{CreditRange, Money, UnixMillis};
use store::{Counting, LedgerRow, MonthSpan, Problem, ProblemCode, Service, StateWord, WorkspaceRow};

use crate::view::{
    AmountKind, BudgetState, BudgetView, CountedLine, DayPart, DaySpending, Forecast, MonitorSpending,
    SpendingQuery, SpendingView, SpentParts, WorkspaceSpending,
};
use crate::workspaces::reached;
use crate::{Monitoring, cards, month, problems};

/// Monitors of one answer at most.
const MONITORS_MAX: u32 = 500;
/// Days of data from which on a forecast is more than a guess.
const FORECAST_FROM: u32 = 3;

/// A workspace with its rows.
struct Account {
    workspace: WorkspaceRow,
    counting: Counting,
    rows: Vec<LedgerRow>,
}

impl Monitoring {
    /// A month of spending.
    ///
    /// # Errors
    /// The month is none, or the record cannot be read.
    pub async fn spending(&self, query: SpendingQuery) -> Result<SpendingView, Problem> {
        let (now, zone) = (self.now(), self.zone().clone());
        let current = month::month_name(now, &zone);
        let name = query.month.clone().unwrap_or_else(|| current.clone());
        let not_one = || Problem::of(ProblemCode::NotNow, "a month looks like 2026-11");
        let span = month::named(&name, &zone).ok_or_else(not_one)?;
        let shown = self.shown(&query).await?;
        let (accounts, began) = self.accounts(shown, span, now).await?;
        let began = began.unwrap_or(now);
        let until = now.min(span.until);
        let days = days(&accounts, &month::days(span, &zone), until);
        let so_far: SpentParts = accounts.iter().map(|account| account.spent(span)).sum();
        let workspaces: Vec<_> = accounts
            .iter()
            .map(|account| account.view(span, name == current))
            .collect();
        let mut monitors: Vec<_> = accounts
            .iter()
            .flat_map(|account| account.monitors(span))
            .collect();
        monitors.sort_by_key(|monitor| (std::cmp::Reverse(monitor.amount), monitor.monitor_id));
        let monitors_total = u32::try_from(monitors.len()).unwrap_or(u32::MAX);
        monitors.truncate(query.limit.min(MONITORS_MAX) as usize);
        Ok(SpendingView {
            months: month::names_between(began, now, &zone),
            forecast: forecast(
                so_far.total,
                &days,
                month::days(span, &zone).len(),
                name == current,
            ),
            month: name,
            from: span.from,
            until,
            budget: together(&workspaces),
            plus_comments: workspaces.iter().any(|workspace| workspace.plus_comments),
            so_far,
            days,
            workspaces,
            monitors,
            monitors_total,
        })
    }

    /// One workspace, or all of them but practice: made-up money is never mixed with real.
    async fn shown(&self, query: &SpendingQuery) -> Result<Vec<WorkspaceRow>, Problem> {
        let shows = |row: &WorkspaceRow| {
            query
                .workspace_id
                .map_or(row.service != Service::Practice, |id| row.id == id)
        };
        Ok(self.workspace_rows().await?.into_iter().filter(shows).collect())
    }

    async fn accounts(
        &self,
        shown: Vec<WorkspaceRow>,
        span: MonthSpan,
        now: UnixMillis,
    ) -> Result<(Vec<Account>, Option<UnixMillis>), Problem> {
        self.on_store(move |store| {
            let mut accounts = Vec::new();
            let mut began: Option<UnixMillis> = None;
            for workspace in shown {
                let first = store.spending_began(workspace.id)?;
                began = began.into_iter().chain(first).min();
                accounts.push(Account {
                    rows: store.ledger(workspace.id, span)?,
                    counting: cards::counting(&workspace, now),
                    workspace,
                });
            }
            Ok::<_, store::StoreError>((accounts, began))
        })
        .await
        .map_err(|error| problems::of_store(&error))
    }
}

impl Account {
    fn spent(&self, within: MonthSpan) -> SpentParts {
        self.rows.iter().map(|row| self.parts(row, within)).sum()
    }

    fn parts(&self, row: &LedgerRow, within: MonthSpan) -> SpentParts {
        let among = |amounts: &[(UnixMillis, Money)]| -> Money {
            let inside = |at: UnixMillis| at >= within.from && at < within.until;
            amounts
                .iter()
                .filter(|(at, _)| inside(*at))
                .map(|(_, amount)| *amount)
                .sum()
        };
        let (reported, held) = (among(&row.charges), among(&row.held));
        let counted = self.counting.spent(&row.spans, Some(within)).total;
        SpentParts {
            reported,
            counted,
            held,
            total: reported + counted + held,
        }
    }

    fn has_comments_on_top(&self, row: &LedgerRow) -> bool {
        let open = cards::comments_are_open(self.workspace.service);
        row.comment_monitoring && row.charges.is_empty() && open
    }

    fn view(&self, span: MonthSpan, is_current: bool) -> WorkspaceSpending {
        let so_far = self.spent(span);
        let credits = self.workspace.service != Service::Computer;
        let budget = self.workspace.budget.map(|limit| BudgetView {
            limit,
            counted: so_far.total,
            left: limit.less_at_least_zero(so_far.total),
        });
        WorkspaceSpending {
            workspace_id: self.workspace.id,
            credits: credits.then(|| CreditRange::of(so_far.total, self.workspace.markup_thousandths)),
            budget_state: budget.filter(|_| is_current).map(budget_state),
            budget: budget.filter(|_| is_current),
            checks_per_30_days: self.workspace.checks_per_30_days,
            assumed: so_far.counted > Money::ZERO,
            plus_comments: self.rows.iter().any(|row| self.has_comments_on_top(row)),
            so_far,
        }
    }

    fn monitors(&self, span: MonthSpan) -> Vec<MonitorSpending> {
        let rows = self.rows.iter().map(|row| (row, self.parts(row, span)));
        rows.filter(|(_, parts)| parts.total != Money::ZERO)
            .map(|(row, parts)| self.monitor(row, parts, span))
            .collect()
    }

    fn monitor(&self, row: &LedgerRow, parts: SpentParts, span: MonthSpan) -> MonitorSpending {
        let line = |(checks, unit): (u32, Money)| CountedLine {
            checks,
            unit,
            amount: unit.times(checks),
        };
        let counted = self.counting.spent(&row.spans, Some(span));
        MonitorSpending {
            monitor_id: row.monitor,
            workspace_id: row.workspace,
            platform: row.platform,
            value: row.value.clone(),
            state: row.state,
            lines: counted.lines.into_iter().map(line).collect(),
            kind: kind(row, parts),
            amount: parts.total,
            plus_comments: self.has_comments_on_top(row),
        }
    }
}

fn kind(row: &LedgerRow, parts: SpentParts) -> AmountKind {
    if parts.held > Money::ZERO {
        AmountKind::Held
    } else if parts.counted == Money::ZERO {
        AmountKind::Reported
    } else if row.state == StateWord::Failed {
        AmountKind::CountedUntilCleared
    } else {
        AmountKind::Counted
    }
}

fn budget_state(budget: BudgetView) -> BudgetState {
    if reached(budget.counted, budget.limit, 100) {
        BudgetState::Reached
    } else if reached(budget.counted, budget.limit, 80) {
        BudgetState::Near
    } else {
        BudgetState::Well
    }
}

/// The budgets of all workspaces that have one. What is left is the sum of what each has left: one
/// workspace cannot spend what another has.
fn together(workspaces: &[WorkspaceSpending]) -> Option<BudgetView> {
    let budgets = workspaces.iter().filter_map(|workspace| workspace.budget);
    budgets.reduce(|one, other| BudgetView {
        limit: one.limit + other.limit,
        counted: one.counted + other.counted,
        left: one.left + other.left,
    })
}

/// Days that have begun by `until`.
fn days(accounts: &[Account], days: &[MonthSpan], until: UnixMillis) -> Vec<DaySpending> {
    let begun = days.iter().filter(|day| day.from <= until);
    let day = |(number, day): (u8, &MonthSpan)| {
        let parts: Vec<_> = accounts
            .iter()
            .map(|account| DayPart {
                workspace_id: account.workspace.id,
                amount: account.spent(*day).total,
            })
            .filter(|part| part.amount != Money::ZERO)
            .collect();
        DaySpending {
            day: number,
            at: day.from,
            total: parts.iter().map(|part| part.amount).sum(),
            parts,
        }
    };
    (1..).zip(begun).map(day).collect()
}

/// From the days with data: the first on which something was spent, until today.
fn forecast(so_far: Money, days: &[DaySpending], in_month: usize, is_current: bool) -> Forecast {
    if !is_current {
        return Forecast::Over;
    }
    let Some(first) = days.iter().position(|day| day.total > Money::ZERO) else {
        return Forecast::Nothing;
    };
    let counted = u32::try_from(days.len() - first).unwrap_or(u32::MAX);
    let of_days = u32::try_from(in_month - first).unwrap_or(u32::MAX);
    if counted < FORECAST_FROM {
        return Forecast::TooEarly { days: counted };
    }
    Forecast::Known {
        amount: part(so_far, of_days, counted),
        days: counted,
        of_days,
    }
}

/// `amount × times ÷ by`, to the nearest micro-dollar.
fn part(amount: Money, times: u32, by: u32) -> Money {
    let by = i128::from(by.max(1));
    let scaled = i128::from(amount.micros()) * i128::from(times);
    Money::from_micros(i64::try_from((scaled + by / 2).div_euclid(by)).unwrap_or(i64::MAX))
}

impl std::iter::Sum for SpentParts {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |one, other| Self {
            reported: one.reported + other.reported,
            counted: one.counted + other.counted,
            held: one.held + other.held,
            total: one.total + other.total,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: u8, micros: i64) -> DaySpending {
        DaySpending {
            day: number,
            at: UnixMillis(0),
            total: Money::from_micros(micros),
            parts: Vec::new(),
        }
    }

    #[test]
    fn there_is_no_forecast_before_three_days_of_data() {
        let days = |amounts: &[i64]| {
            (1..)
                .zip(amounts)
                .map(|(n, micros)| day(n, *micros))
                .collect::<Vec<_>>()
        };
        let total = Money::from_micros(10);
        assert_eq!(forecast(total, &days(&[0, 0, 0]), 30, true), Forecast::Nothing);
        assert_eq!(
            forecast(total, &days(&[0, 0, 5, 5]), 30, true),
            Forecast::TooEarly { days: 2 },
            "days before the first start are no data"
        );
        assert!(matches!(
            forecast(total, &days(&[0, 5, 0, 5]), 30, true),
            Forecast::Known {
                days: 3,
                of_days: 29,
                ..
            }
        ));
        assert_eq!(forecast(total, &days(&[5, 5, 5]), 30, false), Forecast::Over);
    }

    #[test]
    fn the_forecast_is_the_arithmetic_that_is_shown() {
        let days: Vec<_> = (1..=23).map(|number| day(number, 4_656_522)).collect();
        let so_far = Money::from_micros(107_100_000);
        let Forecast::Known {
            amount,
            days,
            of_days,
        } = forecast(so_far, &days, 30, true)
        else {
            panic!("23 days are enough");
        };
        assert_eq!((days, of_days), (23, 30));
        assert_eq!(amount, Money::from_micros(139_695_652), "$107.10 ÷ 23 × 30");
    }

    proptest! {
        #[test]
        fn a_forecast_is_never_below_what_is_spent_nor_above_as_much_for_every_day(
            micros in 0_i64..1_000_000_000_000, counted in 1_u32..31, left in 0_u32..31,
        ) {
            let amount = part(Money::from_micros(micros), counted + left, counted);
            prop_assert!(amount >= Money::from_micros(micros));
            prop_assert!(amount <= Money::from_micros(micros).times(counted + left));
            if left == 0 { prop_assert_eq!(amount, Money::from_micros(micros)); }
        }

        #[test]
        fn a_mark_is_reached_exactly_at_its_part(limit in 1_i64..1_000_000_000_000, percent in 1_u8..=100) {
            let mark = (i128::from(limit) * i128::from(percent) + 99) / 100;
            let mark = i64::try_from(mark).unwrap();
            let limit = Money::from_micros(limit);
            prop_assert!(reached(Money::from_micros(mark), limit, percent));
            prop_assert!(!reached(Money::from_micros(mark - 1), limit, percent));
        }
    }
}
