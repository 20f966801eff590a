//! Changes asked of the service. They may be repeated, so one that met trouble is simply sent again.

use contract::{Field, Money, MonitorChanges, MonitorDraft, MonitorSpec, PriceList, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::events::{self, ChangedField, MonitorEvent};
use crate::holds::{self, Rate};
use crate::spending::{Counting, MonthSpan, budget_left};
use crate::{BudgetFit, MonitorId, Problem, ProblemCode, Store, StoreError, WorkspaceId};
use crate::{monitors, workspaces};

/// A change that stays open is tried again after so many milliseconds at first.
const TRY_AGAIN_AFTER: i64 = 5_000;
/// Later, after a third of the time it has been open, within these bounds in milliseconds. The monitor
/// itself may rest; what a person asked for does not.
const TRY_AGAIN_LEAST: i64 = 2_000;
const TRY_AGAIN_MOST: i64 = 60_000;

/// A change to be recorded before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRecord<'a> {
    /// Of which monitor.
    pub monitor: MonitorId,
    /// As it is.
    pub old: &'a MonitorSpec,
    /// As it is to be.
    pub new: &'a MonitorSpec,
    /// The fields that differ.
    pub changes: &'a MonitorChanges,
    /// What its service, or the source on this computer that collects it, asks for.
    pub prices: PriceList,
    /// The current month, for the budget.
    pub month: MonthSpan,
    /// How its workspace's checks are counted.
    pub counting: Counting,
}

/// Why a change was not recorded. Nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum ChangeNotBegun {
    /// Its next check would pass the workspace's budget.
    #[error("this change would pass the budget; {} is left", .0.left)]
    OverBudget(BudgetFit),
    /// The monitor is not there or has ended meanwhile, or the record failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for ChangeNotBegun {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<serde_json::Error> for ChangeNotBegun {
    fn from(error: serde_json::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Whether a change was sent before, and not answered: then the service may have taken it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// It was sent once, and answered.
    Never,
    /// An earlier one was sent, and nobody knows what came of it.
    Before,
}

/// A change that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingChange {
    /// Ours.
    pub id: i64,
    /// Of which monitor.
    pub monitor: MonitorId,
    /// What the monitor is to be.
    pub wanted: MonitorSpec,
    /// Every field that this change, or an earlier one that was never answered, asked for: the
    /// service may have taken any of them.
    pub touched: Vec<Field>,
    /// When it was asked for.
    pub asked_at: UnixMillis,
    /// When the service took it; none while it was not taken.
    pub taken_at: Option<UnixMillis>,
    held_span: Option<i64>,
}

