use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::service::{AGENT, KEY, Service};

/// An answer as curl saw it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// Asserts a refusal in the documented envelope, and gives its text.
    pub(crate) fn refused(&self, status: u16, code: &str) -> String {
        let envelope = self.json();
        assert_eq!(
            (self.status, envelope["error_code"].as_str()),
            (status, Some(code)),
            "{self:?}"
        );
        let text = envelope["error"]
            .as_str()
            .unwrap_or_else(|| panic!("no text: {self:?}"));
        assert!(!text.is_empty());
        assert_eq!(
            envelope.as_object().unwrap().len(),
            2,
            "the envelope holds its two fields: {self:?}"
        );
        text.to_owned()
    }

    /// The id in the answer of a create or an update.
    pub(crate) fn job(&self) -> i64 {
        assert!((200..300).contains(&self.status), "{self:?}");
        self.json()["user_job_id"]
            .as_i64()
            .unwrap_or_else(|| panic!("no id: {self:?}"))
    }
}

/// Runs curl with these arguments.
pub(crate) fn curl(arguments: &[&str]) -> Answer {
    let mut command = Command::new("curl");
    command.args([
        "--silent",
        "--show-error",
        "--max-time",
        "20",
        "--write-out",
        "\n%{http_code}",
    ]);
    let output = command.args(arguments).output().expect("curl is installed");
    let text = stdout(&output);
    let (body, status) = text.rsplit_once('\n').unwrap();
    let status = status.parse().unwrap();
    assert!(
        status > 0,
        "no answer: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Answer {
        status,
        body: body.to_owned(),
    }
}

/// What a process wrote.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

impl Service {
    /// The address of a path for the tests' agent.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}?agent_id={AGENT}", self.base)
    }

    /// A request with the key.
    pub(crate) fn send(&self, method: &str, path: &str, more: &[&str]) -> Answer {
        let (url, key) = (self.url(path), format!("X-API-Key: {KEY}"));
        let mut arguments = vec!["-X", method, &url, "-H", &key];
        arguments.extend(more);
        curl(&arguments)
    }

    /// Creates a job as the page shows it.
    pub(crate) fn create(&self, data: &str) -> Answer {
        let data = format!("user_job[data]={data}");
        self.send(
            "POST",
            "/v1/user_jobs",
            &[
                "-F",
                "user_job[user_job_type]=train_social",
                "--form-string",
                &data,
            ],
        )
    }

    /// Changes a job as the page shows it.
    pub(crate) fn update(&self, job: i64, fields: &[&str]) -> Answer {
        let flat: Vec<&str> = fields.iter().flat_map(|field| ["-F", field]).collect();
        self.send("PUT", &format!("/v1/user_jobs/{job}"), &flat)
    }

    pub(crate) fn job(&self, job: i64) -> Value {
        let answer = self.send("GET", &format!("/v1/user_jobs/{job}"), &[]);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    /// Polls until the job is as wanted; the last answer where that takes too long.
    pub(crate) fn poll(&self, job: i64, wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let seen = self.job(job);
            if wanted(&seen) {
                return seen;
            }
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "the job stays like this: {seen}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn poll_status(&self, job: i64, status: &str) -> Value {
        self.poll(job, |seen| seen["status"] == status)
    }

    /// What the agent has, in millionths of a dollar.
    pub(crate) fn balance(&self) -> i64 {
        self.send("GET", "/v1/credit_balance", &[]).json()["available_micro_usd"]
            .as_i64()
            .unwrap()
    }
}
