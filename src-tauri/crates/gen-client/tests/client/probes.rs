//! The calls that a service may or may not offer.

use contract::{AgentId, ErrorCode, JobStatus};
use gen_client::{CallError, Probe};
use serde_json::{Value, json};

use crate::server::{Server, json as answer, with_type};
use crate::setting::{agent, client, job_id, spec};

fn answered<T: std::fmt::Debug>(probe: Result<Probe<T>, CallError>) -> T {
    match probe {
        Ok(Probe::Answered(found)) => found,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_person_and_their_agents_are_read_with_ids_of_either_kind() {
    let server = Server::answering(answer(200, r#"{"id": 7, "email": "a@b.c", "created_at": "x"}"#));
    let me = answered(client(&server).me().await);
    assert_eq!(
        (me.id.as_deref(), me.email.as_deref(), me.name),
        (Some("7"), Some("a@b.c"), None)
    );
    assert!(me.extra.contains_key("created_at"));
    assert_eq!(server.only_request().target, "/v1/me");

    let body = r#"[{"id": 1, "name": "One"}, {"id": "two", "workspace_id": 9}, {"name": "no id"}]"#;
    let server = Server::answering(answer(200, body));
    let agents = answered(client(&server).agents().await);
    let ids: Vec<_> = agents.iter().map(|agent| agent.id.as_str()).collect();
    assert_eq!(ids, ["1", "two"]);
    assert_eq!(agents[1].workspace_id.as_deref(), Some("9"));
    assert_eq!(server.only_request().target, "/v1/agents");
}

#[tokio::test]
async fn credits_are_whole_and_never_shown_too_well() {
    let sent = [
        ("1200", 1200),
        ("1200.9", 1200),
        ("\"77\"", 77),
        ("\"77.5\"", 77),
        ("-3", -3),
        ("0", 0),
    ];
    for (text, credits) in sent {
        let server = Server::answering(answer(
            200,
            &format!(r#"{{"available_credits": {text}, "agent_id": 1}}"#),
        ));
        assert_eq!(
            answered(client(&server).credit_balance(&agent()).await).available_credits,
            credits,
            "{text}"
        );
        assert_eq!(
            server.only_request().target,
            "/v1/credit_balance?agent_id=your-agent-id"
        );
    }
    for text in ["1e300", "null", "\"many\"", "[]", "\"NaN\""] {
        let server = Server::answering(answer(200, &format!(r#"{{"available_credits": {text}}}"#)));
        assert_eq!(
            client(&server).credit_balance(&agent()).await,
            Ok(Probe::NotOffered),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_list_of_jobs_is_read_without_its_unreadable_entries() {
    let body =
        r#"[{"id": 1, "status": "pending"}, {"status": "lost"}, 3, {"id": 2, "status": "odd", "x": 1}]"#;
    let server = Server::answering(answer(200, body));
    let jobs = answered(client(&server).list_jobs(&agent()).await);
    let found: Vec<_> = jobs
        .iter()
        .map(|job| (job.id.as_str(), job.status.clone()))
        .collect();
    assert_eq!(
        found,
        [
            ("1", JobStatus::Pending),
            ("2", JobStatus::Other("odd".to_owned()))
        ]
    );
    assert_eq!(
        server.only_request().target,
        "/v1/user_jobs?agent_id=your-agent-id"
    );
}

#[tokio::test]
async fn an_estimate_asks_with_the_same_configuration_as_a_create() {
    let server = Server::answering(answer(200, r#"{"estimated_credits": 86.2, "status": "ok"}"#));
    assert_eq!(
        answered(client(&server).estimate(&agent(), &spec()).await).estimated_credits,
        87
    );
    let request = server.only_request();
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("POST", "/v1/user_jobs/estimate")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(
        (&body["agent_id"], &body["user_job"]["user_job_type"]),
        (&json!("your-agent-id"), &json!("train_social"))
    );
    let data: Value = serde_json::from_str(body["user_job"]["data"].as_str().unwrap()).unwrap();
    assert_eq!(data["value"], "@fashionbrand");
}

#[tokio::test]
async fn a_stop_is_sent_as_documented_and_needs_no_body_in_return() {
    let server = Server::answering(with_type(200, "text/plain", "", ""));
    answered(client(&server).stop(&agent(), &job_id()).await);
    let request = server.only_request();
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("PATCH", "/v1/user_jobs/12345/stop")
    );
    assert_eq!(request.body, br#"{"agent_id":"your-agent-id"}"#);
}

#[tokio::test]
async fn a_job_that_cannot_be_stopped_is_refused_and_not_taken_for_a_missing_call() {
    for code in [ErrorCode::UserJobNotFound, ErrorCode::JobStatusInvalid] {
        let body = format!(r#"{{"error": "no", "error_code": "{}"}}"#, code.as_str());
        let server = Server::answering(answer(code.http_status(), &body));
        let error = client(&server).stop(&agent(), &job_id()).await.unwrap_err();
        assert_eq!(error.code(), Some(code));
    }
    let server = Server::answering(with_type(404, "text/html", "", "<h1>Not Found</h1>"));
    assert_eq!(
        client(&server).stop(&agent(), &job_id()).await,
        Ok(Probe::NotOffered)
    );
}

#[tokio::test]
async fn an_absent_call_is_not_offered_and_a_wrong_key_stays_refused() {
    let page = with_type(200, "text/html", "", "<html>Our app</html>");
    for absent in [
        answer(404, "{}"),
        answer(405, ""),
        answer(501, ""),
        page,
        answer(200, "3"),
    ] {
        let server = Server::answering(absent);
        let client = client(&server);
        assert_eq!(client.me().await, Ok(Probe::NotOffered));
        assert_eq!(client.agents().await, Ok(Probe::NotOffered));
        assert_eq!(client.credit_balance(&agent()).await, Ok(Probe::NotOffered));
        assert_eq!(client.list_jobs(&agent()).await, Ok(Probe::NotOffered));
        assert_eq!(client.estimate(&agent(), &spec()).await, Ok(Probe::NotOffered));
    }
    for status in [401, 403, 429, 500] {
        let server = Server::answering(answer(status, "{}"));
        let error = client(&server).me().await.unwrap_err();
        assert!(
            matches!(error, CallError::Refused { status: seen, .. } if seen == status),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn an_agent_id_that_is_a_number_can_be_used_at_once() {
    let server = Server::answering(answer(200, r#"[{"id": 18446744073709551615}]"#));
    let agents = answered(client(&server).agents().await);
    assert_eq!(agents[0].id, AgentId::parse("18446744073709551615").unwrap());
}
