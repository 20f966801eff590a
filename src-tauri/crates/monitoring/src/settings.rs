use contract::UnixMillis;
use store::{Notified, Problem, ProblemCode, WorkspaceId};

use crate::alerts::quiet_until;
use crate::notices::Notice;
use crate::view::{ActivityEntry, AlertsChoice, QuietHours, Settings, WorkspaceAlerts};
use crate::{Monitoring, places, problems};

/// Under which the record keeps what the person set.
const SETTINGS: &str = "settings";
/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Longest language tag in use.
const TAG_MAX: usize = 35;

impl Monitoring {
    /// What the person set; the defaults where nothing was. Settings that cannot be read are the
    /// defaults too: they are a convenience, and must not keep anybody from the record.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn settings(&self) -> Result<Settings, Problem> {
        self.on_store(|store| read(store, SETTINGS).map(Option::unwrap_or_default))
            .await
    }

    /// Keeps what the person set.
    ///
    /// # Errors
    /// A value outside its range, all of them named, or the record cannot be written; then everything
    /// stays as it was.
    pub async fn save_settings(&self, settings: Settings) -> Result<Settings, Problem> {
        let mut wrong = wrong_in_hours(&settings.quiet_hours);
        if !is_tag(&settings.language) {
            wrong.push("language: not a language tag");
        }
        refuse(&wrong)?;
        let saved = self
            .on_store(move |store| match store.save_setting(SETTINGS, &settings) {
                Ok(()) => Ok(settings),
                Err(error) => Err(problems::of_store(&error)),
            })
            .await?;
        self.notices().send(Notice::Settings(Box::new(saved.clone())));
        Ok(saved)
    }

    /// Which notifications are wanted of a workspace, and when they wait: its own settings or the app's.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn alerts_of(&self, workspace: WorkspaceId) -> Result<WorkspaceAlerts, Problem> {
        if let Some(own) = self.own_alerts(workspace).await? {
            return Ok(own);
        }
        let Settings {
            notify, quiet_hours, ..
        } = self.settings().await?;
        Ok(WorkspaceAlerts { notify, quiet_hours })
    }

    /// When a workspace's quiet hours around now end; none where it is not quiet.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn quiet_until(&self, workspace: WorkspaceId) -> Result<Option<UnixMillis>, Problem> {
        let hours = self.alerts_of(workspace).await?.quiet_hours;
        Ok(quiet_until(&hours, self.now(), self.zone()))
    }

    /// Lines whose notification quiet hours hold and which nobody has seen since, oldest first.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn held(&self) -> Result<Vec<ActivityEntry>, Problem> {
        let rows = self
            .on_store(|store| store.held_lines().map_err(|error| problems::of_store(&error)))
            .await?;
        Ok(rows.into_iter().map(places::activity_entry).collect())
    }

    pub(crate) async fn own_alerts(&self, id: WorkspaceId) -> Result<Option<WorkspaceAlerts>, Problem> {
        self.on_store(move |store| read(store, &alerts_name(id))).await
    }

    pub(crate) async fn choose_alerts(&self, id: WorkspaceId, choice: AlertsChoice) -> Result<(), Problem> {
        self.on_store(move |store| {
            let done = match choice {
                AlertsChoice::AsApp => store.forget_setting(&alerts_name(id)),
                AlertsChoice::Own { alerts } => store.save_setting(&alerts_name(id), &alerts),
            };
            done.map_err(|error| problems::of_store(&error))
        })
        .await?;
        let settings = self.settings().await?;
        self.notices().send(Notice::Settings(Box::new(settings)));
        Ok(())
    }

    /// Notes what became of the notification of some lines of Activity.
    ///
    /// # Errors
    /// The record cannot be written.
    pub async fn note_notified(&self, lines: Vec<i64>, outcome: Notified) -> Result<(), Problem> {
        self.on_store(move |store| {
            store
                .note_notified(&lines, outcome)
                .map_err(|error| problems::of_store(&error))
        })
        .await
    }

    /// Lines of Activity that nobody has seen.
    ///
    /// # Errors
    /// The record cannot be read.
    pub async fn unread(&self) -> Result<u32, Problem> {
        self.on_store(|store| store.unread().map_err(|error| problems::of_store(&error)))
            .await
    }
}

/// Refuses an edit of a workspace's own settings that makes no sense.
pub(crate) fn check_alerts(choice: &AlertsChoice) -> Result<(), Problem> {
    match choice {
        AlertsChoice::AsApp => Ok(()),
        AlertsChoice::Own { alerts } => refuse(&wrong_in_hours(&alerts.quiet_hours)),
    }
}

/// Under which the record keeps what a workspace has of its own. Numbers of workspaces are never used again.
pub(crate) fn alerts_name(id: WorkspaceId) -> String {
    format!("alerts/{id}")
}

fn read<T: serde::de::DeserializeOwned>(store: &store::Store, name: &str) -> Result<Option<T>, Problem> {
    match store.setting(name) {
        Ok(found) => Ok(found),
        Err(store::StoreError::Json(error)) => {
            tracing::warn!(%error, name, "settings could not be read; the defaults are used");
            Ok(None)
        }
        Err(error) => Err(problems::of_store(&error)),
    }
}

fn wrong_in_hours(hours: &QuietHours) -> Vec<&'static str> {
    let rules = [
        (hours.from_minute < DAY, "quiet_hours.from_minute: 0 to 1439"),
        (hours.until_minute < DAY, "quiet_hours.until_minute: 0 to 1439"),
        (hours.days < 1 << 7, "quiet_hours.days: 0 to 127"),
    ];
    let broken = rules.into_iter().filter(|(kept, _)| !kept);
    broken.map(|(_, rule)| rule).collect()
}

/// Whether it can be a language tag; which languages there are is the window's business.
fn is_tag(text: &str) -> bool {
    text.len() <= TAG_MAX && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn refuse(wrong: &[&str]) -> Result<(), Problem> {
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Problem::of(ProblemCode::ValidationError, wrong.join("; ")))
}
