//! Which addresses may be asked. A post's data comes from strangers: an address in it must never make
//! this computer ask its own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// How far pictures are fetched from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The internet, over HTTPS.
    Public,
    /// This machine alone, over HTTP: for tests.
    Loopback,
}

impl Reach {
    /// Whether an address may be asked, as far as its text tells.
    pub(super) fn takes(self, url: &Url) -> bool {
        let scheme = match self {
            Self::Public => "https",
            Self::Loopback => "http",
        };
        let plain = url.scheme() == scheme && url.username().is_empty() && url.password().is_none();
        let host = match url.host() {
            Some(Host::Ipv4(ip)) => self.takes_ip(ip.into()),
            Some(Host::Ipv6(ip)) => self.takes_ip(ip.into()),
            // A name is judged by what it resolves to.
            Some(Host::Domain(name)) => !name.is_empty(),
            None => false,
        };
        plain && host
    }

    /// Whether a machine may be asked.
    pub(super) fn takes_ip(self, ip: IpAddr) -> bool {
        match (self, ip) {
            (Self::Loopback, ip) => ip.is_loopback(),
            (Self::Public, IpAddr::V4(ip)) => is_public_v4(ip),
            (Self::Public, IpAddr::V6(ip)) => is_public_v6(ip),
        }
    }
}

/// Source: the IANA registry of special-purpose IPv4 addresses.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    let benchmark = a == 198 && (18..20).contains(&b);
    let ends = a == 0 || a >= 224;
    !(ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_broadcast()
        || shared
        || protocol
        || benchmark
        || ends)
}

/// Source: as above for IPv6. Addresses that carry an IPv4 one are judged by that.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    let parts = ip.segments();
    let [a, b, ..] = parts;
    let inner = |high: u16, low: u16| {
        let ([w, x], [y, z]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(w, x, y, z)
    };
    match (a, b) {
        (0x2002, _) => is_public_v4(inner(parts[1], parts[2])),
        (0x64, 0xff9b) => is_public_v4(inner(parts[6], parts[7])),
        (0x2001, 0xdb8 | 0..=0x1ff) => false,
        // Global unicast is all that is given out; unique-local, link-local and the rest lie outside.
        _ => (0x2000..0x4000).contains(&a),
    }
}

/// Resolves names and leaves out machines that may not be asked.
#[derive(Debug)]
pub(super) struct Careful(pub(super) Reach);

impl Resolve for Careful {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let fair: Vec<SocketAddr> = found.filter(|at| reach.takes_ip(at.ip())).collect();
            if fair.is_empty() {
                return Err("the name leads to no machine that may be asked".into());
            }
            Ok(Box::new(fair.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Reach;
    use url::Url;

    #[test]
    fn only_public_machines_are_asked_and_only_over_https() {
        for fair in [
            "https://p16.tiktokcdn.com/x.jpeg",
            "https://8.8.8.8/a",
            "https://[2606:4700::1]/a",
        ] {
            assert!(Reach::Public.takes(&Url::parse(fair).unwrap()), "{fair}");
        }
        for unfair in [
            "http://p16.tiktokcdn.com/x.jpeg",
            "https://127.0.0.1/",
            "https://10.1.2.3/",
            "https://192.168.1.1/",
            "https://172.16.0.1/",
            "https://169.254.169.254/latest",
            "https://100.64.0.1/",
            "https://0.0.0.0/",
            "https://[::1]/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[2002:7f00:1::]/",
            "https://[64:ff9b::a00:1]/",
            "https://224.0.0.1/",
            "https://user@p16.tiktokcdn.com/",
            "file:///etc/passwd",
            "https://2130706433/",
            "https://0x7f.1/",
        ] {
            assert!(!Reach::Public.takes(&Url::parse(unfair).unwrap()), "{unfair}");
        }
    }
}
