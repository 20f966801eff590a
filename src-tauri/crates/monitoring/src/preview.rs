//! What a draft would be and cost, asked for at every change of the form.

use contract::{
    CostEstimate, CreditRange, Field, MaxResults, Money, MonitorDraft, MonitorSpec, Platform, SpecProblems,
    TargetKind,
};
use store::{BudgetFit, MonitorId, Problem, SameTarget, Service, WorkspaceId, WorkspaceRow};

use crate::view::{Availability, BudgetPreview, Cadence, Duplicate, MonthPreview, Preview, PricePreview};
use crate::{Monitoring, Tariff, month, problems};

/// Checks in 30 days are assumed by the person for GEN; this is for spans that have not begun.
const THIRTY_DAYS: i64 = 30 * 24 * 60 * 60 * 1_000;

impl Monitoring {
    /// What a draft would be and cost. Nothing is sent and nothing is kept.
    ///
    /// # Errors
    /// The workspace is not there, or the record cannot be read.
    pub async fn preview(
        &self,
        workspace: WorkspaceId,
        draft: MonitorDraft,
        editing: Option<MonitorId>,
    ) -> Result<Preview, Problem> {
        self.preview_with_cadence(workspace, draft, editing, None).await
    }

    /// As [`Self::preview`], by a cadence of this computer's. None is the one that it keeps of the
    /// monitor that is edited, else the usual.
    ///
    /// # Errors
    /// The workspace is not there, or the record cannot be read.
    pub async fn preview_with_cadence(
        &self,
        workspace: WorkspaceId,
        draft: MonitorDraft,
        editing: Option<MonitorId>,
        cadence: Option<Cadence>,
    ) -> Result<Preview, Problem> {
        let workspace = self.workspace_row(workspace).await?;
        let cadence = match cadence {
            None => self.kept_cadence(&workspace, editing).await,
            chosen => chosen,
        };
        let own = cadence.as_ref().map(Cadence::checks_in_30_days);
        let spec = MonitorSpec::parse(&draft);
        let tariff = self.tariff_of_draft(workspace.service, &draft);
        let price = match tariff.zip(priced(&draft, &spec)) {
            Some((tariff, priced)) => Some(self.price(&workspace, (tariff, own), &priced).await?),
            None => None,
        };
        let duplicates = match &spec {
            Ok(spec) => self.duplicates(spec.clone(), editing).await?,
            Err(_) => Vec::new(),
        };
        let availability = self.availability_of(workspace.service, &draft);
        let fields = spec.err().map(|wrong| wrong.list()).unwrap_or_default();
        Ok(Preview {
            fields,
            price,
            duplicates,
            availability,
        })
    }

    fn availability_of(&self, service: Service, draft: &MonitorDraft) -> Availability {
        let value = draft.value.as_deref().unwrap_or_default();
        match pair(draft) {
            Some((platform, kind)) => self.serves(service, platform, kind, value),
            None => Availability::NotYetKnown,
        }
    }

    /// The prices of a draft; none on this computer before it is known what is collected.
    fn tariff_of_draft(&self, service: Service, draft: &MonitorDraft) -> Option<Tariff> {
        let value = draft.value.as_deref().unwrap_or_default();
        match pair(draft) {
            Some((platform, kind)) => Some(self.tariff_of(service, platform, kind, value)),
            None if service == Service::Computer => None,
            None => Some(self.tariff_of(service, Platform::TikTok, TargetKind::Keyword, value)),
        }
    }

    async fn duplicates(
        &self,
        spec: MonitorSpec,
        editing: Option<MonitorId>,
    ) -> Result<Vec<Duplicate>, Problem> {
        let found = self
            .on_store(move |store| {
                store
                    .same_target(&spec)
                    .map_err(|error| problems::of_store(&error))
            })
            .await?;
        Ok(found
            .into_iter()
            .filter(|same| Some(same.monitor) != editing)
            .map(duplicate)
            .collect())
    }

