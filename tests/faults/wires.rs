//! Certificates and proxies: each start in a process of its own, whose environment names the authority
//! it trusts and the proxy it goes through.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tests::binaries::built;
use tests::faults::authority::{Authority, HOST, Like};
use tests::faults::fault::Fault;
use tests::faults::http::Kind;
use tests::faults::record;
use tests::faults::server::Server;

use crate::table::html;

/// What a start comes to: the state on the card, the problem's code, and the state in the record.
type Ends = (&'static str, Option<&'static str>, &'static str);

const TAKEN: Ends = ("waiting", None, "created");
const NO_TLS: Ends = ("not_started", Some("tls_failed"), "rejected");
const NO_ANSWER: Ends = ("not_started", Some("cannot_connect"), "rejected");
const NO_PROXY: Ends = ("not_started", Some("proxy_failed"), "rejected");
const LOST: Ends = ("not_known", Some("connection_lost"), "unknown");
const TROUBLE: Ends = ("not_known", Some("service_failure"), "unknown");

const AGREED: &[u8] = b"HTTP/1.1 200 Connection established\r\n\r\n";

/// The names under which an environment may hold a proxy.
const PROXY_NAMES: [&str; 8] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

struct Case<'a> {
    name: &'static str,
    server: &'a Server,
    /// Whether the server is a proxy on the way to a host elsewhere.
    proxied: bool,
    trusted: &'a Authority,
    ends: Ends,
    /// Creates that arrived, and jobs that were made.
    counted: (u32, usize),
}

impl Case<'_> {
    fn holds(&self) {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let said = self.start(folder.path(), &data);
        let code = said["problem"]["code"].as_str();
        let name = self.name;
        assert_eq!(
            (said["state"].as_str(), code),
            (Some(self.ends.0), self.ends.1),
            "{name}: {said}"
        );
        let [start] = &record::starts(&data)[..] else {
            panic!("{name}: not one start");
        };
        assert_eq!(start.state, self.ends.2, "{name}");
        let seen = self.server.seen();
        assert_eq!((seen.post_count(), seen.created.len()), self.counted, "{name}");
        // Whoever is not the service never sees the key.
        assert_eq!(seen.with_key, self.counted.0 as usize, "{name}");
        assert!(seen.connections > 0, "{name}: nobody came by");
    }

    fn start(&self, folder: &Path, data: &Path) -> Value {
        let mut command = Command::new(built("fault-driver"));
        for name in PROXY_NAMES {
            command.env_remove(name);
        }
        let url = if self.proxied {
            command.env("HTTPS_PROXY", format!("http://127.0.0.1:{}", self.server.port()));
            format!("https://{HOST}")
        } else {
            format!("https://127.0.0.1:{}", self.server.port())
        };
        let output = command
            .env("SSL_CERT_FILE", self.trusted.write(folder))
            .env_remove("SSL_CERT_DIR")
            .args(["once", "--patience", "4", "--url", &url, "--folder"])
            .arg(data)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        serde_json::from_str(said.trim()).unwrap_or_else(|_| panic!("{}: {said} {output:?}", self.name))
    }
}

fn tls(ours: &Authority, like: Like, fault: Fault) -> Server {
    Server::with_tls(ours.server(like), move |_| fault.clone())
}

#[test]
fn a_certificate_that_does_not_hold_keeps_a_start_at_home() {
    let (ours, foreign) = (Authority::new(), Authority::new());
    let table = [
        ("sound", Like::Sound, &ours, Fault::None, TAKEN, (1, 1)),
        ("expired", Like::Expired, &ours, Fault::None, NO_TLS, (0, 0)),
        (
            "of another host",
            Like::OtherHost,
            &ours,
            Fault::None,
            NO_TLS,
            (0, 0),
        ),
        (
            "of a foreign authority",
            Like::Sound,
            &foreign,
            Fault::None,
            NO_TLS,
            (0, 0),
        ),
        (
            "sound, then dropped",
            Like::Sound,
            &ours,
            Fault::ActThenDrop,
            LOST,
            (1, 1),
        ),
        (
            "sound, then cut off",
            Like::Sound,
            &ours,
            Fault::DropWithinBody,
            LOST,
            (1, 0),
        ),
    ];
    for (name, like, trusted, fault, ends, counted) in table {
        let server = tls(&ours, like, fault);
        let case = Case {
            name,
            server: &server,
            proxied: false,
            trusted,
            ends,
            counted,
        };
        case.holds();
    }
}

#[test]
fn a_server_that_shakes_no_hand_gets_no_start() {
    let (ours, silent) = (Authority::new(), Server::sound());
    let rude = tls(&ours, Like::Sound, Fault::None);
    rude.drop_unread(usize::MAX);
    // One waits for plain words and says nothing itself, the other hangs up.
    for (name, server, ends) in [("waits", &silent, NO_ANSWER), ("hangs up", &rude, NO_TLS)] {
        let case = Case {
            name,
            server,
            proxied: false,
            trusted: &ours,
            ends,
            counted: (0, 0),
        };
        case.holds();
    }
}

#[test]
fn a_hostile_proxy_gets_neither_the_start_nor_the_key() {
    let (ours, its_own) = (Authority::new(), Authority::new());
    let page = html(200, "Sign in to the guest network");
    let tunnels: [(&str, &[u8], Ends); 6] = [
        (
            "wants a password",
            b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            NO_PROXY,
        ),
        ("forbids", b"HTTP/1.1 403 Forbidden\r\n\r\n", NO_PROXY),
        ("fails", b"HTTP/1.1 502 Bad gateway\r\n\r\n", NO_PROXY),
        ("speaks something else", b"220 mail ready\r\n\r\n", NO_PROXY),
        ("answers with a page", &page, NO_TLS),
        ("listens in with its own certificate", AGREED, NO_TLS),
    ];
    for (name, tunnel, ends) in tunnels {
        let server = Server::proxy(tunnel.to_vec(), its_own.server(Like::Sound), |_| Fault::None);
        let case = Case {
            name,
            server: &server,
            proxied: true,
            trusted: &ours,
            ends,
            counted: (0, 0),
        };
        case.holds();
        assert!(
            server.seen().count(Kind::Other) > 0,
            "{name}: it was not asked for a tunnel"
        );
    }
}

#[test]
fn a_proxy_that_hangs_up_gets_nothing() {
    let (ours, its_own) = (Authority::new(), Authority::new());
    let server = Server::proxy(AGREED.to_vec(), its_own.server(Like::Sound), |_| Fault::None);
    server.drop_unread(usize::MAX);
    let case = Case {
        name: "hangs up",
        server: &server,
        proxied: true,
        trusted: &ours,
        ends: NO_PROXY,
        counted: (0, 0),
    };
    case.holds();
}

/// As companies have them: the computer trusts it, so it is the service for all the app can know.
#[test]
fn a_proxy_that_is_trusted_and_fails_leaves_a_start_unknown() {
    let ours = Authority::new();
    let table = [
        ("passes on", Fault::None, TAKEN),
        ("passes on and drops", Fault::ActThenDrop, LOST),
        (
            "passes on and fails",
            Fault::ActThenSay(html(502, "Bad gateway")),
            TROUBLE,
        ),
    ];
    for (name, fault, ends) in table {
        let config = ours.server(Like::Sound);
        let server = Server::proxy(AGREED.to_vec(), config, move |_| fault.clone());
        let case = Case {
            name,
            server: &server,
            proxied: true,
            trusted: &ours,
            ends,
            counted: (1, 1),
        };
        case.holds();
    }
}
