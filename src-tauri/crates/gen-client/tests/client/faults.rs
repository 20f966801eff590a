//! Cut connections, silence and floods, and what they mean for a paid create.

use std::time::{Duration, Instant};

use gen_client::{CallError, CreateError, FailedLayer, Interruption, diagnose};

use crate::server::{Script, Server, json, with_type};
use crate::setting::{CREATED, agent, client, job_id, spec};

/// Long enough for a transport that repeats to have done so.
const AFTERMATH: Duration = Duration::from_millis(300);

async fn unknown_create(script: Script) -> (CallError, usize, usize) {
    let server = Server::start([script]);
    let error = client(&server).create(&agent(), &spec(), "k").await.unwrap_err();
    tokio::time::sleep(AFTERMATH).await;
    let CreateError::Unknown(cause) = error else {
        panic!("not unknown: {error:?}")
    };
    assert!(!cause.provably_not_sent() && cause.may_have_acted());
    (cause, server.requests().len(), server.connections())
}

fn assert_interrupted(error: &CallError, how: Interruption) {
    assert!(
        matches!(error, CallError::Interrupted { what, .. } if *what == how),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_create_dropped_unread_is_unknown_and_never_resent() {
    let (cause, _, connections) = unknown_create(Script::DropUnread).await;
    assert_interrupted(&cause, Interruption::Reset);
    assert_eq!(connections, 1);
}

#[tokio::test]
async fn a_create_dropped_while_it_is_read_is_unknown_and_never_resent() {
    let (cause, _, connections) = unknown_create(Script::DropWithin).await;
    assert_interrupted(&cause, Interruption::Reset);
    assert_eq!(connections, 1);
}

#[tokio::test]
async fn a_create_dropped_after_it_was_read_is_unknown_and_never_resent() {
    let (cause, requests, connections) = unknown_create(Script::DropAfter).await;
    assert_interrupted(&cause, Interruption::Reset);
    assert_eq!((requests, connections), (1, 1));
}

#[tokio::test]
async fn a_create_answered_too_late_is_unknown_and_never_resent() {
    let begun = Instant::now();
    let (cause, requests, connections) =
        unknown_create(Script::Late(Duration::from_secs(20), json(201, CREATED))).await;
    assert_interrupted(&cause, Interruption::TimedOut);
    assert_eq!((requests, connections), (1, 1));
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "the total time-out holds"
    );
}

#[tokio::test]
async fn an_answer_that_drips_for_ever_runs_into_the_total_time_out() {
    let (cause, requests, _) =
        unknown_create(Script::Drip(Duration::from_millis(100), json(201, CREATED))).await;
    assert_interrupted(&cause, Interruption::TimedOut);
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn an_answer_that_drips_in_time_is_read() {
    let server = Server::start([Script::Drip(Duration::from_millis(2), json(201, CREATED))]);
    assert_eq!(client(&server).create(&agent(), &spec(), "k").await, Ok(job_id()));
}

#[tokio::test]
async fn a_created_answer_whose_body_is_cut_is_unknown() {
    let mut answer = json(201, CREATED);
    answer.truncate(answer.len() - 4);
    let (cause, requests, _) = unknown_create(Script::Answer(answer)).await;
    assert_interrupted(&cause, Interruption::BodyCut);
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn a_created_answer_without_a_readable_id_is_unknown() {
    let bodies = [
        "",
        "null",
        "[]",
        "{}",
        r#"{"user_job_id": null}"#,
        r#"{"user_job_id": 1.5}"#,
        r#"{"user_job_id": -3}"#,
        r#"{"user_job_id": ""}"#,
        r#"{"user_job_id": [1]}"#,
        r#"{"user_job_id": 123"#,
        r#"{"user_job_id": 123456789012345678901234567890}"#,
        r#"{"user_job_id": "a b"}"#,
        "<html>Created</html>",
    ];
    for body in bodies {
        let (cause, requests, _) = unknown_create(Script::Answer(json(201, body))).await;
        assert!(
            matches!(cause, CallError::Unreadable { status: 201, .. }),
            "{body}: {cause:?}"
        );
        assert_eq!(requests, 1);
    }
}

#[tokio::test]
async fn a_server_error_to_a_create_is_unknown_and_never_resent() {
    for status in [500, 502, 503, 504] {
        let (cause, requests, _) = unknown_create(Script::Answer(json(status, "{}"))).await;
        assert!(
            matches!(cause, CallError::Refused { status: seen, .. } if seen == status),
            "{cause:?}"
        );
        assert_eq!(requests, 1);
    }
}

#[tokio::test]
async fn a_create_never_goes_over_a_kept_connection() {
    // The first answers invite to keep the connection, which then dies on the next request.
    let server = Server::start([
        Script::KeepAlive(json(200, r#"{"status":"pending"}"#), 1),
        Script::KeepAlive(json(201, CREATED), 1),
        Script::DropAfter,
    ]);
    let client = client(&server);
    client.job(&agent(), &job_id()).await.unwrap();
    client.create(&agent(), &spec(), "a").await.unwrap();
    let error = client.create(&agent(), &spec(), "b").await.unwrap_err();
    tokio::time::sleep(AFTERMATH).await;
    assert!(matches!(error, CreateError::Unknown(_)), "{error:?}");
    let intents: Vec<_> = server
        .requests()
        .iter()
        .map(|r| r.header("idempotency-key").map(str::to_owned))
        .collect();
    assert_eq!(intents, [None, Some("a".to_owned()), Some("b".to_owned())]);
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn reads_share_a_kept_connection() {
    let server = Server::start([Script::KeepAlive(json(200, r#"{"status":"pending"}"#), 5)]);
    let client = client(&server);
    for _ in 0..3 {
        client.job(&agent(), &job_id()).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 3));
}

#[tokio::test]
async fn a_flood_is_cut_at_the_limit() {
    // Claims far more than it sends, so that only a client that counts stops early.
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n";
    let flood = [head.as_bytes(), &[b' '; 100_000]].concat();
    let server = Server::answering(flood);
    let error = client(&server).job(&agent(), &job_id()).await.unwrap_err();
    assert_eq!(error, CallError::TooLarge { limit: 4096 });
}

#[tokio::test]
async fn a_refusal_keeps_its_status_however_its_body_ends() {
    let mut cut = json(
        403,
        r#"{"error": "no access", "error_code": "permission_denied"}"#,
    );
    cut.truncate(cut.len() - 10);
    let flood = with_type(403, "text/plain", "", &"no ".repeat(50_000));
    for answer in [cut, flood] {
        let server = Server::answering(answer);
        let error = client(&server).job(&agent(), &job_id()).await.unwrap_err();
        assert!(
            matches!(error, CallError::Refused { status: 403, .. }),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn nothing_that_speaks_no_http_is_taken_for_an_answer() {
    for bytes in [
        "SSH-2.0-OpenSSH_9.6\r\n",
        "\0\0\0\0",
        "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
    ] {
        let (cause, _, connections) = unknown_create(Script::Answer(bytes.as_bytes().to_vec())).await;
        assert_interrupted(&cause, Interruption::Reset);
        assert_eq!(diagnose(&cause).layer, FailedLayer::Connect);
        assert_eq!(connections, 1);
    }
}

#[tokio::test]
async fn no_more_calls_than_allowed_are_under_way_at_once() {
    let server = Server::start([Script::Late(
        Duration::from_millis(400),
        json(200, r#"{"status":"pending"}"#),
    )]);
    let options = gen_client::ClientOptions {
        max_connections: 2,
        ..crate::setting::options()
    };
    let base = gen_client::BaseUrl::parse(&server.url()).unwrap();
    let client = gen_client::GenClient::new(base, crate::setting::key(), options).unwrap();
    let (agent, job) = (agent(), job_id());
    let early = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        server.requests().len()
    };
    let (_, _, _, seen) = tokio::join!(
        client.job(&agent, &job),
        client.job(&agent, &job),
        client.job(&agent, &job),
        early
    );
    assert_eq!(seen, 2);
    assert_eq!(server.requests().len(), 3);
}
