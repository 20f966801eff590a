//! Views of the board that a person saved under a name.

use serde::{Deserialize, Serialize};
use store::{NewView, Problem, ProblemCode, ViewId, ViewRow};

use crate::view::{BoardForm, BoardQuery, BoardView, SaveView};
use crate::{Monitoring, problems};

/// Letters of a name at most.
const NAME_MAX: usize = 60;

/// What of a view the record keeps as text.
#[derive(Debug, Serialize, Deserialize)]
struct Body {
    query: BoardQuery,
    form: BoardForm,
}

impl Monitoring {
    /// Every saved view, by name. One that an older Feedwatch wrote in words not known any more is
    /// passed over; it is kept, and only not shown.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn views(&self) -> Result<Vec<BoardView>, Problem> {
        let rows = self
            .on_store(|store| store.views().map_err(|error| problems::of_store(&error)))
            .await?;
        Ok(rows.into_iter().filter_map(view).collect())
    }

    /// Saves a view, in the place of one of the same name, and gives all of them.
    ///
    /// # Errors
    /// The name has no letter or too many, the workspace is not there, or the record cannot be written.
    pub async fn save_view(&self, view: SaveView) -> Result<Vec<BoardView>, Problem> {
        let name = view.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > NAME_MAX {
            return Err(Problem::of(
                ProblemCode::ValidationError,
                format!("a name has 1 to {NAME_MAX} letters"),
            ));
        }
        let workspace = view.query.workspace_id;
        let body = Body {
            query: BoardQuery {
                offset: 0,
                limit: 0,
                ..view.query
            },
            form: view.form,
        };
        let body = serde_json::to_string(&body).map_err(problems::internal)?;
        self.on_store(move |store| {
            let new = NewView {
                workspace,
                name: &name,
                body: &body,
            };
            store.save_view(&new).map_err(|error| problems::of_store(&error))
        })
        .await?;
        self.views().await
    }

    /// Forgets a view, and gives those that are left.
    ///
    /// # Errors
    /// The record cannot be written.
    pub async fn remove_view(&self, id: ViewId) -> Result<Vec<BoardView>, Problem> {
        self.on_store(move |store| store.remove_view(id).map_err(|error| problems::of_store(&error)))
            .await?;
        self.views().await
    }
}

fn view(row: ViewRow) -> Option<BoardView> {
    match serde_json::from_str::<Body>(&row.body) {
        Ok(body) => Some(BoardView {
            id: row.id,
            name: row.name,
            query: BoardQuery {
                workspace_id: row.workspace,
                ..body.query
            },
            form: body.form,
        }),
        Err(error) => {
            tracing::warn!(%error, "a saved view cannot be read");
            None
        }
    }
}
