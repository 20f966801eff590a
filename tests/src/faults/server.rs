//! A service on a real socket that keeps jobs, counts, and misbehaves as it is told.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::http::{Request, answer, json as json_answer, read_body, read_head};

/// What happens to one request.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Acts and answers as the contract says.
    None,
    /// Closes once the head was read, before the body.
    DropBeforeBody,
    /// Closes in the middle of the body.
    DropWithinBody,
    /// Reads all, does nothing, closes.
    DropUnacted,
    /// Acts, and closes without an answer.
    ActThenDrop,
    /// Does nothing and sends these bytes.
    Say(Vec<u8>),
    /// Acts and sends these bytes.
    ActThenSay(Vec<u8>),
    /// Acts and answers after a while.
    Late(Duration),
    /// Acts and answers byte by byte.
    Drip(Duration),
    /// Acts and sends a good head, then so many bytes of blanks.
    Flood(u64),
}

/// A job as the service has it.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// The configuration as texts.
    pub fields: BTreeMap<String, String>,
    /// How often it was read.
    pub reads: u32,
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
    /// Every job.
    pub jobs: BTreeMap<u64, Job>,
    /// Reads of jobs.
    pub gets: usize,
    /// Heads of updates that arrived.
    pub puts: usize,
    /// Anything else.
    pub others: usize,
    /// Requests that were answered at the same time, at most.
    pub most_at_once: usize,
}

impl Seen {
    /// Heads of creates in all.
    pub fn post_count(&self) -> u32 {
        self.posts.values().sum()
    }

    /// Keys under which more than one create arrived, or more than one job was made.
    pub fn duplicates(&self) -> usize {
        let mut made: HashMap<&str, u32> = HashMap::new();
        for (key, _) in &self.created {
            *made.entry(key).or_default() += 1;
        }
        let twice = |count: &u32| *count > 1;
        self.posts
            .values()
            .filter(|count| twice(count))
            .count()
            .max(made.values().filter(|count| twice(count)).count())
    }
}

type Plan = dyn Fn(&Request) -> Fault + Send + Sync;

struct Inner {
    plan: Mutex<Arc<Plan>>,
    seen: Mutex<Seen>,
    stop: AtomicBool,
    drop_unread: AtomicUsize,
    at_once: AtomicUsize,
    tls: Option<Arc<rustls::ServerConfig>>,
}

/// A running server; it ends when dropped.
pub struct Server {
    address: SocketAddr,
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// Plain HTTP with this plan.
    pub fn start(plan: impl Fn(&Request) -> Fault + Send + Sync + 'static) -> Self {
        Self::with_tls(None, plan)
    }

    /// One that behaves.
    pub fn sound() -> Self {
        Self::start(|_| Fault::None)
    }

    /// With TLS where a configuration is given.
    pub fn with_tls(
        tls: Option<Arc<rustls::ServerConfig>>,
        plan: impl Fn(&Request) -> Fault + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let inner = Arc::new(Inner {
            plan: Mutex::new(Arc::new(plan)),
            seen: Mutex::default(),
            stop: AtomicBool::new(false),
            drop_unread: AtomicUsize::new(0),
            at_once: AtomicUsize::new(0),
            tls,
        });
        let serving = Arc::clone(&inner);
        thread::spawn(move || {
            for wire in listener.incoming().map_while(Result::ok) {
                if serving.stop.load(Ordering::SeqCst) {
                    return;
                }
                let serving = Arc::clone(&serving);
                // A broken connection is what this server is for.
                thread::spawn(move || serving.take(wire));
            }
        });
        Self { address, inner }
    }

    /// Its address as a base of calls.
    pub fn url(&self) -> String {
        let scheme = if self.inner.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What has arrived until now.
    pub fn seen(&self) -> Seen {
        self.inner.seen().clone()
    }

    /// From now on it does this.
    pub fn plan(&self, plan: impl Fn(&Request) -> Fault + Send + Sync + 'static) {
        *self.inner.plan.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(plan);
    }

    /// Closes the next connections without reading a byte.
    pub fn drop_unread(&self, count: usize) {
        self.inner.drop_unread.store(count, Ordering::SeqCst);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.inner.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(self.address);
    }
}

impl Inner {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, wire: TcpStream) {
        self.seen().connections += 1;
        let left = self.drop_unread.load(Ordering::SeqCst);
        if left > 0 {
            self.drop_unread.store(left - 1, Ordering::SeqCst);
            return;
        }
        let _ = wire.set_read_timeout(Some(Duration::from_secs(20)));
        let _ = wire.set_write_timeout(Some(Duration::from_secs(20)));
        let _ = match &self.tls {
            None => {
                let closing = wire.try_clone();
                let done = self.serve(wire);
                if let Ok(closing) = closing {
                    let _ = closing.shutdown(Shutdown::Write);
                }
                done
            }
            Some(config) => rustls::ServerConnection::new(Arc::clone(config))
                .map_err(io::Error::other)
                .and_then(|tls| self.serve(rustls::StreamOwned::new(tls, wire))),
        };
    }

