//! Writing what looks brought, and telling the window.

use std::collections::HashSet;

use store::{
    Answer, Gap, GapReason, Happening, MonitorId, NewEvent, Problem, ProblemCode, StateWord, WorkspaceId,
    WorkspaceRow,
};

use super::health::Verdict;
use crate::view::Connection;
use crate::{Monitoring, problems};

impl Monitoring {
    /// Writes answers in one transaction and tells the window what looks different.
    pub(crate) async fn apply(&self, answers: Vec<Answer>) -> Result<(), Problem> {
        let applied = self
            .on_store(move |store| {
                store
                    .apply_answers(&answers)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        let mut touched = HashSet::new();
        for one in applied {
            self.tell_activity(one.events).await;
            if !one.visible {
                continue;
            }
            if matches!(one.after, StateWord::Watching | StateWord::Finished) {
                self.tell_recovery(one.monitor).await?;
            }
            if let Ok(card) = self.card(one.monitor).await {
                touched.insert(card.workspace_id);
                self.notices().send(crate::Notice::Monitor(Box::new(card)));
            }
        }
        for workspace in touched {
            self.tell_workspace(workspace).await;
            self.check_budget(workspace).await;
        }
        Ok(())
    }

    /// Tells that a monitor works where the one before it failed.
    async fn tell_recovery(&self, monitor: MonitorId) -> Result<(), Problem> {
        let now = self.now();
        let line = self
            .on_store(move |store| {
                store
                    .note_works_again(monitor, now)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        self.tell_activity(line.into_iter().collect()).await;
        Ok(())
    }

    /// A service answered because a person asked: trouble that was shown is over.
    /// Its other monitors are looked at again, should they have been left alone.
    pub(crate) async fn service_answered(&self, workspace: WorkspaceId) -> Result<(), Problem> {
        let answered = Connection::Answered { at: self.now() };
        let before = self.connections().insert(workspace, answered);
        if matches!(before, Some(Connection::Trouble { .. })) {
            self.wake_workspace(workspace).await?;
        }
        self.tell_workspace(workspace).await;
        Ok(())
    }

    /// Remembers and tells how a workspace's service is.
    pub(crate) async fn tell_health(
        &self,
        workspace: &WorkspaceRow,
        verdict: Verdict,
    ) -> Result<(), Problem> {
        match verdict {
            Verdict::AsBefore => Ok(()),
            Verdict::Answers { at, trouble: None } => {
                self.connections()
                    .insert(workspace.id, Connection::Answered { at });
                Ok(())
            }
            Verdict::Answers {
                at,
                trouble: Some(trouble),
            } => {
                self.connections()
                    .insert(workspace.id, Connection::Answered { at });
                if !trouble.told {
                    self.tell_workspace(workspace.id).await;
                    return Ok(());
                }
                if trouble.code == ProblemCode::Offline {
                    let gap = Gap {
                        from: trouble.since,
                        until: at,
                        why: GapReason::Offline,
                    };
                    self.on_store(move |store| {
                        store.add_gap(gap).map_err(|error| problems::of_store(&error))
                    })
                    .await?;
                }
                self.tell_happening(workspace.id, Happening::WorkspaceRecovered)
                    .await
            }
            Verdict::Trouble {
                problem,
                since,
                stop,
                told,
            } => {
                let (id, code) = (workspace.id, problem.code);
                self.connections().insert(id, Connection::Trouble { code, since });
                if stop {
                    self.rest_workspace(id).await?;
                }
                if told {
                    return self
                        .tell_happening(id, Happening::WorkspaceTrouble { code })
                        .await;
                }
                self.tell_workspace(id).await;
                Ok(())
            }
            Verdict::StopAgain => self.rest_workspace(workspace.id).await,
        }
    }

    async fn rest_workspace(&self, id: WorkspaceId) -> Result<(), Problem> {
        self.on_store(move |store| {
            store
                .rest_workspace(id)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    async fn tell_happening(&self, workspace: WorkspaceId, what: Happening) -> Result<(), Problem> {
        let event = NewEvent {
            at: self.now(),
            workspace,
            monitor: None,
            what,
        };
        let lines = self
            .on_store(move |store| {
                store
                    .add_events(&[event])
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        self.tell_activity(lines).await;
        self.tell_workspace(workspace).await;
        Ok(())
    }
}
