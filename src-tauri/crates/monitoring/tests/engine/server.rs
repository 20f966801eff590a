//! A service on loopback that answers as a test says, and notes what arrived.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What arrived.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// With the query.
    pub(crate) path: String,
    pub(crate) key: String,
    pub(crate) at: Instant,
}

impl Asked {
    /// The number of the job that is read.
    pub(crate) fn job(&self) -> Option<u64> {
        let path = self.path.split('?').next()?;
        path.rsplit_once("/user_jobs/")?.1.parse().ok()
    }

    pub(crate) fn is_list(&self) -> bool {
        self.method == "GET"
            && self
                .path
                .split('?')
                .next()
                .is_some_and(|path| path.ends_with("/user_jobs"))
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) body: String,
    pub(crate) after: Duration,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: String::new(),
            body: body.into(),
            after: Duration::ZERO,
        }
    }

    pub(crate) fn job(number: u64, status: &str) -> Self {
        Self::new(200, job(number, status))
    }

    pub(crate) fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }

    pub(crate) fn header(self, line: &str) -> Self {
        Self {
            headers: format!("{}{line}\r\n", self.headers),
            ..self
        }
    }
}

pub(crate) fn job(number: u64, status: &str) -> String {
    format!(
        r#"{{"id":{number},"user_job_type":"train_social","status":"{status}","failed_reason":null,"result":null}}"#
    )
}

type Plan = dyn Fn(&Asked) -> Reply + Send + Sync;

/// A running service; it ends when dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    plan: Mutex<Arc<Plan>>,
    asked: Mutex<Vec<Asked>>,
    under_way: AtomicUsize,
    most_at_once: AtomicUsize,
}

impl Server {
    pub(crate) async fn start(plan: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            plan: Mutex::new(Arc::new(plan)),
            asked: Mutex::default(),
            under_way: AtomicUsize::new(0),
            most_at_once: AtomicUsize::new(0),
        });
        let serving = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((wire, _)) = listener.accept().await {
                tokio::spawn(serve(wire, Arc::clone(&serving)));
            }
        });
        Self { url, shared, task }
    }

    /// Answers every job with this status, and has no list.
    pub(crate) async fn with_status(status: &'static str) -> Self {
        Self::start(move |asked| said(asked, status)).await
    }

    /// From now on this is answered.
    pub(crate) fn plan(&self, plan: impl Fn(&Asked) -> Reply + Send + Sync + 'static) {
        *lock(&self.shared.plan) = Arc::new(plan);
    }

    /// Everything that arrived.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        lock(&self.shared.asked).clone()
    }

    /// Reads of single jobs.
    pub(crate) fn reads(&self) -> Vec<Asked> {
        self.asked()
            .into_iter()
            .filter(|asked| asked.job().is_some())
            .collect()
    }

    pub(crate) fn lists(&self) -> usize {
        self.asked().iter().filter(|asked| asked.is_list()).count()
    }

    pub(crate) fn under_way(&self) -> usize {
        self.shared.under_way.load(Ordering::SeqCst)
    }

    pub(crate) fn most_at_once(&self) -> usize {
        self.shared.most_at_once.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A job with this status; no list.
pub(crate) fn said(asked: &Asked, status: &str) -> Reply {
    match asked.job() {
        Some(number) => Reply::job(number, status),
        None => Reply::new(404, r#"{"error":"no such call"}"#),
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(mut wire: TcpStream, shared: Arc<Shared>) {
    let mut buffer = Vec::new();
    while let Some(head) = read_head(&mut wire, &mut buffer).await {
        let asked = parse(&head);
        let reply = {
            lock(&shared.asked).push(asked.clone());
            let plan = Arc::clone(&lock(&shared.plan));
            plan(&asked)
        };
        let now = shared.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        shared.most_at_once.fetch_max(now, Ordering::SeqCst);
        let sent = answer(&mut wire, &reply).await;
        shared.under_way.fetch_sub(1, Ordering::SeqCst);
        if sent.is_none() {
            return;
        }
    }
}

/// None where the one who asked has gone.
async fn answer(wire: &mut TcpStream, reply: &Reply) -> Option<()> {
    let mut end = [0; 1];
    tokio::select! {
        () = tokio::time::sleep(reply.after) => {}
        // Nothing more is sent before the answer, so whatever comes is the end.
        _ = wire.read(&mut end), if !reply.after.is_zero() => return None,
    }
    let text = format!(
        "HTTP/1.1 {} x\r\ncontent-type: application/json\r\n{}content-length: {}\r\n\r\n{}",
        reply.status,
        reply.headers,
        reply.body.len(),
        reply.body
    );
    wire.write_all(text.as_bytes()).await.ok()
}

async fn read_head(wire: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<String> {
    loop {
        if let Some(at) = buffer.windows(4).position(|part| part == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..at]).into_owned();
            buffer.drain(..at + 4);
            skip_body(wire, buffer, &head).await?;
            return Some(head);
        }
        if wire.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}

async fn skip_body(wire: &mut TcpStream, buffer: &mut Vec<u8>, head: &str) -> Option<()> {
    let length: usize = header(head, "content-length").parse().unwrap_or(0);
    while buffer.len() < length {
        if wire.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    buffer.drain(..length);
    Some(())
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let line = head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    });
    line.unwrap_or_default()
}

fn parse(head: &str) -> Asked {
    let mut words = head.split_whitespace();
    let mut word = || words.next().unwrap_or_default().to_owned();
    Asked {
        method: word(),
        path: word(),
        key: header(head, "x-api-key").to_owned(),
        at: Instant::now(),
    }
}
