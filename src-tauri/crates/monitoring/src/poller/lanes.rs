//! Whose turn it is: every host has a lane with a few places, and the workspaces of a lane take turns.
//! Pure: nothing is sent here.

use std::collections::{HashMap, HashSet, VecDeque};

use store::{Due, MonitorId, WorkspaceId};

/// Where requests go, as far as a cap is concerned: scheme, name and port of a service.
pub(crate) type Host = String;

/// What is asked for in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Errand {
    /// One job.
    One(Box<Due>),
    /// Many jobs of one workspace by its service's list.
    List(WorkspaceId, Vec<Due>),
}

impl Errand {
    pub(crate) fn workspace(&self) -> WorkspaceId {
        match self {
            Self::One(due) => due.workspace,
            Self::List(workspace, _) => *workspace,
        }
    }

    pub(crate) fn monitors(&self) -> Vec<MonitorId> {
        match self {
            Self::One(due) => vec![due.monitor],
            Self::List(_, all) => all.iter().map(|due| due.monitor).collect(),
        }
    }
}

/// How much may be asked of a workspace's service now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// Nothing: it asked for rest, or asking is pointless.
    None,
    /// One request at a time, to hear whether it is well again.
    One,
    /// As much as the host's places allow.
    Free,
}

/// Errands that wait for a place or are on their way.
#[derive(Debug)]
pub(crate) struct Lanes {
    places: usize,
    lanes: HashMap<Host, Lane>,
    /// Monitors that wait, are on their way, or whose answer is not in the record yet.
    in_hand: HashSet<MonitorId>,
}

#[derive(Debug, Default)]
struct Lane {
    on_way: HashMap<WorkspaceId, usize>,
    /// Workspaces with something waiting, the next one first.
    turns: VecDeque<WorkspaceId>,
    waiting: HashMap<WorkspaceId, VecDeque<Errand>>,
}

impl Lanes {
    /// Lanes with so many places each.
    pub(crate) fn new(places: usize) -> Self {
        Self {
            places,
            lanes: HashMap::new(),
            in_hand: HashSet::new(),
        }
    }

    /// Whether a monitor waits, is on its way, or is not written yet.
    pub(crate) fn has(&self, monitor: MonitorId) -> bool {
        self.in_hand.contains(&monitor)
    }

    /// Monitors in hand.
    pub(crate) fn in_hand(&self) -> usize {
        self.in_hand.len()
    }

    /// Lets an errand wait for its turn. None of its monitors may be in hand.
    pub(crate) fn offer(&mut self, host: &str, errand: Errand) {
        self.in_hand.extend(errand.monitors());
        let lane = self.lanes.entry(host.to_owned()).or_default();
        let workspace = errand.workspace();
        let queue = lane.waiting.entry(workspace).or_default();
        if queue.is_empty() {
            lane.turns.push_back(workspace);
        }
        queue.push_back(errand);
    }

    /// The next errand that may go out, and its host. The workspaces of a host take turns, one errand
    /// each; one that has no room is passed over.
    pub(crate) fn next(&mut self, room: impl Fn(WorkspaceId) -> Room) -> Option<(Host, Errand)> {
        let places = self.places;
        self.lanes.iter_mut().find_map(|(host, lane)| {
            let errand = lane.next(places, &room)?;
            Some((host.clone(), errand))
        })
    }

    /// An errand has come back; its place is free. Its monitors stay in hand until they are written.
    pub(crate) fn back(&mut self, host: &str, workspace: WorkspaceId) {
        if let Some(lane) = self.lanes.get_mut(host) {
            lane.back(workspace);
        }
        self.lanes
            .retain(|_, lane| !lane.on_way.is_empty() || !lane.turns.is_empty());
    }

    /// What was found out about a monitor is in the record, or nothing was: it may come due again.
    pub(crate) fn release(&mut self, monitor: MonitorId) {
        self.in_hand.remove(&monitor);
    }

    /// Lets go what waits for a workspace, such as when its service asked for rest.
    pub(crate) fn clear(&mut self, workspace: WorkspaceId) {
        for lane in self.lanes.values_mut() {
            lane.turns.retain(|turn| *turn != workspace);
            for errand in lane.waiting.remove(&workspace).into_iter().flatten() {
                for monitor in errand.monitors() {
                    self.in_hand.remove(&monitor);
                }
            }
        }
    }

    /// Whether a host's lane will run dry soon, so that the record is worth asking.
    pub(crate) fn runs_dry(&self, host: &str) -> bool {
        let waiting = |lane: &Lane| lane.waiting.values().map(VecDeque::len).sum::<usize>();
        self.lanes
            .get(host)
            .is_none_or(|lane| waiting(lane) < self.places)
    }
}

impl Lane {
    fn next(&mut self, places: usize, room: &impl Fn(WorkspaceId) -> Room) -> Option<Errand> {
        if self.on_way.values().sum::<usize>() >= places {
            return None;
        }
        let at = self.turns.iter().position(|workspace| match room(*workspace) {
            Room::None => false,
            Room::One => !self.on_way.contains_key(workspace),
            Room::Free => true,
        })?;
        let workspace = self.turns.remove(at)?;
        let queue = self.waiting.get_mut(&workspace)?;
        let errand = queue.pop_front();
        if queue.is_empty() {
            self.waiting.remove(&workspace);
        } else {
            self.turns.push_back(workspace);
        }
        *self.on_way.entry(workspace).or_default() += 1;
        errand
    }

