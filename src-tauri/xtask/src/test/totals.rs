//! How many tests passed, failed and were skipped.

use std::fmt;
use std::iter::Sum;

use serde_json::Value;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) skipped: u64,
    /// The names of those that failed.
    pub(super) failures: Vec<String>,
}

impl Totals {
    /// Adds up the `test result:` lines of `cargo test`.
    pub(super) fn of_cargo(output: &str) -> Self {
        let mut totals = Self::default();
        for line in output.lines() {
            if let Some(result) = line.strip_prefix("test result: ") {
                totals.add_result_line(result);
            } else if let Some(name) = line
                .strip_prefix("test ")
                .and_then(|l| l.strip_suffix(" ... FAILED"))
            {
                totals.failures.push(name.to_owned());
            }
        }
        totals
    }

    /// `ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s`
    fn add_result_line(&mut self, result: &str) {
        let counts = result.split_once(". ").map_or("", |(_, counts)| counts);
        for part in counts.split("; ") {
            let Some((count, what)) = part.split_once(' ') else {
                continue;
            };
            let count = count.parse().unwrap_or(0);
            match what {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.skipped += count,
                _ => {}
            }
        }
    }

    /// Reads the JSON report of vitest.
    pub(super) fn of_vitest(report: &str) -> Option<Self> {
        let report: Value = serde_json::from_str(report).ok()?;
        let count = |name: &str| report[name].as_u64();
        let failures = tests_of(&report).filter(|test| test["status"] == "failed");
        Some(Self {
            passed: count("numPassedTests")?,
            failed: count("numFailedTests")?,
            skipped: count("numPendingTests").unwrap_or(0) + count("numTodoTests").unwrap_or(0),
            failures: failures
                .filter_map(|test| test["fullName"].as_str())
                .map(str::to_owned)
                .collect(),
        })
    }

    /// A step that ended badly although no test of it failed (it did not compile, or was ended) is one
    /// failure of its own.
    pub(super) fn or_one_failure(mut self, ended_well: bool, step: &str) -> Self {
        if !ended_well && self.failed == 0 {
            self.failed = 1;
            self.failures.push(format!("`{step}` did not get through"));
        }
        self
    }
}

fn tests_of(report: &Value) -> impl Iterator<Item = &Value> {
    let files = report["testResults"].as_array().into_iter().flatten();
    files.flat_map(|file| file["assertionResults"].as_array().into_iter().flatten())
}

impl Sum for Totals {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |mut sum, part| {
            sum.passed += part.passed;
            sum.failed += part.failed;
            sum.skipped += part.skipped;
            sum.failures.extend(part.failures);
            sum
        })
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARGO: &str = "\
running 3 tests
test a ... ok
test deep::b ... FAILED
test c ... ignored
test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.01s
   Doc-tests contract
test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.01s
";

    #[test]
    fn the_result_lines_of_cargo_are_added_up() {
        let totals = Totals::of_cargo(CARGO);
        assert_eq!(totals.to_string(), "13 passed, 1 failed, 1 skipped");
        assert_eq!(totals.failures, ["deep::b"]);
    }

    #[test]
    fn the_report_of_vitest_is_read() {
        let report = r#"{"numPassedTests":2,"numFailedTests":1,"numPendingTests":0,"testResults":[
            {"assertionResults":[{"status":"passed","fullName":"x"},{"status":"failed","fullName":"y z"}]}]}"#;
        let totals = Totals::of_vitest(report).unwrap();
        assert_eq!(totals.to_string(), "2 passed, 1 failed");
        assert_eq!(totals.failures, ["y z"]);
    }

    #[test]
    fn a_step_that_never_came_to_its_tests_is_a_failure() {
        let totals = Totals::of_cargo("").or_one_failure(false, "cargo test");
        assert_eq!(totals.to_string(), "0 passed, 1 failed");
        assert_eq!(
            Totals::of_cargo(CARGO).or_one_failure(false, "cargo test").failed,
            1
        );
        assert_eq!(Totals::default().or_one_failure(true, "cargo test").failed, 0);
    }

    #[test]
    fn suites_are_summed_into_one_line() {
        let all: Totals = [Totals::of_cargo(CARGO), Totals::of_cargo(CARGO)]
            .into_iter()
            .sum();
        assert_eq!(all.to_string(), "26 passed, 2 failed, 2 skipped");
    }
}
