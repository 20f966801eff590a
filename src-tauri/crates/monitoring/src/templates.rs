//! Templates of the person's own.

use contract::MonitorDraft;
use store::{Problem, ProblemCode, Template, TemplateId};

use crate::{Monitoring, problems};

/// Longest name, in characters.
const NAME_MAX: usize = 60;

impl Monitoring {
    /// Every template, by name.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn templates(&self) -> Result<Vec<Template>, Problem> {
        self.on_store(|store| store.templates().map_err(|error| problems::of_store(&error)))
            .await
    }

    /// Keeps the choices of a draft under a name; its target is not kept.
    ///
    /// # Errors
    /// The name is empty, too long or taken, or the record cannot be written.
    pub async fn add_template(&self, name: String, draft: MonitorDraft) -> Result<Vec<Template>, Problem> {
        let (name, now) = (named(&name)?, self.now());
        let draft = MonitorDraft { value: None, ..draft };
        let added = self
            .on_store(move |store| {
                store
                    .add_template(&name, &draft, now)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        self.unless_taken(added).await
    }

    /// Gives a template another name.
    ///
    /// # Errors
    /// The name is empty, too long or taken, or the record cannot be written.
    pub async fn rename_template(&self, id: TemplateId, name: String) -> Result<Vec<Template>, Problem> {
        let name = named(&name)?;
        let renamed = self
            .on_store(move |store| {
                store
                    .rename_template(id, &name)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        self.unless_taken(renamed).await
    }

    /// Removes a template.
    ///
    /// # Errors
    /// The record cannot be written.
    pub async fn remove_template(&self, id: TemplateId) -> Result<Vec<Template>, Problem> {
        self.on_store(move |store| {
            store
                .remove_template(id)
                .map_err(|error| problems::of_store(&error))
        })
        .await?;
        self.templates().await
    }

    async fn unless_taken(&self, done: bool) -> Result<Vec<Template>, Problem> {
        if done {
            self.templates().await
        } else {
            Err(Problem::of(
                ProblemCode::NameTaken,
                "another template has this name",
            ))
        }
    }
}

fn named(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    match name.chars().count() {
        1..=NAME_MAX => Ok(name.to_owned()),
        _ => Err(Problem::of(
            ProblemCode::NameTaken,
            "a name has 1 to 60 characters",
        )),
    }
}
