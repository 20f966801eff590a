//! What goes over the wire, beside what curl sends for the page's commands.

use std::process::Command;

use contract::{AgentId, JobId, MonitorChanges, MonitorDraft, MonitorSpec};
use serde_json::{Map, Value};

use crate::received::Received;
use crate::server::{Server, json};
use crate::setting::{CREATED, KEY, agent, client, client_at, job_id, parsed, spec};

const CREATE_1: &str = r#"{"platform":"instagram","type":"username","value":"@fashionbrand","days":30,"max_results":50,"monitoring":true}"#;
const CREATE_2: &str =
    r##"{"platform":"youtube","type":"hashtag","value":"#cooking","max_results":50,"monitoring":false}"##;
const CREATE_3: &str = r#"{"platform":"tiktok","type":"keyword","value":"ai tools","days":7,"country":"us","monitoring":true,"comment_monitoring":true}"#;
const UPDATE: [&str; 6] = [
    "platform=instagram",
    "type=username",
    "value=@fashionbrand",
    "days=7",
    "max_results=50",
    "monitoring=true",
];

/// Runs the page's command with only host and key replaced, and gives back what came of it. Its
/// `-F 'value=@fashionbrand'` would make curl upload a file of that name (and fail without one), so
/// such a field is passed as plain text, which is what the page means.
fn by_curl(method: &str, path: &str, fields: &[&str]) -> Received {
    let server = Server::answering(json(201, CREATED));
    let mut curl = Command::new("curl");
    curl.args([
        "--silent",
        "--show-error",
        "--noproxy",
        "*",
        "--max-time",
        "10",
        "-X",
        method,
    ]);
    curl.arg(format!("{}{path}?agent_id=your-agent-id", server.url()));
    curl.args([
        "-H",
        &format!("X-API-Key: {KEY}"),
        "-H",
        "Content-Type: multipart/form-data",
    ]);
    for field in fields {
        curl.args([
            if field.contains("=@") {
                "--form-string"
            } else {
                "-F"
            },
            field,
        ]);
    }
    let output = curl.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    server.only_request()
}

async fn created(spec: &MonitorSpec) -> Received {
    let server = Server::answering(json(201, CREATED));
    assert_eq!(
        client(&server).create(&agent(), spec, "intent-1").await,
        Ok(job_id())
    );
    server.only_request()
}

fn object(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap()
}

/// Method, address, key and the names of the parts in their order are the same; so is the first
/// part, and of the second every key that the page's command has, with its value.
fn assert_agree(ours: &Received, curls: &Received) -> Map<String, Value> {
    assert_eq!((&ours.method, &ours.target), (&curls.method, &curls.target));
    assert_eq!(ours.header("x-api-key"), curls.header("x-api-key"));
    let (our_fields, curl_fields) = (ours.fields(), curls.fields());
    let names = |fields: &[(String, String)]| fields.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&our_fields), ["user_job[user_job_type]", "user_job[data]"]);
    assert_eq!(names(&our_fields), names(&curl_fields));
    assert_eq!(our_fields[0], curl_fields[0]);
    let (mut ours, curls) = (object(&our_fields[1].1), object(&curl_fields[1].1));
    for (name, value) in &curls {
        assert_eq!(ours.remove(name).as_ref(), Some(value), "{name}");
    }
    ours
}

#[tokio::test]
async fn the_pages_first_create_and_ours_agree_to_the_byte() {
    let curls = by_curl(
        "POST",
        "/v1/user_jobs",
        &[
            "user_job[user_job_type]=train_social",
            &format!("user_job[data]={CREATE_1}"),
        ],
    );
    let ours = created(&spec()).await;
    assert!(assert_agree(&ours, &curls).is_empty());
    assert_eq!(ours.parts(), curls.parts());
    assert_eq!(ours.fields()[1].1, CREATE_1);
}

#[tokio::test]
async fn the_pages_second_create_and_ours_agree_but_for_the_period_that_we_always_send() {
    let draft: MonitorDraft = serde_json::from_str(CREATE_2).unwrap();
    let curls = by_curl(
        "POST",
        "/v1/user_jobs",
        &[
            "user_job[user_job_type]=train_social",
            &format!("user_job[data]={CREATE_2}"),
        ],
    );
    let more = assert_agree(&created(&parsed(&draft)).await, &curls);
    assert_eq!(Value::Object(more), serde_json::json!({"days": 0}));
}

