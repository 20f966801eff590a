//! A record in a folder of its own, and what is put into it.

use contract::{AgentId, JobId, JobStatus, Money, MonitorDraft, MonitorSpec, PriceList, UnixMillis};
use store::{
    Answer, CheckFacts, Counting, Due, IntentId, LookPlan, MonitorId, MonthSpan, NewWorkspace, News, Opened,
    Outcome, Problem, ProblemCode, Service, Start, Store, WorkspaceId,
};
use tempfile::TempDir;

pub(crate) const HOUR: i64 = 60 * 60 * 1_000;
pub(crate) const DAY: i64 = 24 * HOUR;
/// 2026-11-01T00:00:00Z.
pub(crate) const NOVEMBER: UnixMillis = UnixMillis(1_793_491_200_000);
pub(crate) const MONTH: MonthSpan = MonthSpan {
    from: NOVEMBER,
    until: UnixMillis(NOVEMBER.0 + 30 * DAY),
};

pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) workspace: WorkspaceId,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, opened) = Store::open(folder.path()).unwrap();
        assert_eq!(opened, Opened::Fresh);
        let workspace = store.add_workspace(&new_workspace("Acme"), at(0)).unwrap().id;
        Self {
            folder,
            store,
            workspace,
        }
    }

    /// Closes the record and opens it again.
    pub(crate) fn reopened(self) -> (Self, Opened) {
        let Self {
            folder,
            store,
            workspace,
        } = self;
        drop(store);
        let (store, opened) = Store::open(folder.path()).unwrap();
        let world = Self {
            folder,
            store,
            workspace,
        };
        (world, opened)
    }

    pub(crate) fn budget(&self, dollars: Option<i64>) {
        let mut row = self.store.workspace(self.workspace).unwrap();
        row.budget = dollars.map(usd);
        self.store.save_workspace(&row).unwrap();
    }

    pub(crate) fn start<'a>(&self, intent: &'a IntentId, spec: &'a MonitorSpec) -> Start<'a> {
        Start {
            intent,
            workspace: self.workspace,
            spec,
            prices: PriceList::PUBLISHED,
            tags: &[],
            retry_of: None,
            month: MONTH,
            counting: counting(at(0)),
        }
    }

    /// A start on its way.
    pub(crate) fn sending(&self, spec: &MonitorSpec) -> (IntentId, MonitorId) {
        let intent = IntentId::random();
        let monitor = self
            .store
            .begin_sending(&self.start(&intent, spec), at(0))
            .unwrap();
        (intent, monitor)
    }

    /// A start the service took.
    pub(crate) fn created(&self, spec: &MonitorSpec, number: &str) -> MonitorId {
        let (intent, monitor) = self.sending(spec);
        self.store.end_sending(&intent, &taken(number), at(0)).unwrap();
        monitor
    }

    /// A start nobody knows the end of.
    pub(crate) fn unknown(&self, spec: &MonitorSpec) -> (IntentId, MonitorId) {
        let (intent, monitor) = self.sending(spec);
        let problem = Problem::of(ProblemCode::TimedOut, "no answer");
        self.store
            .end_sending(&intent, &Outcome::Unknown(problem), at(0))
            .unwrap();
        (intent, monitor)
    }

    pub(crate) fn due(&self, now: UnixMillis) -> Vec<MonitorId> {
        let due = self.store.due(now, 100, 100).unwrap();
        due.into_iter().map(|due: Due| due.monitor).collect()
    }

    pub(crate) fn looked(&self, monitor: MonitorId, now: UnixMillis, news: News) -> store::Applied {
        let answer = Answer {
            monitor,
            at: now,
            news,
            plan: LookPlan(Some(now.plus(HOUR))),
            tell_silence_after: Some(3),
        };
        self.store.apply_answers(&[answer]).unwrap().remove(0)
    }
}

pub(crate) const fn at(millis: i64) -> UnixMillis {
    NOVEMBER.plus(millis)
}

pub(crate) const fn usd(dollars: i64) -> Money {
    Money::from_micros(dollars * 1_000_000)
}

pub(crate) const fn cents(cents: i64) -> Money {
    Money::from_micros(cents * 10_000)
}

pub(crate) const fn counting(now: UnixMillis) -> Counting {
    Counting {
        checks_per_30_days: 30,
        now,
    }
}

pub(crate) fn new_workspace(name: &str) -> NewWorkspace {
    NewWorkspace {
        name: name.to_owned(),
        service: Service::Gen,
        agent_id: AgentId::parse("agent-1").unwrap(),
        base_url: None,
        key_ref: Some("gen-1".to_owned()),
    }
}

/// Ten posts: 15 cents at most for each check.
pub(crate) fn spec(value: &str, monitoring: bool) -> MonitorSpec {
    MonitorSpec::parse(&draft(value, monitoring)).unwrap()
}

pub(crate) fn draft(value: &str, monitoring: bool) -> MonitorDraft {
    MonitorDraft {
        platform: Some("tiktok".to_owned()),
        kind: Some("hashtag".to_owned()),
        value: Some(value.to_owned()),
        days: Some(7),
        country: None,
        max_results: Some(10),
        monitoring: Some(monitoring),
        comment_monitoring: Some(false),
    }
}

pub(crate) fn job(number: &str) -> JobId {
    JobId::parse(number).unwrap()
}

pub(crate) fn taken(number: &str) -> Outcome {
    Outcome::Created {
        job_id: job(number),
        next_look_at: at(2_000),
    }
}

pub(crate) fn status(status: JobStatus) -> News {
    News::Status {
        status,
        problem: None,
        facts: CheckFacts::default(),
    }
}