    fn serve(&self, mut wire: impl Read + Write) -> io::Result<()> {
        let Some(mut request) = read_head(&mut wire)? else {
            return Ok(());
        };
        self.count(&request);
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        let most = self.seen().most_at_once.max(now);
        self.seen().most_at_once = most;
        let plan = Arc::clone(&self.plan.lock().unwrap_or_else(PoisonError::into_inner));
        let fault = plan(&request);
        let done = self.carry_out(&mut wire, &mut request, &fault);
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        done
    }

    fn count(&self, request: &Request) {
        let mut seen = self.seen();
        match request.method.as_str() {
            "POST" if request.is_create() => {
                let key = request.header("idempotency-key").unwrap_or("none").to_owned();
                *seen.posts.entry(key).or_default() += 1;
            }
            "GET" if request.job().is_some() => seen.gets += 1,
            "PUT" if request.job().is_some() => seen.puts += 1,
            _ => seen.others += 1,
        }
    }

    fn carry_out(
        &self,
        wire: &mut (impl Read + Write),
        request: &mut Request,
        fault: &Fault,
    ) -> io::Result<()> {
        let length = request.length();
        match fault {
            Fault::DropBeforeBody => return Ok(()),
            Fault::DropWithinBody => return read_body(wire, request, length / 2),
            _ => read_body(wire, request, length)?,
        }
        match fault {
            Fault::DropBeforeBody | Fault::DropWithinBody | Fault::DropUnacted => {}
            Fault::ActThenDrop => drop(self.act(request)),
            Fault::Say(bytes) => wire.write_all(bytes)?,
            Fault::ActThenSay(bytes) => {
                self.act(request);
                wire.write_all(bytes)?;
            }
            Fault::None => {
                let said = self.act(request);
                wire.write_all(&said)?;
            }
            Fault::Late(wait) => {
                let said = self.act(request);
                thread::sleep(*wait);
                wire.write_all(&said)?;
            }
            Fault::Drip(pause) => {
                for byte in self.act(request) {
                    wire.write_all(&[byte])?;
                    wire.flush()?;
                    thread::sleep(*pause);
                }
            }
            Fault::Flood(bytes) => {
                self.act(request);
                flood(wire, *bytes)?;
            }
        }
        wire.flush()
    }

    /// Does what the contract says and gives the answer.
    fn act(&self, request: &Request) -> Vec<u8> {
        let mut seen = self.seen();
        match (request.method.as_str(), request.job()) {
            ("POST", None) if request.is_create() => create(&mut seen, request),
            ("GET", Some(number)) => read(&mut seen, number),
            ("PUT", Some(number)) => update(&mut seen, request, number),
            _ => answer(404, &[], "there is no such page"),
        }
    }
}

fn flood(wire: &mut impl Write, bytes: u64) -> io::Result<()> {
    wire.write_all(format!("HTTP/1.1 200 Said\r\nContent-Length: {bytes}\r\n\r\n").as_bytes())?;
    let piece = [b' '; 64 * 1024];
    let mut left = bytes;
    while left > 0 {
        let now = usize::try_from(left).unwrap_or(piece.len()).min(piece.len());
        wire.write_all(&piece[..now])?;
        left -= now as u64;
    }
    Ok(())
}

fn create(seen: &mut Seen, request: &Request) -> Vec<u8> {
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
    let number = 1000 + seen.jobs.len() as u64;
    let key = request.header("idempotency-key").unwrap_or("none").to_owned();
    seen.jobs.insert(number, Job { fields, reads: 0 });
    seen.created.push((key, number));
    json_answer(201, &json!({"user_job_id": number}))
}

fn read(seen: &mut Seen, number: u64) -> Vec<u8> {
    let Some(job) = seen.jobs.get_mut(&number) else {
        return refusal(404, "user_job_not_found", "there is no such job");
    };
    job.reads += 1;
    json_answer(
        200,
        &json!({"id": number, "user_job_type": "train_social", "status": status(job)}),
    )
}

/// A job waits at its first read, works at its second and, unless it goes on, is done at its third.
fn status(job: &Job) -> &'static str {
    let goes_on = job.fields.get("monitoring").is_some_and(|text| text == "true");
    match job.reads {
        0 | 1 => "pending",
        2 => "processing",
        _ if goes_on => "processing",
        _ => "completed",
    }
}

fn update(seen: &mut Seen, request: &Request, number: u64) -> Vec<u8> {
    let Some(job) = seen.jobs.get_mut(&number) else {
        return refusal(404, "user_job_not_found", "there is no such job");
    };
    if status(job) == "completed" {
        return refusal(
            422,
            "job_status_invalid",
            "only pending or processing jobs can be updated",
        );
    }
    job.fields.extend(request.form());
    json_answer(200, &json!({"user_job_id": number}))
}

/// A refusal in the documented envelope.
pub fn refusal(status: u16, code: &str, text: &str) -> Vec<u8> {
    json_answer(status, &json!({"error": text, "error_code": code}))
}
