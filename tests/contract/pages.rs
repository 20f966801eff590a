//! Web pages and other names for this machine are kept out, with and without the key.

use crate::curl::curl;
use crate::service::{KEY, Start, fresh};

#[test]
fn a_foreign_host_is_refused() {
    let (_folder, service) = fresh(Start::default());
    let port = service.port().to_owned();
    let foreign = [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".to_owned(),
        format!("127.0.0.1.evil.example:{port}"),
        format!("0.0.0.0:{port}"),
        String::new(),
    ];
    for host in foreign {
        let header = if host.is_empty() {
            "Host;".to_owned()
        } else {
            format!("Host: {host}")
        };
        service
            .send("GET", "/v1/me", &["-H", &header])
            .refused(403, "permission_denied");
    }
    for host in [
        format!("localhost:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
    ] {
        assert_eq!(
            service
                .send("GET", "/v1/me", &["-H", &format!("Host: {host}")])
                .status,
            200,
            "{host}"
        );
    }
}

#[test]
fn a_foreign_origin_is_refused_and_gets_no_permission_to_read() {
    let (_folder, service) = fresh(Start::default());
    for origin in [
        "https://evil.example",
        "null",
        "http://localhost",
        "tauri://localhost",
        "file://",
    ] {
        let header = format!("Origin: {origin}");
        let answer = service.send("POST", "/v1/user_jobs", &["-H", &header, "--data", "a=b"]);
        answer.refused(403, "permission_denied");
        let preflight = curl(&[
            "-i",
            "-X",
            "OPTIONS",
            &service.url("/v1/user_jobs"),
            "-H",
            &header,
        ]);
        assert!(
            !preflight.body.to_lowercase().contains("access-control-allow"),
            "{preflight:?}"
        );
    }
    let own = format!("Origin: {}", service.base);
    assert_eq!(service.send("GET", "/v1/me", &["-H", &own]).status, 200);
}

#[test]
fn a_foreign_page_is_refused_before_its_key_is_looked_at() {
    let (_folder, service) = fresh(Start::default());
    let key = format!("X-API-Key: {KEY}");
    for headers in [
        &["-H", "Origin: https://evil.example"][..],
        &["-H", "Origin: https://evil.example", "-H", &key],
    ] {
        let url = service.url("/v1/me");
        let arguments: Vec<&str> = [url.as_str()]
            .into_iter()
            .chain(headers.iter().copied())
            .collect();
        curl(&arguments).refused(403, "permission_denied");
    }
}
