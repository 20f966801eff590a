//! Where a call may be led, and where the key never goes.

use gen_client::{CallError, CreateError};

use crate::server::{Script, Server, json, with_type};
use crate::setting::{KEY, agent, client, job_id, spec};

fn redirect(status: u16, to: &str) -> Vec<u8> {
    with_type(status, "text/plain", &format!("Location: {to}\r\n"), "")
}

#[tokio::test]
async fn no_call_follows_to_another_host_and_the_key_stays() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::answering(json(200, r#"{"status":"pending"}"#));
        let server = Server::answering(redirect(
            status,
            &format!("http://localhost:{}/v1/x", other.port()),
        ));
        let client = client(&server);
        let read = client.job(&agent(), &job_id()).await.unwrap_err();
        assert_eq!(
            read,
            CallError::Moved {
                status,
                to_host: Some("localhost".to_owned())
            }
        );
        assert!(client.create(&agent(), &spec(), "k").await.is_err());
        assert_eq!(other.connections(), 0);
    }
}

#[tokio::test]
async fn another_port_is_another_host() {
    let other = Server::answering(json(200, r#"{"status":"pending"}"#));
    let server = Server::answering(redirect(307, &format!("{}/v1/x", other.url())));
    let error = client(&server).job(&agent(), &job_id()).await.unwrap_err();
    assert!(matches!(error, CallError::Moved { status: 307, .. }), "{error:?}");
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn a_read_follows_on_its_host_with_the_key() {
    let server = Server::start([
        Script::Answer(redirect(302, "/elsewhere")),
        Script::Answer(json(200, r#"{"status":"pending"}"#)),
    ]);
    client(&server).job(&agent(), &job_id()).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[1].target, "/elsewhere");
    assert_eq!(requests[1].header("x-api-key"), Some(KEY));
    assert_eq!(requests[1].header("referer"), None);
}

#[tokio::test]
async fn a_read_gives_up_after_three_redirects() {
    let server = Server::answering(redirect(302, "/round"));
    let error = client(&server).job(&agent(), &job_id()).await.unwrap_err();
    assert!(matches!(error, CallError::Moved { status: 302, .. }), "{error:?}");
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_create_follows_nowhere_not_even_on_its_host() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::answering(redirect(status, "/v1/user_jobs/new"));
        let error = client(&server).create(&agent(), &spec(), "k").await.unwrap_err();
        assert_eq!(server.only_request().method, "POST");
        // The first three also stand for "done, look there".
        let may_have_acted = status < 304;
        assert_eq!(
            matches!(error, CreateError::Unknown(_)),
            may_have_acted,
            "{status}: {error:?}"
        );
        assert!(error.to_string().contains("moved to 127.0.0.1"), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_without_a_place_is_told_as_one() {
    let server = Server::answering(with_type(302, "text/plain", "", ""));
    let error = client(&server).job(&agent(), &job_id()).await.unwrap_err();
    assert_eq!(
        error,
        CallError::Moved {
            status: 302,
            to_host: None
        }
    );
}
