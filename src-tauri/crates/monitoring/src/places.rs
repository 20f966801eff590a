//! The board, a monitor's own place, and Activity.

use contract::{MonitorDraft, UnixMillis};
use store::{
    ActivityFilter, ActivityRow, BoardFilter, BoardOrder, BoardRows, EventRow, MonitorId, MonitorRow,
    Problem, Service, StateWord, WorkspaceId, WorkspaceRow,
};

use crate::notices::Notice;
use crate::view::{
    ActivityEntry, ActivityMonitor, ActivityPage, BoardPage, BoardQuery, BoardSort, BulkName, Confirmed,
    MonitorCard, MonitorDetail, PhaseCount, TimelineEntry,
};
use crate::{Monitoring, bulk, cards, problems};

/// Lines of a monitor's timeline that are shown.
const TIMELINE_MAX: u32 = 300;
/// Lines of a page of Activity at most.
const ACTIVITY_MAX: u32 = 200;

impl Monitoring {
    /// A page of the board.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn board(&self, query: BoardQuery) -> Result<BoardPage, Problem> {
        let workspaces = self.workspace_rows().await?;
        let filter = filter(query, &workspaces, self.now());
        let rows = self
            .on_store(move |store| store.board(&filter).map_err(|error| problems::of_store(&error)))
            .await?;
        Ok(self.page(rows, &workspaces))
    }

    /// Every monitor that the board's question matches, in its order, whatever the page.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn board_ids(&self, query: BoardQuery) -> Result<Vec<MonitorId>, Problem> {
        let workspaces = self.workspace_rows().await?;
        let filter = filter(query, &workspaces, self.now());
        self.on_store(move |store| {
            store
                .board_ids(&filter)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    /// One monitor's card.
    ///
    /// # Errors
    /// It is not there, or the record cannot be read.
    pub async fn card(&self, monitor: MonitorId) -> Result<MonitorCard, Problem> {
        let row = self.monitor_row(monitor).await?;
        let workspace = self.workspace_row(row.workspace).await?;
        Ok(self.card_of(&row, &workspace))
    }

    fn card_of(&self, row: &MonitorRow, workspace: &WorkspaceRow) -> MonitorCard {
        let estimate = self.estimate(workspace.service, &row.spec);
        cards::card(row, workspace, estimate.at_most, self.now())
    }

    fn page(&self, rows: BoardRows, workspaces: &[WorkspaceRow]) -> BoardPage {
        let card = |row: &MonitorRow| {
            let workspace = workspaces
                .iter()
                .find(|workspace| workspace.id == row.workspace)?;
            Some(self.card_of(row, workspace))
        };
        let cards = rows.rows.iter().filter_map(card).collect();
        page(rows, cards)
    }

    /// Everything a monitor's own place shows.
    ///
    /// # Errors
    /// It is not there, or the record cannot be read.
    pub async fn detail(&self, monitor: MonitorId) -> Result<MonitorDetail, Problem> {
        let row = self.monitor_row(monitor).await?;
        let workspace = self.workspace_row(row.workspace).await?;
        let began = row.created_at;
        let (events, gaps, change) = self
            .on_store(move |store| {
                let events = store.timeline(monitor, TIMELINE_MAX)?;
                let gaps = store.gaps_since(began)?;
                Ok::<_, store::StoreError>((events, gaps, store.pending_change(monitor)?))
            })
            .await
            .map_err(|error| problems::of_store(&error))?;
        let now = self.now();
        Ok(MonitorDetail {
            card: self.card_of(&row, &workspace),
            estimate: self.estimate(workspace.service, &row.spec),
            counted: cards::counted_lines(&row, &workspace, now),
            expected: cards::expected(&row),
            timeline: events.into_iter().map(timeline_entry).collect(),
            gaps,
            notes: row.notes,
            asked_for: change
                .filter(|change| change.taken_at.is_none())
                .map(|change| MonitorDraft::from(&change.wanted)),
        })
    }

    /// Replaces a monitor's tags.
    ///
    /// # Errors
    /// It is not there, or the record cannot be written.
    pub async fn tag_monitor(&self, monitor: MonitorId, tags: Vec<String>) -> Result<MonitorCard, Problem> {
        self.on_store(move |store| {
            store
                .tag_monitor(monitor, &tags)
                .map_err(|error| problems::of_store(&error))
        })
        .await?;
        self.tell_monitor(monitor).await;
        self.card(monitor).await
    }

    /// Gives many monitors tags, or takes them from them. Only our own record knows of tags.
    ///
    /// # Errors
    /// The record cannot be written.
    pub async fn tag_monitors(
        &self,
        monitors: Vec<MonitorId>,
        add: Vec<String>,
        remove: Vec<String>,
    ) -> Result<(), Problem> {
        let ids = monitors.clone();
        self.on_store(move |store| {
            store
                .tag_monitors(&ids, &add, &remove)
                .map_err(|error| problems::of_store(&error))
        })
        .await?;
        for monitor in monitors {
            if let Ok(card) = self.card(monitor).await {
                self.notices().send(Notice::Monitor(Box::new(card)));
            }
        }
        Ok(())
    }

    /// The monitors of a workspace with these job numbers, by their names.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn monitors_of_jobs(
        &self,
        workspace: WorkspaceId,
        jobs: Vec<contract::JobId>,
    ) -> Result<Vec<BulkName>, Problem> {
        let rows = self
            .on_store(move |store| store.monitors_of_jobs(workspace, &jobs))
            .await
            .map_err(|error| problems::of_store(&error))?;
        Ok(rows.iter().map(bulk::name).collect())
    }

    /// That a monitor can be removed now.
    ///
    /// # Errors
    /// It still runs, its outcome is open, it is not there, or the record cannot be read.
    pub async fn ensure_removable(&self, monitor: MonitorId) -> Result<(), Problem> {
        self.removable(monitor).await.map(drop)
    }

    async fn removable(&self, monitor: MonitorId) -> Result<MonitorRow, Problem> {
        let row = self.monitor_row(monitor).await?;
        if row.state.is_live() || matches!(row.state, StateWord::Sending | StateWord::NotKnown) {
            return Err(Problem::of(
                store::ProblemCode::NotNow,
                "it still runs, or its outcome is open",
            ));
        }
        Ok(row)
    }

    /// Removes a monitor from our record; nothing is said to the service.
    ///
    /// # Errors
    /// As of [`Self::ensure_removable`], or the record cannot be written.
    pub async fn remove_monitor(&self, monitor: MonitorId) -> Result<(), Problem> {
        let row = self.removable(monitor).await?;
        self.on_store(move |store| {
            store
                .remove_monitor(monitor)
                .map_err(|error| problems::of_store(&error))
        })
        .await?;
        self.notices().send(Notice::MonitorRemoved(monitor));
        self.tell_workspace(row.workspace).await;
        Ok(())
    }

    /// A page of Activity, newest first.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn activity(
        &self,
        workspace: Option<WorkspaceId>,
        before: Option<i64>,
        limit: u32,
    ) -> Result<ActivityPage, Problem> {
        let limit = limit.min(ACTIVITY_MAX);
        let (mut rows, unread) = self
            .on_store(move |store| {
                let rows = store.activity(ActivityFilter {
                    workspace,
                    before,
                    limit: limit + 1,
                })?;
                Ok::<_, store::StoreError>((rows, store.unread()?))
            })
            .await
            .map_err(|error| problems::of_store(&error))?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        Ok(ActivityPage {
            entries: rows.into_iter().map(activity_entry).collect(),
            more,
            unread,
        })
    }

    /// Marks lines of Activity up to this one as seen, and gives how many are left.
    ///
    /// # Errors
    /// The record cannot be written.
    pub async fn mark_activity_read(&self, up_to: i64) -> Result<u32, Problem> {
        self.on_store(move |store| store.mark_read(up_to).map_err(|error| problems::of_store(&error)))
            .await
    }

    /// Tells the window about a monitor as it is now, and about its workspace.
    pub(crate) async fn tell_monitor(&self, monitor: MonitorId) {
        if let Ok(card) = self.card(monitor).await {
            let workspace = card.workspace_id;
            self.notices().send(Notice::Monitor(Box::new(card)));
            self.tell_workspace(workspace).await;
        }
    }

    /// Tells the window about lines that were added to Activity.
    pub(crate) async fn tell_activity(&self, lines: Vec<i64>) {
        for id in lines {
            let line = self.on_store(move |store| store.activity_line(id)).await;
            if let Ok(row) = line {
                self.notices()
                    .send(Notice::Activity(Box::new(activity_entry(row))));
            }
        }
    }
}