    fn back(&mut self, workspace: WorkspaceId) {
        if let Some(count) = self.on_way.get_mut(&workspace) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.on_way.remove(&workspace);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::{AgentId, JobId, UnixMillis};
    use proptest::prelude::*;
    use store::StateWord;

    use super::*;

    fn one(workspace: i64, monitor: i64) -> Errand {
        Errand::One(Box::new(Due {
            monitor: MonitorId(monitor),
            workspace: WorkspaceId(workspace),
            agent: AgentId::parse("agent").unwrap(),
            job_id: JobId::parse("1").unwrap(),
            state: StateWord::Watching,
            state_since: UnixMillis(0),
            monitoring: true,
            silent_looks: 0,
            change_pending: false,
            due_at: UnixMillis(0),
            next_check_at: None,
        }))
    }

    fn out(lanes: &mut Lanes) -> Vec<i64> {
        std::iter::from_fn(|| lanes.next(|_| Room::Free))
            .flat_map(|(_, errand)| errand.monitors())
            .map(|monitor| monitor.0)
            .collect()
    }

    #[test]
    fn a_workspace_with_five_thousand_due_does_not_keep_one_with_three_waiting() {
        let mut lanes = Lanes::new(8);
        (0..5_000).for_each(|monitor| lanes.offer("gen", one(1, monitor)));
        (5_000..5_003).for_each(|monitor| lanes.offer("gen", one(2, monitor)));
        let first = out(&mut lanes);
        assert_eq!(first.len(), 8, "no more than the host's places");
        assert_eq!(
            first.iter().filter(|monitor| **monitor >= 5_000).count(),
            3,
            "{first:?}"
        );
    }

    #[test]
    fn a_host_that_hangs_keeps_no_other_host_waiting() {
        let mut lanes = Lanes::new(8);
        (0..100).for_each(|monitor| lanes.offer("hangs", one(1, monitor)));
        assert_eq!(out(&mut lanes).len(), 8);
        lanes.offer("well", one(2, 200));
        assert_eq!(out(&mut lanes), [200]);
        assert!(!lanes.runs_dry("hangs") && lanes.runs_dry("well"));
    }

    #[test]
    fn what_rests_is_passed_over_and_what_is_doubted_goes_one_by_one() {
        let mut lanes = Lanes::new(8);
        for workspace in 1..=3 {
            (0..4).for_each(|index| lanes.offer("gen", one(workspace, workspace * 10 + index)));
        }
        let room = |workspace: WorkspaceId| match workspace.0 {
            1 => Room::None,
            2 => Room::One,
            _ => Room::Free,
        };
        let went: Vec<_> = std::iter::from_fn(|| lanes.next(room))
            .map(|(_, errand)| errand.workspace().0)
            .collect();
        assert_eq!(went, [2, 3, 3, 3, 3]);
        lanes.back("gen", WorkspaceId(2));
        let (_, next) = lanes.next(room).unwrap();
        assert_eq!(next.workspace(), WorkspaceId(2), "when the one before it is back");
    }

    #[test]
    fn what_is_cleared_may_come_due_again_and_what_is_on_its_way_may_not() {
        let mut lanes = Lanes::new(1);
        lanes.offer("gen", one(1, 1));
        lanes.offer("gen", one(1, 2));
        assert_eq!(out(&mut lanes), [1]);
        lanes.clear(WorkspaceId(1));
        assert!(lanes.has(MonitorId(1)) && !lanes.has(MonitorId(2)));
        lanes.back("gen", WorkspaceId(1));
        assert!(lanes.has(MonitorId(1)), "until it is written");
        lanes.release(MonitorId(1));
        assert_eq!(lanes.in_hand(), 0);
        assert_eq!(out(&mut lanes), Vec::<i64>::new());
    }

    proptest! {
        /// Whatever waits where: no host has more than its places, every errand goes out exactly once,
        /// and of two workspaces that wait, neither goes twice before the other.
        #[test]
        fn places_hold_and_everything_goes_out_once(
            waits in prop::collection::vec((0_i64..6, 0_usize..3), 1..200),
            places in 1_usize..9,
        ) {
            let mut lanes = Lanes::new(places);
            for (monitor, (workspace, host)) in (0..).zip(&waits) {
                // A workspace lives at one host.
                lanes.offer(["a", "b", "c"][*host], one(workspace * 3 + i64::try_from(*host).unwrap(), monitor));
            }
            let mut went = Vec::new();
            let mut on_way: Vec<(Host, WorkspaceId)> = Vec::new();
            loop {
                let Some((host, errand)) = lanes.next(|_| Room::Free) else {
                    let Some((host, workspace)) = on_way.pop() else { break };
                    lanes.back(&host, workspace);
                    continue;
                };
                on_way.push((host.clone(), errand.workspace()));
                prop_assert!(on_way.iter().filter(|(other, _)| *other == host).count() <= places);
                went.extend(errand.monitors());
            }
            prop_assert_eq!(went.len(), waits.len());
            went.sort();
            went.dedup();
            prop_assert_eq!(went.len(), waits.len());
        }
    }
}
