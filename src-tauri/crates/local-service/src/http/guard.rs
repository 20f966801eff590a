//! Keeps web pages out. A page in a browser on this machine can send requests to loopback; it
//! betrays itself by its `Origin`, or, after a name was bound to 127.0.0.1, by its `Host`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, Uri, header};

use super::Api;
use crate::refusal::Refusal;

/// Refuses foreign pages, and everything once the service is stopping.
pub(super) async fn own_page_only(
    State(api): State<Arc<Api>>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    if api.cancel.is_cancelled() {
        return Err(Refusal::Stopping);
    }
    check(request.headers(), request.uri(), api.address.port())?;
    Ok(next.run(request).await)
}

/// Answers hold captions and comments of strangers: nothing may guess at their type or keep them.
pub(super) async fn security_headers(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

fn check(headers: &HeaderMap, uri: &Uri, port: u16) -> Result<(), Refusal> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Err(Refusal::ForeignPage("the Host header has to be there once"));
    };
    let absolute_elsewhere = uri
        .authority()
        .is_some_and(|authority| !is_own(authority.as_str(), port));
    if !host.to_str().is_ok_and(|host| is_own(host, port)) || absolute_elsewhere {
        return Err(Refusal::ForeignPage("the Host header names another host"));
    }
    let own_origin = |value: &HeaderValue| {
        value
            .to_str()
            .ok()
            .and_then(|origin| origin.strip_prefix("http://"))
            .is_some_and(|host| is_own(host, port))
    };
    if !headers.get_all(header::ORIGIN).iter().all(own_origin) {
        return Err(Refusal::ForeignPage("the Origin header names another page"));
    }
    Ok(())
}

/// `127.0.0.1:PORT`, `localhost:PORT` or `[::1]:PORT`.
fn is_own(host: &str, port: u16) -> bool {
    let Some((name, given)) = host.rsplit_once(':') else {
        return false;
    };
    let is_loopback = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(inner) => inner
            .parse()
            .is_ok_and(|ip: Ipv6Addr| IpAddr::V6(ip).is_loopback()),
        None => {
            name.eq_ignore_ascii_case("localhost")
                || name.parse().is_ok_and(|ip: Ipv4Addr| ip == Ipv4Addr::LOCALHOST)
        }
    };
    is_loopback && given == port.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(
                header::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                value.parse().unwrap(),
            );
        }
        map
    }

    #[test]
    fn only_this_hosts_own_names_with_its_own_port_are_let_through() {
        for host in ["127.0.0.1:80", "localhost:80", "LocalHost:80", "[::1]:80"] {
            assert!(is_own(host, 80), "{host}");
        }
        for host in [
            "127.0.0.1",
            "127.0.0.1:81",
            "evil.example:80",
            "127.0.0.1.evil.example:80",
            "localhost.evil:80",
            "0.0.0.0:80",
            "[::]:80",
            "::1:80",
            "127.0.0.2:80",
            "127.0.0.1:080",
            "",
            ":80",
            "user@localhost:80",
        ] {
            assert!(!is_own(host, 80), "{host}");
        }
    }

    #[test]
    fn a_second_host_header_or_any_foreign_origin_is_refused() {
        let uri: Uri = "/v1/me".parse().unwrap();
        let good = ("host", "127.0.0.1:80");
        assert!(check(&headers(&[good]), &uri, 80).is_ok());
        assert!(check(&headers(&[good, ("origin", "http://127.0.0.1:80")]), &uri, 80).is_ok());
        assert!(check(&headers(&[]), &uri, 80).is_err());
        assert!(check(&headers(&[good, good]), &uri, 80).is_err());
        for origin in [
            "null",
            "http://evil.example",
            "https://127.0.0.1:80",
            "tauri://localhost",
            "",
        ] {
            assert!(
                check(&headers(&[good, ("origin", origin)]), &uri, 80).is_err(),
                "{origin}"
            );
        }
        let elsewhere: Uri = "http://evil.example/v1/me".parse().unwrap();
        assert!(check(&headers(&[good]), &elsewhere, 80).is_err());
    }
}