/// One workspace, or all of them but practice: made-up monitors are never mixed with real ones.
fn shows(query: &BoardQuery, row: &WorkspaceRow) -> bool {
    query
        .workspace_id
        .map_or(row.service != Service::Practice, |id| row.id == id)
}

fn filter(query: BoardQuery, workspaces: &[WorkspaceRow], now: UnixMillis) -> BoardFilter {
    let shown = workspaces.iter().filter(|row| shows(&query, row));
    BoardFilter {
        workspaces: shown.map(|row| row.id).collect(),
        now,
        search: query.search,
        platforms: query.platforms,
        kinds: query.kinds,
        phases: query.phases,
        tags: query.tags,
        monitoring: query.monitoring,
        order: match query.sort {
            BoardSort::Phase => BoardOrder::Phase,
            BoardSort::Target => BoardOrder::Target,
            BoardSort::Platform => BoardOrder::Platform,
            BoardSort::Created => BoardOrder::Created,
            BoardSort::Confirmed => BoardOrder::Confirmed,
            BoardSort::SoFar => BoardOrder::SoFar,
        },
        descending: query.descending,
        offset: query.offset,
        limit: query.limit,
    }
}

fn page(rows: BoardRows, cards: Vec<MonitorCard>) -> BoardPage {
    BoardPage {
        total: rows.total(),
        counts: rows
            .counts
            .iter()
            .map(|(phase, count)| PhaseCount {
                phase: *phase,
                count: *count,
            })
            .collect(),
        all: rows.all,
        ongoing: rows.ongoing,
        rows: cards,
        tags: rows.tags,
    }
}

fn timeline_entry(row: EventRow) -> TimelineEntry {
    let confirmed = row.confirmed.map(|(times, until)| Confirmed { times, until });
    TimelineEntry {
        at: row.at,
        event: row.event,
        confirmed,
    }
}

pub(crate) fn activity_entry(row: ActivityRow) -> ActivityEntry {
    let monitor = row
        .monitor
        .map(|(id, platform, value)| ActivityMonitor { id, platform, value });
    ActivityEntry {
        id: row.id,
        at: row.at,
        workspace_id: row.workspace,
        monitor,
        what: row.what,
        notified: row.notified,
        read: row.read,
    }
}
