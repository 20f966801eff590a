//! Which layer failed, and that a call that never left says so.

use std::net::TcpListener;

use gen_client::{
    BaseUrl, BaseUrlError, CallError, ClientOptions, CreateError, FailedLayer, GenClient, Layer, diagnose,
};

use crate::server::{Script, Server};
use crate::setting::{agent, alone, client_at, job_id, spec};

async fn not_reached(url: &str) -> Layer {
    match client_at(url).create(&agent(), &spec(), "k").await {
        Err(CreateError::NotSent(CallError::NotReached { layer, detail })) => {
            assert!(!detail.is_empty() && !detail.contains("agent_id"), "{detail}");
            layer
        }
        other => panic!("{url}: {other:?}"),
    }
}

#[tokio::test]
async fn a_name_that_does_not_exist_was_never_sent() {
    assert_eq!(not_reached("https://no-such-host.invalid").await, Layer::Name);
}

#[tokio::test]
async fn a_closed_port_was_never_sent() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    assert_eq!(
        not_reached(&format!("http://127.0.0.1:{port}")).await,
        Layer::Connect
    );
}

#[tokio::test]
async fn a_handshake_that_fails_was_never_sent() {
    for script in [
        Script::DropUnread,
        Script::DropWithin,
        Script::Speak(b"220 no TLS here\r\n".to_vec()),
    ] {
        let server = Server::start([script]);
        assert_eq!(
            not_reached(&format!("https://127.0.0.1:{}", server.port())).await,
            Layer::Tls
        );
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn a_handshake_that_is_never_answered_was_never_sent() {
    // Takes connections, but never says a word.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    assert_eq!(
        not_reached(&format!("https://127.0.0.1:{port}")).await,
        Layer::Connect
    );
}

/// The proxy comes from the environment, so the claim needs a process of its own.
fn with_proxy(proxy: &str) {
    alone(
        "layers::inside_a_proxied_process",
        &[("HTTPS_PROXY", proxy), ("HTTP_PROXY", proxy)],
    );
}

#[test]
fn a_proxy_that_refuses_was_never_sent() {
    for answer in [
        "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
        "HTTP/1.1 403 No\r\n\r\n",
    ] {
        let server = Server::answering(answer.as_bytes().to_vec());
        with_proxy(&server.url());
        let request = server.only_request();
        assert_eq!(
            (request.method.as_str(), request.header("x-api-key")),
            ("CONNECT", None)
        );
    }
}

#[test]
fn a_proxy_that_is_not_there_was_never_sent() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    with_proxy(&format!("http://127.0.0.1:{port}"));
}

#[tokio::test]
#[ignore = "runs in a process with a proxy of its own"]
async fn inside_a_proxied_process() {
    assert_eq!(not_reached("https://gen.example").await, Layer::Proxy);
    // A service on this computer is reached without it.
    let server = Server::answering(crate::server::json(200, r#"{"status":"pending"}"#));
    crate::setting::client(&server)
        .job(&agent(), &job_id())
        .await
        .unwrap();
}

/// Certificates are looked for in the environment, so the claim needs a process of its own.
#[test]
fn a_service_on_this_computer_needs_no_certificates() {
    let nowhere = [("SSL_CERT_FILE", "/nowhere/file"), ("SSL_CERT_DIR", "/nowhere")];
    alone("layers::inside_a_process_without_certificates", &nowhere);
}

#[tokio::test]
#[ignore = "runs in a process without certificates"]
async fn inside_a_process_without_certificates() {
    let hosted = GenClient::new(BaseUrl::hosted(), crate::setting::key(), ClientOptions::default());
    assert!(hosted.unwrap_err().to_string().contains("certificate"));
    let server = Server::answering(crate::server::json(200, r#"{"status":"pending"}"#));
    crate::setting::client(&server)
        .job(&agent(), &job_id())
        .await
        .unwrap();
}

#[test]
fn each_error_names_its_layer() {
    let not_reached = |layer| CallError::NotReached {
        layer,
        detail: "x".to_owned(),
    };
    assert_eq!(diagnose(&not_reached(Layer::Name)).layer, FailedLayer::Name);
    assert_eq!(diagnose(&not_reached(Layer::Tls)).layer, FailedLayer::Tls);
    assert_eq!(diagnose(&not_reached(Layer::Proxy)).layer, FailedLayer::Proxy);
    let moved = diagnose(&CallError::Moved {
        status: 301,
        to_host: Some("a.b".to_owned()),
    });
    assert_eq!((moved.layer, moved.status), (FailedLayer::Http, Some(301)));
    assert_eq!(moved.detail, "the address has moved to a.b");
}

#[test]
fn only_addresses_that_keep_the_key_safe_are_taken() {
    let taken = [
        ("https://api.gen.pro", "https://api.gen.pro"),
        (" https://api.gen.pro/ ", "https://api.gen.pro"),
        ("https://gen.example/team/api", "https://gen.example/team/api"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:1", "http://[::1]:1"),
    ];
    for (text, shown) in taken {
        assert_eq!(BaseUrl::parse(text).unwrap().to_string(), shown);
    }
    let refused = [
        ("", BaseUrlError::Unreadable),
        ("api.gen.pro", BaseUrlError::Unreadable),
        ("http://api.gen.pro", BaseUrlError::NotHttps),
        ("http://localhost.example", BaseUrlError::NotHttps),
        ("http://127.0.0.1.example", BaseUrlError::NotHttps),
        ("http://10.0.0.1", BaseUrlError::NotHttps),
        ("http://0.0.0.0", BaseUrlError::NotHttps),
        ("ftp://api.gen.pro", BaseUrlError::NotHttps),
        ("file:///etc", BaseUrlError::NotHttps),
        ("https://key@api.gen.pro", BaseUrlError::HasUser),
        ("https://api.gen.pro?key=1", BaseUrlError::HasQuery),
        ("https://api.gen.pro/#x", BaseUrlError::HasQuery),
        ("https://api.gen.pro/v1/", BaseUrlError::HasVersion),
    ];
    for (text, why) in refused {
        assert_eq!(BaseUrl::parse(text), Err(why), "{text}");
    }
    assert_eq!(BaseUrl::hosted().to_string(), "https://api.gen.pro");
    assert!(!BaseUrl::hosted().is_loopback());
}
