//! What the service keeps and counts, and what it does when it behaves. Written from the published
//! page, and shares nothing with the client.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::http::{Kind, Request, answer, json as json_answer};

/// A job as the service has it.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// The configuration as texts.
    pub fields: BTreeMap<String, String>,
    /// How often it was read.
    pub reads: u32,
    /// Whether it was stopped.
    pub stopped: bool,
}

impl Job {
    /// It waits at its first read, works at its second and, unless it goes on, is done at its third.
    pub fn status(&self) -> &'static str {
        let goes_on = self.fields.get("monitoring").is_some_and(|text| text == "true");
        match self.reads {
            _ if self.stopped => "stopped",
            0 | 1 => "pending",
            2 => "processing",
            _ if goes_on => "processing",
            _ => "completed",
        }
    }

    /// A field of its configuration.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

/// Which of the optional calls the service has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Offers {
    /// `PATCH /v1/user_jobs/{id}/stop`.
    pub stop: bool,
    /// `GET /v1/user_jobs`, with each job's configuration.
    pub list: bool,
}

/// What arrived and what came of it.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Connections that were taken.
    pub connections: usize,
    /// Heads of creates that arrived, by `Idempotency-Key`.
    pub posts: HashMap<String, u32>,
    /// Jobs that were made, with the `Idempotency-Key` each came with.
    pub created: Vec<(String, u64)>,
    /// Updates that were taken, each with the fields it named.
    pub updates: Vec<Vec<(String, String)>>,
    /// Every job.
    pub jobs: BTreeMap<u64, Job>,
    /// Heads that held the key.
    pub with_key: usize,
    /// Heads of everything that arrived.
    pub heads: HashMap<Kind, usize>,
    /// Of each kind, how many were answered at the same time, at most.
    pub most_at_once: HashMap<Kind, usize>,
}

impl Seen {
    /// Heads of creates in all.
    pub fn post_count(&self) -> u32 {
        self.posts.values().sum()
    }

    /// Heads of this kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.heads.get(&kind).copied().unwrap_or(0)
    }

    /// Keys under which more than one create arrived, or more than one job was made.
    pub fn duplicates(&self) -> Vec<&String> {
        let mut made: HashMap<&str, u32> = HashMap::new();
        for (key, _) in &self.created {
            *made.entry(key).or_default() += 1;
        }
        let twice = |key: &&String| {
            self.posts.get(*key).is_some_and(|count| *count > 1)
                || made.get(key.as_str()).is_some_and(|count| *count > 1)
        };
        self.posts.keys().filter(twice).collect()
    }

    /// Notes that a head arrived.
    pub fn note(&mut self, request: &Request) {
        *self.heads.entry(request.kind()).or_default() += 1;
        self.with_key += usize::from(request.header("x-api-key").is_some());
        if request.kind() == Kind::Create {
            *self.posts.entry(key_of(request)).or_default() += 1;
        }
    }

    /// Does what the page says and gives the answer.
    pub fn act(&mut self, request: &Request, offers: Offers) -> Vec<u8> {
        match (request.kind(), request.job()) {
            (Kind::Create, _) => self.create(request),
            (Kind::Read, Some(number)) => self.read(number),
            (Kind::Update, Some(number)) => self.update(request, number),
            (Kind::Stop, Some(number)) if offers.stop => self.stop(number),
            (Kind::List, _) if offers.list => self.list(),
            _ => answer(
                404,
                &["Content-Type: text/html"],
                "<h1>There is no such page</h1>",
            ),
        }
    }

    fn create(&mut self, request: &Request) -> Vec<u8> {
        let form = request.form();
        let data = form.iter().find(|(name, _)| name == "user_job[data]");
        let data: Option<Value> = data.and_then(|(_, text)| serde_json::from_str(text).ok());
        let Some(Value::Object(data)) = data else {
            return refusal(422, "validation_error", "user_job[data] is no JSON object");
        };
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let fields = data
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect();
        let number = 1000 + self.jobs.len() as u64;
        let job = Job {
            fields,
            ..Job::default()
        };
        self.jobs.insert(number, job);
        self.created.push((key_of(request), number));
        json_answer(201, &json!({"user_job_id": number}))
    }

    fn read(&mut self, number: u64) -> Vec<u8> {
        let Some(job) = self.jobs.get_mut(&number) else {
            return not_found();
        };
        job.reads += 1;
        json_answer(
            200,
            &json!({"id": number, "user_job_type": "train_social", "status": job.status()}),
        )
    }

    fn update(&mut self, request: &Request, number: u64) -> Vec<u8> {
        let Some(job) = self.jobs.get_mut(&number) else {
            return not_found();
        };
        if !matches!(job.status(), "pending" | "processing") {
            let why = "Can only update jobs with pending or processing status.";
            return refusal(422, "job_status_invalid", why);
        }
        job.fields.extend(request.form());
        self.updates.push(request.form());
        json_answer(200, &json!({"user_job_id": number}))
    }

    fn stop(&mut self, number: u64) -> Vec<u8> {
        let Some(job) = self.jobs.get_mut(&number) else {
            return not_found();
        };
        job.stopped = true;
        answer(200, &[], "")
    }

    fn list(&self) -> Vec<u8> {
        let entry = |(number, job): (&u64, &Job)| {
            let data: BTreeMap<_, _> = job
                .fields
                .iter()
                .map(|(name, text)| (name, typed(text)))
                .collect();
            json!({"id": number, "user_job_type": "train_social", "status": job.status(), "data": data})
        };
        let jobs: Vec<_> = self.jobs.iter().map(entry).collect();
        json_answer(200, &Value::from(jobs))
    }
}

/// A text of the form as the JSON it stands for.
fn typed(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(number) => number.into(),
        Err(_) => text.parse::<bool>().map_or_else(|_| text.into(), Value::from),
    }
}

fn key_of(request: &Request) -> String {
    request.header("idempotency-key").unwrap_or("none").to_owned()
}

fn not_found() -> Vec<u8> {
    refusal(404, "user_job_not_found", "there is no such job")
}

/// A refusal in the documented envelope.
pub fn refusal(status: u16, code: &str, text: &str) -> Vec<u8> {
    json_answer(status, &json!({"error": text, "error_code": code}))
}