    async fn price(
        &self,
        workspace: &WorkspaceRow,
        (tariff, own): (Tariff, Option<u32>),
        spec: &MonitorSpec,
    ) -> Result<PricePreview, Problem> {
        let prices = tariff.prices;
        let estimate = CostEstimate::for_check(spec, prices);
        let ceiling = estimate.at_most.counted();
        let gen_credits = workspace.service != Service::Computer;
        let credits = gen_credits.then(|| CreditRange::of(ceiling, workspace.markup_thousandths));
        let (checks, assumed) = checks(workspace, tariff, own);
        let month = spec.monitoring.then(|| MonthPreview {
            checks,
            amount: ceiling.times(checks),
            assumed,
        });
        let budget = self
            .budget_preview(workspace, tariff, spec, (ceiling, checks))
            .await?;
        Ok(PricePreview {
            estimate,
            prices,
            charged_by: tariff.charged_by,
            credits,
            month,
            budget,
        })
    }

    async fn budget_preview(
        &self,
        workspace: &WorkspaceRow,
        tariff: Tariff,
        spec: &MonitorSpec,
        (per_check, per_30_days): (Money, u32),
    ) -> Result<Option<BudgetPreview>, Problem> {
        let Some(limit) = workspace.budget else {
            return Ok(None);
        };
        let counted = self.spent_this_month(workspace).await?;
        let left_of_month = month::month_of(self.now(), self.zone()).until.since(self.now());
        let checks = if spec.monitoring {
            checks_in(left_of_month, per_30_days)
        } else {
            1
        };
        let fits = counted + per_check <= limit;
        let per_post = tariff.prices.per_post(spec.comment_monitoring);
        let smallest_fit = (!fits).then(|| BudgetFit::within(limit.less_at_least_zero(counted), per_post));
        Ok(Some(BudgetPreview {
            limit,
            counted,
            adds: per_check.times(checks),
            checks,
            fits,
            smallest_fit,
        }))
    }
}

/// Checks in 30 days, and whether that is the person's assumption. This computer has a schedule of its
/// own: as often as is asked, else what costs nothing hourly and what a source charges for once a day.
fn checks(workspace: &WorkspaceRow, tariff: Tariff, own: Option<u32>) -> (u32, bool) {
    let usual = if tariff.charged_by.is_some() { 30 } else { 30 * 24 };
    match workspace.service {
        Service::Computer => (own.unwrap_or(usual), false),
        Service::Gen | Service::Practice => (workspace.checks_per_30_days, true),
    }
}

/// The platform and the kind of a draft, where both are known.
fn pair(draft: &MonitorDraft) -> Option<(Platform, TargetKind)> {
    let platform = draft.platform.as_deref().and_then(Platform::from_name)?;
    Some((platform, draft.kind.as_deref().and_then(TargetKind::from_name)?))
}

/// The first check and those that follow it within so many milliseconds.
fn checks_in(millis: i64, per_30_days: u32) -> u32 {
    let interval = THIRTY_DAYS / i64::from(per_30_days.max(1));
    u32::try_from(1 + (millis - 1).max(0) / interval).unwrap_or(u32::MAX)
}

fn duplicate(same: SameTarget) -> Duplicate {
    Duplicate {
        monitor_id: same.monitor,
        workspace_id: same.workspace,
        workspace_name: same.workspace_name,
        state: same.state,
    }
}

/// What is priced: the specification, or where only the target is not right yet, one with the same
/// number of posts and comments. The arithmetic does not depend on the target.
fn priced(draft: &MonitorDraft, spec: &Result<MonitorSpec, SpecProblems>) -> Option<MonitorSpec> {
    let wrong = match spec {
        Ok(spec) => return Some(spec.clone()),
        Err(wrong) => wrong,
    };
    if wrong.names(Field::MaxResults) {
        return None;
    }
    let stand_in = MonitorDraft {
        platform: Some(Platform::TikTok.as_str().to_owned()),
        kind: Some(TargetKind::Keyword.as_str().to_owned()),
        value: Some("anything".to_owned()),
        max_results: Some(draft.max_results.unwrap_or(MaxResults::CEILING.get().into())),
        monitoring: draft.monitoring,
        comment_monitoring: draft.comment_monitoring,
        ..MonitorDraft::default()
    };
    MonitorSpec::parse(&stand_in).ok()
}
