//! How often this computer checks a monitor: asked of its own service, which alone keeps it.

use std::sync::Arc;

use contract::JobId;
use gen_client::GenClient;
use store::{MonitorId, Problem, ProblemCode, Service, WorkspaceRow};

use crate::view::Cadence;
use crate::{Monitoring, problems};

impl Monitoring {
    /// When a monitor of this computer is checked; none is the usual.
    ///
    /// # Errors
    /// It is another service's, has no job yet, or the service does not answer.
    pub async fn cadence(&self, monitor: MonitorId) -> Result<Option<Cadence>, Problem> {
        let (workspace, job, client) = self.scheduled(monitor).await?;
        let found = client.schedule(&workspace.agent_id, &job).await;
        read(&found.map_err(|error| problems::of_call(&error))?)
    }

    /// Sets it, or takes it away; what the service keeps from now on.
    ///
    /// # Errors
    /// As of [`Self::cadence`]; a wrong one or a job that has ended is refused.
    pub async fn set_cadence(
        &self,
        monitor: MonitorId,
        cadence: Option<Cadence>,
    ) -> Result<Option<Cadence>, Problem> {
        let (workspace, job, client) = self.scheduled(monitor).await?;
        let wanted = serde_json::to_value(&cadence).map_err(problems::internal)?;
        let kept = client.set_schedule(&workspace.agent_id, &job, &wanted).await;
        let kept = read(&kept.map_err(|error| problems::of_call(&error))?)?;
        self.look_again(monitor).await;
        Ok(kept)
    }

    /// The one to count a preview by. While the service does not answer, the usual is a better guess than
    /// no form.
    pub(crate) async fn kept_cadence(
        &self,
        workspace: &WorkspaceRow,
        editing: Option<MonitorId>,
    ) -> Option<Cadence> {
        let monitor = editing.filter(|_| workspace.service == Service::Computer)?;
        self.cadence(monitor).await.ok().flatten()
    }

    async fn scheduled(&self, monitor: MonitorId) -> Result<(WorkspaceRow, JobId, Arc<GenClient>), Problem> {
        let row = self.monitor_row(monitor).await?;
        let workspace = self.workspace_row(row.workspace).await?;
        let not_here = || {
            Problem::of(
                ProblemCode::NotNow,
                "only this computer has a schedule one can set",
            )
        };
        let job = row.job_id.filter(|_| workspace.service == Service::Computer);
        let job = job.ok_or_else(not_here)?;
        let client = self.client(&workspace).await?;
        Ok((workspace, job, client))
    }
}

impl Cadence {
    /// Checks in 30 days, at most: as many as its hours hold, on its days.
    pub(crate) fn checks_in_30_days(&self) -> u32 {
        let every = self.every_hours.max(1);
        let day = self.hours_a_day().div_ceil(every);
        (30 * 24_u32).div_ceil(every).min(self.days_in_30() * day)
    }

    fn hours_a_day(&self) -> u32 {
        let open = (24 + u32::from(self.until_hour)).saturating_sub(u32::from(self.from_hour)) % 24;
        if open == 0 { 24 } else { open }
    }

    /// Four weeks hold each day four times; the two days that are left are two of its own, at most.
    fn days_in_30(&self) -> u32 {
        match (1..=7).map(|day| u32::from(self.weekdays.contains(&day))).sum() {
            0 => 30,
            days => 4 * days + days.min(2),
        }
    }
}

fn read(value: &serde_json::Value) -> Result<Option<Cadence>, Problem> {
    serde_json::from_value(value.clone()).map_err(problems::internal)
}

#[cfg(test)]
mod tests {
    use super::Cadence;

    fn checks(every_hours: u32, hours: (u8, u8), weekdays: &[u8]) -> u32 {
        Cadence {
            every_hours,
            from_hour: hours.0,
            until_hour: hours.1,
            weekdays: weekdays.to_vec(),
            zone: "UTC".to_owned(),
        }
        .checks_in_30_days()
    }

    #[test]
    fn a_cadence_at_any_hour_is_counted_by_its_interval() {
        let counted = [1, 5, 6, 24, 48, 168].map(|every| checks(every, (0, 24), &[]));
        assert_eq!(counted, [720, 144, 120, 30, 15, 5]);
    }

    #[test]
    fn chosen_hours_and_days_hold_fewer_checks() {
        assert_eq!(checks(1, (8, 20), &[]), 360);
        assert_eq!(checks(6, (8, 20), &[]), 60, "at 8 and at 14, and 20 is outside");
        assert_eq!(checks(3, (22, 6), &[]), 90, "22, 1 and 4");
        assert_eq!(checks(24, (8, 9), &[]), 30);
        assert_eq!(checks(168, (8, 9), &[]), 5);
        assert_eq!(
            checks(24, (0, 24), &[1, 2, 3, 4, 5]),
            22,
            "five weekdays at most 22 times"
        );
    }
}
