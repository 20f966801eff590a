//! The board with ten thousand monitors, drawn by the built page in Chromium with the in-memory backend of
//! `ui/dev`: `ui/dev/scale.mjs` measures, this names what it found.

use std::process::{Command, Stdio};

use serde::Deserialize;
use tests::binaries::package;

use crate::report::{Figure, Goal};

/// One frame of a display that draws sixty in a second, in milliseconds.
const FRAME: f64 = 16.7;
/// The browser's clock moves in such steps, in milliseconds: two frames of one length may differ by one.
const TICK: f64 = 0.1;

/// What the script prints: ours, and the control where there is one.
#[derive(Deserialize)]
struct Measured {
    first_page: (f64, Option<f64>),
    scroll_frame: (f64, Option<f64>),
    typing_block: (f64, Option<f64>),
    initial_script: (f64, Option<f64>),
}

pub(crate) fn figures() -> Vec<Figure> {
    let found = measure();
    let figure = |name: &str, unit, (ours, control), goal| Figure::new(name, unit, ours, control, goal);
    // A machine that cannot draw an empty list at this rate is no fault of a full one.
    let floor = found.scroll_frame.1.map_or(FRAME, |empty| empty.max(FRAME)) + TICK;
    vec![
        figure(
            "first page of 10,000 monitors, beside 100",
            "ms",
            found.first_page,
            Goal::RatioAtMost(1.3),
        ),
        figure(
            "frame while scrolling 10,000, p95, beside an empty list",
            "ms",
            found.scroll_frame,
            Goal::AtMost(floor),
        ),
        figure(
            "longest task while typing in the search, beside nobody typing",
            "ms",
            found.typing_block,
            Goal::AtMost(50.0),
        ),
        figure(
            "JavaScript before the first picture, gzip",
            "KiB",
            found.initial_script,
            Goal::AtMost(150.0),
        ),
    ]
}

fn measure() -> Measured {
    let ui = package().join("../ui");
    let output = Command::new("node")
        .arg("dev/scale.mjs")
        .current_dir(ui)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "ui/dev/scale.mjs found nothing to measure"
    );
    let said = String::from_utf8_lossy(&output.stdout);
    let line = said.lines().last().expect("the last line is the figures");
    serde_json::from_str(line).unwrap()
}
