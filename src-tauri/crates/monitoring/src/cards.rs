//! From a row of the record to what a card shows.

use contract::{Ceiling, Money, UnixMillis};
use store::{Counting, MonitorRow, Service, StateWord, WorkspaceRow};

use crate::view::{Certainty, CountedLine, MonitorCard, NextCheck, SoFar};

/// Whether comments come on top of what is counted in a workspace, without a ceiling.
pub(crate) fn comments_are_open(service: Service) -> bool {
    service.prices().comments_are_open()
}

/// The card of a monitor at this time; `at_most` is what one check of it costs.
pub(crate) fn card(
    row: &MonitorRow,
    workspace: &WorkspaceRow,
    at_most: Ceiling,
    now: UnixMillis,
) -> MonitorCard {
    MonitorCard {
        id: row.id,
        workspace_id: row.workspace,
        platform: row.spec.target.platform(),
        kind: row.spec.target.kind(),
        value: row.spec.target.value().to_owned(),
        days: row.spec.days,
        country: row.spec.country,
        max_results: row.spec.max_results,
        monitoring: row.spec.monitoring,
        comment_monitoring: row.spec.comment_monitoring,
        phase: row.state.phase(),
        state: row.state,
        status: row.status.clone(),
        job_id: row.job_id.clone(),
        created_at: row.created_at,
        state_since: row.state_since,
        last_confirmed_at: row.last_confirmed_at,
        next_check: next_check(row),
        so_far: so_far(row, workspace, now),
        per_check: at_most.counted(),
        posts_found: row.posts_found,
        problem: row.problem.clone(),
        tags: row.tags.clone(),
        answered_hours: row.pulse.at(now),
        editable: editable(row),
        change_pending: row.change_pending,
        last_failure: row.last_failure.clone(),
    }
}

/// Whether the service takes changes now, as far as is known. Source: "Only jobs with pending or
/// processing status can be updated."
pub(crate) fn editable(row: &MonitorRow) -> bool {
    row.job_id.is_some()
        && row.state.is_live()
        && row.status.as_ref().is_none_or(|status| status.can_be_updated())
}

fn next_check(row: &MonitorRow) -> NextCheck {
    match row.next_check_at {
        _ if !row.state.is_live() || !row.spec.monitoring => NextCheck::Never,
        Some(at) => NextCheck::At { at },
        None => NextCheck::NotPublished,
    }
}

fn so_far(row: &MonitorRow, workspace: &WorkspaceRow, now: UnixMillis) -> SoFar {
    let sure = |amount, certainty| SoFar {
        amount,
        certainty,
        plus_comments: false,
    };
    if row.cleared_at.is_some() || row.state == StateWord::NotStarted {
        return sure(Money::ZERO, Certainty::Exact);
    }
    if let Some(charged) = row.charged {
        return sure(charged, Certainty::Exact);
    }
    let plus_comments = row.spec.comment_monitoring && comments_are_open(workspace.service);
    if row.held > Money::ZERO {
        return SoFar {
            amount: row.held,
            certainty: Certainty::Held,
            plus_comments,
        };
    }
    let amount = counting(workspace, now).spent(&row.spans, None).total;
    let ongoing = row.spans.iter().any(|span| span.ongoing);
    let certainty = if ongoing {
        Certainty::About
    } else {
        Certainty::UpTo
    };
    SoFar {
        amount,
        certainty,
        plus_comments,
    }
}

/// The arithmetic behind "so far", where it is counted and not reported.
pub(crate) fn counted_lines(row: &MonitorRow, workspace: &WorkspaceRow, now: UnixMillis) -> Vec<CountedLine> {
    if row.charged.is_some() || row.cleared_at.is_some() {
        return Vec::new();
    }
    let spent = counting(workspace, now).spent(&row.spans, None);
    let line = |(checks, unit): (u32, Money)| CountedLine {
        checks,
        unit,
        amount: unit.times(checks),
    };
    spent.lines.into_iter().map(line).collect()
}

/// What one check cost on average so far, where the service reports its bill.
pub(crate) fn expected(row: &MonitorRow) -> Option<Money> {
    let checks = i64::from(row.checks_done.filter(|checks| *checks > 0)?);
    row.charged
        .map(|charged| Money::from_micros(charged.micros() / checks))
}

/// How checks are counted in a workspace.
pub(crate) const fn counting(workspace: &WorkspaceRow, now: UnixMillis) -> Counting {
    Counting {
        checks_per_30_days: workspace.checks_per_30_days,
        now,
    }
}
