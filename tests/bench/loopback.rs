//! The plainest service there is: it answers for every job, keeps connections, and looks nothing up, so
//! that what is measured is the one who asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// What the service says of a job, by its number and by how many requests came before.
pub(crate) type Status = dyn Fn(u64, u64) -> &'static str + Send + Sync;

pub(crate) struct Loopback {
    address: String,
    counted: Arc<Counted>,
    _stop: oneshot::Sender<()>,
}

struct Counted {
    begun: Instant,
    answers: AtomicU64,
    lists: AtomicU64,
    offers_list: AtomicBool,
    jobs: AtomicU64,
    /// Nanoseconds since `begun` at the latest answer about a job.
    last_answer: AtomicU64,
    status: Box<Status>,
}

impl Loopback {
    /// A service on a thread of its own; it ends when dropped.
    pub(crate) fn start(status: impl Fn(u64, u64) -> &'static str + Send + Sync + 'static) -> Self {
        let counted = Arc::new(Counted {
            begun: Instant::now(),
            answers: AtomicU64::new(0),
            lists: AtomicU64::new(0),
            offers_list: AtomicBool::new(false),
            jobs: AtomicU64::new(0),
            last_answer: AtomicU64::new(0),
            status: Box::new(status),
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let serving = Arc::clone(&counted);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                tokio::select! {
                    () = accept(listener, serving) => {}
                    _ = stopped => {}
                }
            });
        });
        let address = told.recv().unwrap();
        Self {
            address: format!("http://{address}"),
            counted,
            _stop: stop,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.address
    }

    /// Answers about single jobs so far.
    pub(crate) fn answers(&self) -> u64 {
        self.counted.answers.load(Ordering::SeqCst)
    }

    /// Lists given so far.
    pub(crate) fn lists(&self) -> u64 {
        self.counted.lists.load(Ordering::SeqCst)
    }

    /// From now on the list call answers, with the jobs 1 to `jobs`.
    pub(crate) fn offer_list(&self, jobs: u64) {
        self.counted.jobs.store(jobs, Ordering::SeqCst);
        self.counted.offers_list.store(true, Ordering::SeqCst);
    }

    /// When the latest answer about a job was on its way.
    pub(crate) fn last_answer(&self) -> Instant {
        self.counted.begun + Duration::from_nanos(self.counted.last_answer.load(Ordering::SeqCst))
    }
}

async fn accept(listener: TcpListener, counted: Arc<Counted>) {
    while let Ok((wire, _)) = listener.accept().await {
        let _ = wire.set_nodelay(true);
        tokio::spawn(serve(wire, Arc::clone(&counted)));
    }
}

async fn serve(mut wire: TcpStream, counted: Arc<Counted>) {
    let mut buffer = Vec::with_capacity(4096);
    loop {
        let Some(end) = head_end(&buffer) else {
            match wire.read_buf(&mut buffer).await {
                Ok(read) if read > 0 => continue,
                _ => return,
            }
        };
        let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
        buffer.drain(..end);
        let answer = counted.answer(&head);
        if wire.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn head_end(buffer: &[u8]) -> Option<usize> {
    buffer
        .windows(4)
        .position(|part| part == b"\r\n\r\n")
        .map(|at| at + 4)
}

impl Counted {
    fn answer(&self, head: &str) -> String {
        let path = head.split_whitespace().nth(1).unwrap_or_default();
        let path = path.split('?').next().unwrap_or_default();
        let number = path
            .strip_prefix("/v1/user_jobs/")
            .and_then(|text| text.parse().ok());
        match number {
            Some(number) => self.job(number),
            None if path == "/v1/user_jobs" && self.offers_list.load(Ordering::SeqCst) => self.list(),
            None => said("404 Not Found", r#"{"error":"no such call"}"#),
        }
    }

    fn job(&self, number: u64) -> String {
        let before = self.answers.fetch_add(1, Ordering::SeqCst);
        let body = job(number, (self.status)(number, before));
        let passed = u64::try_from(self.begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.last_answer.store(passed, Ordering::SeqCst);
        said("200 OK", &body)
    }

    fn list(&self) -> String {
        self.lists.fetch_add(1, Ordering::SeqCst);
        let jobs = self.jobs.load(Ordering::SeqCst);
        let entries: Vec<_> = (1..=jobs)
            .map(|number| job(number, (self.status)(number, 0)))
            .collect();
        said("200 OK", &format!("[{}]", entries.join(",")))
    }
}

fn job(number: u64, status: &str) -> String {
    format!(
        r#"{{"id":{number},"user_job_type":"train_social","status":"{status}","failed_reason":null,"result":null}}"#
    )
}

fn said(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}
