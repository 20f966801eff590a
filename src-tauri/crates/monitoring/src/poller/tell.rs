//! Writing what looks brought, and telling the window.

use std::collections::HashSet;

use store::{Answer, Gap, GapReason, Happening, NewEvent, Problem, ProblemCode, WorkspaceId, WorkspaceRow};

use super::health::Verdict;
use crate::view::Connection;
use crate::{Monitoring, month, problems};

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

    /// A service answered because a person asked: trouble that was shown is over.
    pub(crate) async fn service_answered(&self, workspace: WorkspaceId) {
        let answered = Connection::Answered { at: self.now() };
        self.connections().insert(workspace, answered);
        self.tell_workspace(workspace).await;
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
                trouble: Some((since, code)),
            } => {
                self.connections()
                    .insert(workspace.id, Connection::Answered { at });
                if code == ProblemCode::Offline {
                    let gap = Gap {
                        from: since,
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
            Verdict::Trouble { problem, since, stop } => {
                let id = workspace.id;
                self.connections().insert(
                    id,
                    Connection::Trouble {
                        code: problem.code,
                        since,
                    },
                );
                if stop {
                    self.on_store(move |store| {
                        store
                            .rest_workspace(id)
                            .map_err(|error| problems::of_store(&error))
                    })
                    .await?;
                }
                self.tell_happening(id, Happening::WorkspaceTrouble { code: problem.code })
                    .await
            }
        }
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

    /// Copies the record once a day.
    pub(crate) async fn back_up_daily(&self) -> Result<(), Problem> {
        let day = month::day_name(self.now(), self.zone());
        self.on_store(move |store| {
            store
                .back_up_daily(&day)
                .map(drop)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }
}