impl Store {
    /// Records a change before it is sent; it takes the place of an earlier one that was not taken,
    /// whose fields are sent again with it. A dearer one counts from now on, whether it is answered or not.
    /// Its monitor is looked at soon, should it stay open. The budget is checked in the same transaction.
    ///
    /// # Errors
    /// The monitor is not there or has ended meanwhile, the budget would be passed, or the record cannot be
    /// written. Then nothing may be sent.
    pub fn begin_change(&self, change: &ChangeRecord<'_>, at: UnixMillis) -> Result<i64, ChangeNotBegun> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let row = monitors::find(&transaction, change.monitor)?;
        if !row.state.is_live() {
            // Nobody looks at it any more, so that the change would stay open for ever.
            return Err(StoreError::NotFound("a job that still runs").into());
        }
        refuse_over_budget(&transaction, row.workspace, change)?;
        let fields = changed_fields(change);
        let touched = touched(&transaction, change, &fields)?;
        transaction.execute("DELETE FROM changes WHERE monitor_id = ?1", [row.id.0])?;
        // What an earlier one holds stays held: the service may have taken that one.
        let held_span = holds::hold(&transaction, row.id, at, rate(change.new, change.prices))?;
        transaction.execute(
            "INSERT INTO changes (monitor_id, draft, fields, asked_at, held_span) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                row.id.0,
                serde_json::to_string(&MonitorDraft::from(change.new))?,
                serde_json::to_string(&touched)?,
                at.0,
                held_span,
            ],
        )?;
        let id = transaction.last_insert_rowid();
        transaction.execute(
            // Also where nobody would look: whoever changes a monitor wants to know what comes of it.
            "UPDATE monitors SET next_look_at = min(coalesce(next_look_at, ?2), ?2) WHERE id = ?1",
            params![row.id.0, at.plus(TRY_AGAIN_AFTER).0],
        )?;
        events::note(
            &transaction,
            (row.workspace, row.id),
            at,
            MonitorEvent::Changed { fields },
        )?;
        transaction.commit()?;
        Ok(id)
    }

    /// The open change of a monitor.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn pending_change(&self, monitor: MonitorId) -> Result<Option<PendingChange>, StoreError> {
        open_change(&self.reader(), monitor)
    }

    /// Records that the service took the change: from now on the monitor is what was asked for, and
    /// counts at its new price.
    ///
    /// # Errors
    /// The change is not there, or the record cannot be written.
    pub fn change_taken(
        &self,
        monitor: MonitorId,
        id: i64,
        prices: PriceList,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let change = this_change(&transaction, monitor, id)?;
        if change.taken_at.is_none() {
            holds::settle(&transaction, monitor, at, rate(&change.wanted, prices))?;
            monitors::write_spec(&transaction, monitor, &change.wanted)?;
            transaction.execute(
                "UPDATE changes SET taken_at = ?2 WHERE id = ?1",
                params![id, at.0],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// Records that a read after the change answered; `seen` where it showed the new values.
    ///
    /// # Errors
    /// The change is not there, or the record cannot be written.
    pub fn change_confirmed(
        &self,
        monitor: MonitorId,
        id: i64,
        seen: bool,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        this_change(&transaction, monitor, id)?;
        end_change(
            &transaction,
            monitor,
            id,
            MonitorEvent::ChangeConfirmed { seen },
            at,
        )?;
        Ok(transaction.commit()?)
    }

    /// Records that the service refused the change: everything is as it was. One that was sent before and
    /// not answered may have been taken then, and goes on counting as if it was.
    ///
    /// # Errors
    /// The change is not there, or the record cannot be written.
    pub fn change_refused(
        &self,
        monitor: MonitorId,
        id: i64,
        (problem, tried): (&Problem, Tried),
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        let event = MonitorEvent::ChangeRefused {
            code: problem.code,
            message: problem.message.clone(),
        };
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        let change = this_change(&transaction, monitor, id)?;
        if let (Tried::Never, Some(span)) = (tried, change.held_span) {
            holds::give_back(&transaction, monitor, span)?;
        }
        end_change(&transaction, monitor, id, event, at)?;
        Ok(transaction.commit()?)
    }

    /// Records that the service takes the change no more, though it may have taken it when it was sent
    /// before and not answered.
    ///
    /// # Errors
    /// The change is not there, or the record cannot be written.
    pub fn change_past(&self, monitor: MonitorId, id: i64, at: UnixMillis) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        this_change(&transaction, monitor, id)?;
        let row = monitors::find(&transaction, monitor)?;
        if let Some(event) = close_ended(&transaction, (row.workspace, row.id))? {
            events::note(&transaction, (row.workspace, monitor), at, event)?;
        }
        Ok(transaction.commit()?)
    }
}

fn end_change(
    transaction: &Transaction<'_>,
    monitor: MonitorId,
    id: i64,
    event: MonitorEvent,
    at: UnixMillis,
) -> Result<(), StoreError> {
    let row = monitors::find(transaction, monitor)?;
    transaction.execute("DELETE FROM changes WHERE id = ?1", [id])?;
    events::note(transaction, (row.workspace, monitor), at, event)?;
    Ok(())
}

/// At what a monitor of this kind counts.
fn rate(spec: &MonitorSpec, prices: PriceList) -> Rate {
    Rate {
        per_check: monitors::per_check(spec, prices),
        ongoing: spec.monitoring,
    }
}

/// What is not dearer passes, however full the budget is.
fn refuse_over_budget(
    transaction: &Transaction<'_>,
    workspace: WorkspaceId,
    change: &ChangeRecord<'_>,
) -> Result<(), ChangeNotBegun> {
    let (adds, before) = holds::dearer(transaction, change.monitor, rate(change.new, change.prices))?;
    if adds == Money::ZERO {
        return Ok(());
    }
    let left = budget_left(transaction, workspace, change.month, change.counting)?;
    let Some(left) = left.filter(|left| adds > *left) else {
        return Ok(());
    };
    let per_post = change.prices.per_post(change.new.comment_monitoring);
    let posts = BudgetFit::within(left + before, per_post).posts;
    Err(ChangeNotBegun::OverBudget(BudgetFit { posts, left }))
}

fn changed_fields(change: &ChangeRecord<'_>) -> Vec<ChangedField> {
    let back = MonitorChanges::between(change.new, change.old);
    let before = back.iter().flat_map(|changes| changes.fields());
    let after = change.changes.fields().iter();
    after
        .zip(before)
        .map(|((field, to), (_, from))| ChangedField {
            field: *field,
            from: from.clone(),
            to: to.clone(),
        })
        .collect()
}

/// The fields of this change, and those of an earlier one that was sent and never answered.
fn touched(
    transaction: &Transaction<'_>,
    change: &ChangeRecord<'_>,
    fields: &[ChangedField],
) -> Result<Vec<Field>, StoreError> {
    let mut touched: Vec<_> = fields.iter().map(|field| field.field).collect();
    let earlier = open_change(transaction, change.monitor)?.filter(|earlier| earlier.taken_at.is_none());
    let missing = |field: &Field| !fields.iter().any(|known| known.field == *field);
    touched.extend(
        earlier
            .into_iter()
            .flat_map(|earlier| earlier.touched)
            .filter(missing),
    );
    Ok(touched)
}

/// Closes the open change of a monitor that has ended: nothing takes it any more. One that was sent and
/// never answered may have been taken, and counts as if it was.
pub(crate) fn close_ended(
    transaction: &Transaction<'_>,
    (workspace, monitor): (WorkspaceId, MonitorId),
) -> Result<Option<MonitorEvent>, StoreError> {
    let Some(open) = open_change(transaction, monitor)? else {
        return Ok(None);
    };
    transaction.execute("DELETE FROM changes WHERE id = ?1", [open.id])?;
    if open.taken_at.is_some() {
        return Ok(Some(MonitorEvent::ChangeConfirmed { seen: false }));
    }
    // Held since it was asked for, but by the builds before that did so.
    let prices = workspaces::service_of(transaction, workspace)?.prices();
    holds::hold(transaction, monitor, open.asked_at, rate(&open.wanted, prices))?;
    Ok(Some(MonitorEvent::ChangeRefused {
        code: ProblemCode::JobStatusInvalid,
        message: "it ended, and the service never said that it took the change".to_owned(),
    }))
}

/// When a monitor with an open change is to be looked at, at the latest; none where none is open. Read
/// in the transaction that plans the look: whoever looked may have begun before the change was asked for.
pub(crate) fn try_again_by(
    transaction: &Transaction<'_>,
    monitor: MonitorId,
    now: UnixMillis,
) -> Result<Option<i64>, StoreError> {
    let mut query = transaction.prepare_cached("SELECT asked_at FROM changes WHERE monitor_id = ?1")?;
    let asked_at = query.query_row([monitor.0], |row| row.get(0)).optional()?;
    let wait = |asked_at: i64| {
        let open_for = now.since(UnixMillis(asked_at));
        (open_for / 3).clamp(TRY_AGAIN_LEAST, TRY_AGAIN_MOST)
    };
    Ok(asked_at.map(|asked_at| now.plus(wait(asked_at)).0))
}

fn this_change(
    transaction: &Transaction<'_>,
    monitor: MonitorId,
    id: i64,
) -> Result<PendingChange, StoreError> {
    let open = open_change(transaction, monitor)?.filter(|change| change.id == id);
    open.ok_or(StoreError::NotFound("the change"))
}

fn open_change(connection: &Connection, monitor: MonitorId) -> Result<Option<PendingChange>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT id, draft, taken_at, fields, asked_at, held_span FROM changes WHERE monitor_id = ?1",
    )?;
    let found = query
        .query_row([monitor.0], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, Option<i64>>(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, i64>(4)?,
                row.get::<_, Option<i64>>(5)?,
            ))
        })
        .optional()?;
    let Some((id, draft, taken_at, fields, asked_at, held_span)) = found else {
        return Ok(None);
    };
    let draft: MonitorDraft = serde_json::from_str(&draft)?;
    let wanted = MonitorSpec::parse(&draft).map_err(|_| StoreError::Unreadable("change"))?;
    Ok(Some(PendingChange {
        id,
        monitor,
        wanted,
        touched: read_touched(&fields)?,
        asked_at: UnixMillis(asked_at),
        taken_at: taken_at.map(UnixMillis),
        held_span,
    }))
}

/// The names of the fields; a list that an earlier build wrote holds them with their values.
fn read_touched(text: &str) -> Result<Vec<Field>, StoreError> {
    match serde_json::from_str(text) {
        Ok(fields) => Ok(fields),
        Err(_) => {
            let fields: Vec<ChangedField> = serde_json::from_str(text)?;
            Ok(fields.into_iter().map(|field| field.field).collect())
        }
    }
}
