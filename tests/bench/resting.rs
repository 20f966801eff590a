//! What 500 resting monitors cost while nothing happens: a process of its own that does nothing but watch,
//! beside the same process with none.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::runtime::Runtime;

use crate::house::{House, Plan};
use crate::loopback::Loopback;
use crate::report::{Figure, Goal};
use crate::used::Used;

const MONITORS: u32 = 500;
/// What a start does is over by then.
const SETTLE: Duration = Duration::from_secs(60);
/// Many steps of the schedule, and a share of the rests that is the same for every monitor.
const WATCH: Duration = Duration::from_secs(330);

pub(crate) fn figures() -> Vec<Figure> {
    let (alone, listed) = (
        Loopback::start(|_, _| "processing"),
        Loopback::start(|_, _| "processing"),
    );
    listed.offer_list(MONITORS.into());
    let with_list = Watched::start(MONITORS, &listed);
    let one_by_one = Watched::start(MONITORS, &alone);
    let none = Watched::start(0, &alone);
    std::thread::sleep(SETTLE);
    let before = [&with_list, &one_by_one, &none].map(Watched::used);
    let asked = (alone.answers(), listed.answers() + listed.lists());
    std::thread::sleep(WATCH);
    let after = [&with_list, &one_by_one, &none].map(Watched::used);
    println!(
        "  requests in {} s: {} one by one, {} with the list call",
        WATCH.as_secs(),
        alone.answers() - asked.0,
        listed.answers() + listed.lists() - asked.1,
    );
    let [with_list, one_by_one, none] = std::array::from_fn(|index| after[index].since(before[index]));
    vec![
        wakes("wake-ups with 500 resting monitors", &one_by_one, &none),
        wakes("the same where the service has a list", &with_list, &none),
        cpu("CPU of the watch alone, 500 resting monitors", &one_by_one, &none),
        cpu("the same where the service has a list", &with_list, &none),
    ]
}

fn wakes(name: &str, ours: &Used, control: &Used) -> Figure {
    let per_second = |used: &Used| used.wakes / WATCH.as_secs_f64();
    Figure::new(
        name,
        "per s",
        per_second(ours),
        Some(per_second(control)),
        Goal::AtMost(1.0),
    )
}

fn cpu(name: &str, ours: &Used, control: &Used) -> Figure {
    let per_second = |used: &Used| used.cpu_ms / WATCH.as_secs_f64();
    Figure::new(
        name,
        "ms CPU per s",
        per_second(ours),
        Some(per_second(control)),
        Goal::ToBeSeen,
    )
}

/// The process that does nothing but watch; it ends when its input does.
pub(crate) fn rest(count: u32, url: &str) {
    let runtime = Runtime::new().unwrap();
    let _guard = runtime.enter();
    let house = House::build(&Plan::at_rest(url, count));
    let _poller = house.app.start_polling();
    let mut line = String::new();
    // Ends with the one who started it, however that ended.
    let _ = std::io::stdin().read_line(&mut line);
}

struct Watched(Child);

impl Watched {
    fn start(monitors: u32, service: &Loopback) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--rest", &monitors.to_string(), "--url", service.url()]);
        Self(command.stdin(Stdio::piped()).spawn().unwrap())
    }

    fn used(&self) -> Used {
        Used::of(self.0.id())
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
