//! The table and the file.

use std::fmt;
use std::fs;
use std::path::Path;

use serde::Serialize;

/// What a figure is to reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    /// At least this part of the control.
    RatioAtLeast(f64),
    /// At most so many times the control.
    RatioAtMost(f64),
    /// Below this, whatever the control.
    Below(f64),
    /// At most this, whatever the control.
    AtMost(f64),
    /// None: it stands here to be seen.
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "only figures of Linux explain others")
    )]
    ToBeSeen,
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RatioAtLeast(ratio) => write!(f, ">= {ratio} of the control"),
            Self::RatioAtMost(ratio) => write!(f, "<= {ratio} of the control"),
            Self::Below(value) => write!(f, "< {value}"),
            Self::AtMost(value) => write!(f, "<= {value}"),
            Self::ToBeSeen => f.write_str("-"),
        }
    }
}

/// One line of the report.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figure {
    name: String,
    unit: &'static str,
    ours: f64,
    control: Option<f64>,
    ratio: Option<f64>,
    goal: String,
    holds: bool,
}

impl Figure {
    /// `ours` and `control` are medians or percentiles of the same run, in `unit`.
    pub(crate) fn new(
        name: impl Into<String>,
        unit: &'static str,
        ours: f64,
        control: Option<f64>,
        goal: Goal,
    ) -> Self {
        let ratio = control
            .filter(|control| *control > 0.0)
            .map(|control| ours / control);
        let holds = match goal {
            Goal::RatioAtLeast(least) => ratio.is_some_and(|ratio| ratio >= least),
            Goal::RatioAtMost(most) => ratio.is_some_and(|ratio| ratio <= most),
            Goal::Below(limit) => ours < limit,
            Goal::AtMost(limit) => ours <= limit,
            Goal::ToBeSeen => true,
        };
        Self {
            name: name.into(),
            unit,
            ours,
            control,
            ratio,
            goal: goal.to_string(),
            holds,
        }
    }
}

/// Every figure of a run.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<Figure>);

impl Report {
    pub(crate) fn add(&mut self, figures: Vec<Figure>) {
        self.0.extend(figures);
    }

    /// Writes `[{name, unit, ours, control, ratio, goal, holds}]`.
    pub(crate) fn save(&self, file: &Path) {
        fs::create_dir_all(file.parent().expect("a report is a file in a folder")).unwrap();
        fs::write(file, serde_json::to_string_pretty(&self.0).unwrap()).unwrap();
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["figure", "unit", "ours", "control", "ratio", "goal", "holds"].map(str::to_owned);
        let rows: Vec<_> = std::iter::once(head).chain(self.0.iter().map(cells)).collect();
        let width = |column: usize| {
            rows.iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: [usize; 7] = std::array::from_fn(width);
        for row in &rows {
            let line: Vec<_> = row
                .iter()
                .zip(widths)
                .map(|(cell, width)| format!("{cell:width$}"))
                .collect();
            writeln!(f, "{}", line.join("  ").trim_end())?;
        }
        Ok(())
    }
}

fn cells(figure: &Figure) -> [String; 7] {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
    [
        figure.name.clone(),
        figure.unit.to_owned(),
        number(Some(figure.ours)),
        number(figure.control),
        number(figure.ratio),
        figure.goal.clone(),
        if figure.holds { "yes" } else { "NO" }.to_owned(),
    ]
}
