//! A server that does with each connection what its script says.

use std::collections::VecDeque;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::received::Received;

/// What happens to one connection. The last one of a list goes on for ever.
#[derive(Debug, Clone)]
pub(crate) enum Script {
    /// Reads a request, answers, closes.
    Answer(Vec<u8>),
    /// Reads and answers this many requests, then closes without a word.
    KeepAlive(Vec<u8>, usize),
    /// Speaks before it listens, then closes.
    Speak(Vec<u8>),
    /// Closes at once.
    DropUnread,
    /// Closes after the first bytes.
    DropWithin,
    /// Reads a request, closes without an answer.
    DropAfter,
    /// Reads a request and answers after a while.
    Late(Duration, Vec<u8>),
    /// Reads a request and answers byte by byte.
    Drip(Duration, Vec<u8>),
}

#[derive(Debug, Default)]
struct Seen {
    connections: usize,
    requests: Vec<Received>,
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl Server {
    pub(crate) fn start(scripts: impl IntoIterator<Item = Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let mut scripts: VecDeque<_> = scripts.into_iter().collect();
        let kept = Arc::clone(&seen);
        // Ends with the test process; it holds nothing but its socket.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let script = if scripts.len() > 1 {
                    scripts.pop_front()
                } else {
                    scripts.front().cloned()
                };
                kept.lock().unwrap().connections += 1;
                let kept = Arc::clone(&kept);
                thread::spawn(move || play(script.unwrap(), stream.unwrap(), &kept));
            }
        });
        Self { address, seen }
    }

    /// A server that answers every request like this.
    pub(crate) fn answering(answer: Vec<u8>) -> Self {
        Self::start([Script::Answer(answer)])
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) const fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    pub(crate) fn requests(&self) -> Vec<Received> {
        self.seen.lock().unwrap().requests.clone()
    }

    /// The one request that came.
    pub(crate) fn only_request(&self) -> Received {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "requests: {requests:?}");
        requests.into_iter().next().unwrap()
    }
}

fn play(script: Script, mut stream: TcpStream, seen: &Mutex<Seen>) {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    match script {
        Script::Answer(answer) => {
            if take(&mut stream, seen) {
                let _ = stream.write_all(&closing(answer));
                finish(&mut stream);
            }
        }
        Script::KeepAlive(answer, times) => {
            for _ in 0..times {
                if !take(&mut stream, seen) {
                    return;
                }
                let _ = stream.write_all(&answer);
            }
            // The next request on this connection meets a closed door.
            take(&mut stream, seen);
        }
        Script::Speak(words) => {
            let _ = stream.write_all(&words);
            finish(&mut stream);
        }
        Script::DropUnread => {}
        Script::DropWithin => {
            let _ = stream.read(&mut [0; 20]);
        }
        Script::DropAfter => {
            take(&mut stream, seen);
        }
        Script::Late(wait, answer) => {
            take(&mut stream, seen);
            thread::sleep(wait);
            let _ = stream.write_all(&closing(answer));
        }
        Script::Drip(wait, answer) => {
            take(&mut stream, seen);
            for byte in answer {
                thread::sleep(wait);
                if stream.write_all(&[byte]).is_err() {
                    return;
                }
            }
        }
    }
}

/// The answer with word that the connection ends with it, where it is one of HTTP.
fn closing(answer: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(answer).unwrap();
    match text.split_once("\r\n") {
        Some((first, rest)) if first.starts_with("HTTP/1.1 ") => {
            format!("{first}\r\nConnection: close\r\n{rest}").into_bytes()
        }
        _ => text.into_bytes(),
    }
}

/// Closes softly, so that an answer that is still on its way is not thrown away.
fn finish(stream: &mut TcpStream) {
    let _ = stream.shutdown(Shutdown::Write);
    let _ = stream.read(&mut [0; 1024]);
}

/// Reads one whole request; false where none came.
fn take(stream: &mut TcpStream, seen: &Mutex<Seen>) -> bool {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some(request) = Received::parse(&bytes) {
            seen.lock().unwrap().requests.push(request);
            return true;
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return false,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

/// An HTTP answer with a JSON body.
pub(crate) fn json(status: u16, body: &str) -> Vec<u8> {
    with_type(status, "application/json", "", body)
}

/// An HTTP answer; `headers` holds whole lines.
pub(crate) fn with_type(status: u16, kind: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}
