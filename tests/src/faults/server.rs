//! A service on a real socket that keeps jobs, counts, and misbehaves as it is told.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::fault::Fault;
use super::http::{Kind, Request, read_head};
use super::jobs::{Offers, Seen};

/// The longest a connection may say nothing: longer than any client of these tests waits.
const SILENCE_MAX: Duration = Duration::from_secs(60);

type Plan = dyn Fn(&Request) -> Fault + Send + Sync;

struct Inner {
    plan: Mutex<Arc<Plan>>,
    seen: Mutex<Seen>,
    offers: Mutex<Offers>,
    at_once: Mutex<HashMap<Kind, usize>>,
    stop: AtomicBool,
    drop_unread: AtomicUsize,
    tls: Option<Arc<rustls::ServerConfig>>,
    tunnel: Option<Vec<u8>>,
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
        Self::bind(anywhere(), None, None, plan)
    }

    /// One that behaves, on a socket that was kept for it.
    pub fn on(listener: TcpListener) -> Self {
        Self::bind(listener, None, None, |_| Fault::None)
    }

    /// One that behaves.
    pub fn sound() -> Self {
        Self::start(|_| Fault::None)
    }

    /// With TLS.
    pub fn with_tls(
        tls: Arc<rustls::ServerConfig>,
        plan: impl Fn(&Request) -> Fault + Send + Sync + 'static,
    ) -> Self {
        Self::bind(anywhere(), Some(tls), None, plan)
    }

    /// A proxy that answers `CONNECT` with these bytes; where they agree, it does not pass the tunnel
    /// on, but listens in with this certificate.
    pub fn proxy(
        answer: Vec<u8>,
        tls: Arc<rustls::ServerConfig>,
        plan: impl Fn(&Request) -> Fault + Send + Sync + 'static,
    ) -> Self {
        Self::bind(anywhere(), Some(tls), Some(answer), plan)
    }

    fn bind(
        listener: TcpListener,
        tls: Option<Arc<rustls::ServerConfig>>,
        tunnel: Option<Vec<u8>>,
        plan: impl Fn(&Request) -> Fault + Send + Sync + 'static,
    ) -> Self {
        let address = listener.local_addr().unwrap();
        let inner = Arc::new(Inner {
            plan: Mutex::new(Arc::new(plan)),
            seen: Mutex::default(),
            offers: Mutex::default(),
            at_once: Mutex::default(),
            stop: AtomicBool::new(false),
            drop_unread: AtomicUsize::new(0),
            tls,
            tunnel,
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

    /// How many requests of this kind are being answered right now.
    pub fn under_way(&self, kind: Kind) -> usize {
        lock(&self.inner.at_once).get(&kind).copied().unwrap_or(0)
    }

    /// From now on it does this.
    pub fn plan(&self, plan: impl Fn(&Request) -> Fault + Send + Sync + 'static) {
        *lock(&self.inner.plan) = Arc::new(plan);
    }

    /// From now on every request meets this.
    pub fn always(&self, fault: Fault) {
        self.plan(move |_| fault.clone());
    }

    /// From now on it has these optional calls.
    pub fn offer(&self, offers: Offers) {
        *lock(&self.inner.offers) = offers;
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

/// A free port of this computer.
fn anywhere() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

/// Every change under these locks is whole, so what a panic left behind is.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inner {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        lock(&self.seen)
    }

    fn take(&self, mut wire: TcpStream) {
        self.seen().connections += 1;
        let one_less = |left: usize| left.checked_sub(1);
        if self
            .drop_unread
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less)
            .is_ok()
        {
            return;
        }
        let _ = wire.set_read_timeout(Some(SILENCE_MAX));
        let _ = wire.set_write_timeout(Some(SILENCE_MAX));
        if !self.open_tunnel(&mut wire).unwrap_or(false) {
            return;
        }
        let closing = wire.try_clone();
        let _ = match &self.tls {
            None => self.serve(wire),
            Some(config) => self.serve_safely(config, wire),
        };
        if let Ok(closing) = closing {
            // Softly, so that an answer that is still on its way is not thrown away.
            let _ = closing.shutdown(Shutdown::Write);
        }
    }

    /// Whether the connection goes on to the service.
    fn open_tunnel(&self, wire: &mut TcpStream) -> io::Result<bool> {
        let Some(answer) = &self.tunnel else {
            return Ok(true);
        };
        let Some(request) = read_head(wire)? else {
            return Ok(false);
        };
        self.seen().note(&request);
        wire.write_all(answer)?;
        Ok(answer.starts_with(b"HTTP/1.1 200"))
    }

    fn serve_safely(&self, config: &Arc<rustls::ServerConfig>, wire: TcpStream) -> io::Result<()> {
        let tls = rustls::ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
        let mut wire = rustls::StreamOwned::new(tls, wire);
        let done = self.serve(&mut wire);
        wire.conn.send_close_notify();
        wire.flush()?;
        done
    }

    fn serve(&self, mut wire: impl Read + Write) -> io::Result<()> {
        let Some(mut request) = read_head(&mut wire)? else {
            return Ok(());
        };
        self.seen().note(&request);
        let plan = Arc::clone(&lock(&self.plan));
        let _under_way = UnderWay::begin(self, request.kind());
        plan(&request).happen(&mut wire, &mut request, |request| self.act(request))
    }

    fn act(&self, request: &Request) -> Vec<u8> {
        let offers = *lock(&self.offers);
        self.seen().act(request, offers)
    }
}

/// Counts a request while it is being answered.
struct UnderWay<'a> {
    server: &'a Inner,
    kind: Kind,
}

impl<'a> UnderWay<'a> {
    fn begin(server: &'a Inner, kind: Kind) -> Self {
        let now = {
            let mut at_once = lock(&server.at_once);
            let count = at_once.entry(kind).or_default();
            *count += 1;
            *count
        };
        let mut seen = server.seen();
        let most = seen.most_at_once.entry(kind).or_default();
        *most = now.max(*most);
        Self { server, kind }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if let Some(count) = lock(&self.server.at_once).get_mut(&self.kind) {
            *count -= 1;
        }
    }
}