#[tokio::test]
async fn the_pages_third_create_and_ours_agree_but_for_the_ceiling_that_we_always_send() {
    let draft: MonitorDraft = serde_json::from_str(CREATE_3).unwrap();
    let curls = by_curl(
        "POST",
        "/v1/user_jobs",
        &[
            "user_job[user_job_type]=train_social",
            &format!("user_job[data]={CREATE_3}"),
        ],
    );
    let ours = created(&parsed(&draft)).await;
    let more = assert_agree(&ours, &curls);
    assert_eq!(Value::Object(more), serde_json::json!({"max_results": 50}));
    let whole = CREATE_3.replace(r#""country":"us","#, r#""country":"us","max_results":50,"#);
    assert_eq!(ours.fields()[1].1, whole, "keys in the order of the page's table");
}

#[tokio::test]
async fn the_pages_update_and_ours_agree_to_the_byte() {
    let curls = by_curl("PUT", "/v1/user_jobs/12345", &UPDATE);
    let before = MonitorDraft {
        platform: Some("tiktok".into()),
        kind: Some("hashtag".into()),
        value: Some("#before".into()),
        days: Some(1),
        max_results: Some(1),
        ..MonitorDraft::default()
    };
    let after = MonitorDraft {
        days: Some(7),
        ..MonitorDraft::from(&spec())
    };
    let changes = MonitorChanges::between(&parsed(&before), &parsed(&after)).unwrap();
    let server = Server::answering(json(200, CREATED));
    assert_eq!(
        client(&server).update(&agent(), &job_id(), &changes).await,
        Ok(job_id())
    );
    let ours = server.only_request();
    assert_eq!((&ours.method, &ours.target), (&curls.method, &curls.target));
    assert_eq!(ours.parts(), curls.parts());
    assert_eq!(ours.header("x-api-key"), curls.header("x-api-key"));
}

#[tokio::test]
async fn an_update_sends_only_what_changes() {
    let after = MonitorSpec {
        comment_monitoring: true,
        ..spec()
    };
    let changes = MonitorChanges::between(&spec(), &after).unwrap();
    let server = Server::answering(json(200, CREATED));
    client(&server)
        .update(&agent(), &job_id(), &changes)
        .await
        .unwrap();
    assert_eq!(
        server.only_request().fields(),
        [("comment_monitoring".to_owned(), "true".to_owned())]
    );
}

#[tokio::test]
async fn a_create_names_itself_its_intent_and_what_it_takes_for_an_answer() {
    let request = created(&spec()).await;
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("idempotency-key"), Some("intent-1"));
    assert!(request.header("user-agent").unwrap().starts_with("Feedwatch/"));
    assert!(
        request.header("content-length").is_some(),
        "a length, not chunks: {request:?}"
    );
}

#[tokio::test]
async fn values_in_any_script_arrive_as_they_are() {
    for value in ["#日本料理", "#café", "#a\"b", "#a\\b", "#--boundary"] {
        let draft = MonitorDraft {
            kind: Some("hashtag".into()),
            value: Some(value.into()),
            ..MonitorDraft::from(&spec())
        };
        let request = created(&parsed(&draft)).await;
        assert_eq!(object(&request.fields()[1].1)["value"], value);
    }
}

#[tokio::test]
async fn ids_and_a_path_in_front_are_kept_and_encoded() {
    let server = Server::answering(json(200, r#"{"status":"pending"}"#));
    let client = client_at(&format!("{}/gen/api/", server.url()));
    let (agent, job) = (AgentId::parse("ünï:1").unwrap(), JobId::parse("ä1").unwrap());
    client.job(&agent, &job).await.unwrap();
    let request = server.only_request();
    assert_eq!(
        request.target,
        "/gen/api/v1/user_jobs/%C3%A41?agent_id=%C3%BCn%C3%AF%3A1"
    );
    assert_eq!((request.method.as_str(), request.body.len()), ("GET", 0));
}
