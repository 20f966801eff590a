//! How jobs are read: leniently, with whole ids.

use contract::{JobId, JobStatus};
use gen_client::{CallError, Job};
use serde_json::json;

use crate::server::{Server, json as answer};
use crate::setting::{CREATED, agent, client, job_id, spec};

async fn read(body: &str) -> Result<Job, CallError> {
    client(&Server::answering(answer(200, body)))
        .job(&agent(), &job_id())
        .await
}

#[tokio::test]
async fn a_full_job_is_read_and_what_is_unknown_is_kept() {
    let job = read(
        r#"{"id": 12345, "user_job_type": "train_social", "status": "failed", "failed_reason": "Account is private",
            "result": {"posts": 3}, "agent_id": "a", "new": [1]}"#,
    )
    .await
    .unwrap();
    assert_eq!(job.id, job_id());
    assert_eq!(job.user_job_type.as_deref(), Some("train_social"));
    assert_eq!(job.status, JobStatus::Failed);
    assert_eq!(job.failed_reason.as_deref(), Some("Account is private"));
    assert_eq!(job.result, Some(json!({"posts": 3})));
    assert_eq!(
        serde_json::Value::Object(job.extra),
        json!({"agent_id": "a", "new": [1]})
    );
}

#[tokio::test]
async fn all_but_the_status_may_be_missing() {
    let job = read(r#"{"status": "processing", "failed_reason": null, "result": null, "id": null}"#)
        .await
        .unwrap();
    assert_eq!((job.id, job.status), (job_id(), JobStatus::Processing));
    assert_eq!(
        (job.user_job_type, job.failed_reason, job.result),
        (None, None, None)
    );
}

#[tokio::test]
async fn an_unknown_status_stays_its_own_word() {
    assert_eq!(
        read(r#"{"status": "paused"}"#).await.unwrap().status,
        JobStatus::Other("paused".to_owned())
    );
}

#[tokio::test]
async fn a_reason_that_is_no_text_stays_readable() {
    let job = read(r#"{"status": "failed", "failed_reason": {"code": 3}}"#)
        .await
        .unwrap();
    assert_eq!(job.failed_reason.as_deref(), Some(r#"{"code":3}"#));
}

#[tokio::test]
async fn what_is_no_job_is_unreadable_and_never_a_guess() {
    let bodies = [
        "",
        "null",
        "[]",
        "3",
        "{}",
        r#"{"id": 12345}"#,
        r#"{"status": 3}"#,
        r#"{"status": ""}"#,
        r#"{"status": "pending""#,
        "<html>Log in</html>",
        r#"{"id": 99, "status": "completed"}"#,
        r#"{"id": {}, "status": "completed"}"#,
    ];
    for body in bodies {
        let error = read(body).await.unwrap_err();
        assert!(
            matches!(error, CallError::Unreadable { status: 200, .. }),
            "{body}: {error:?}"
        );
    }
}

#[tokio::test]
async fn ids_are_numbers_or_text_and_large_ones_stay_whole() {
    for (sent, id) in [
        ("12345", "12345"),
        ("\"12345\"", "12345"),
        ("\"job_7f\"", "job_7f"),
        ("9007199254740993", "9007199254740993"),
        ("18446744073709551615", "18446744073709551615"),
    ] {
        let server = Server::answering(answer(201, &format!(r#"{{"user_job_id": {sent}, "more": 1}}"#)));
        let created = client(&server).create(&agent(), &spec(), "k").await;
        assert_eq!(created, Ok(JobId::parse(id).unwrap()));
    }
}

#[tokio::test]
async fn any_status_of_two_hundred_something_is_agreement() {
    for status in [200, 201, 202] {
        let server = Server::answering(answer(status, CREATED));
        assert_eq!(client(&server).create(&agent(), &spec(), "k").await, Ok(job_id()));
    }
}
