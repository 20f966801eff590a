//! Every documented error, as curl meets it.

use crate::curl::curl;
use crate::service::{AGENT, KEY, Start, fresh};

const GOOD: &str = r##"{"platform":"youtube","type":"hashtag","value":"#cooking","max_results":5}"##;

#[test]
fn a_missing_wrong_or_doubled_key_is_401_unauthorized_on_every_call() {
    let (_folder, service) = fresh(Start::default());
    let near = format!("X-API-Key: {}", &KEY[..KEY.len() - 1]);
    let right = format!("X-API-Key: {KEY}");
    let calls = [
        ("POST", "/v1/user_jobs"),
        ("GET", "/v1/user_jobs"),
        ("GET", "/v1/user_jobs/1"),
        ("PUT", "/v1/user_jobs/1"),
        ("PATCH", "/v1/user_jobs/1/stop"),
        ("GET", "/v1/me"),
        ("GET", "/v1/agents"),
        ("GET", "/v1/credit_balance"),
    ];
    for (method, path) in calls {
        let url = service.url(path);
        curl(&["-X", method, &url]).refused(401, "unauthorized");
        for keys in [
            &["X-API-Key;"][..],
            &[&near],
            &["X-API-Key: something else"],
            &[&right, &right],
        ] {
            let headers = keys.iter().flat_map(|key| ["-H", key]);
            let arguments: Vec<&str> = ["-X", method, &url].into_iter().chain(headers).collect();
            curl(&arguments).refused(401, "unauthorized");
        }
    }
}

#[test]
fn an_agent_of_somebody_else_is_403_permission_denied() {
    let (_folder, service) = fresh(Start::default());
    let key = format!("X-API-Key: {KEY}");
    let data = format!("user_job[data]={GOOD}");
    for agent in ["another", "YOUR-AGENT-ID", "%ff%fe", "a%20b", "..", ""] {
        let url = format!("{}/v1/user_jobs?agent_id={agent}", service.base);
        let form = ["-F", "user_job[user_job_type]=train_social", "-F", &data];
        let arguments: Vec<&str> = ["-X", "POST", &url, "-H", &key].into_iter().chain(form).collect();
        curl(&arguments).refused(403, "permission_denied");
        for path in ["/v1/user_jobs", "/v1/user_jobs/1", "/v1/credit_balance"] {
            let url = format!("{}{path}?agent_id={agent}", service.base);
            curl(&[&url, "-H", &key]).refused(403, "permission_denied");
        }
    }
    let nobody = format!("{}/v1/user_jobs", service.base);
    let text = curl(&[&nobody, "-H", &key]).refused(422, "validation_error");
    assert!(text.contains("agent_id"), "{text}");
}

#[test]
fn a_job_that_does_not_exist_is_404_user_job_not_found() {
    let (_folder, service) = fresh(Start::default());
    for job in ["12345", "0", "-1", "99999999999999999999", "abc", "1%2e5", "%ff"] {
        let path = format!("/v1/user_jobs/{job}");
        service.send("GET", &path, &[]).refused(404, "user_job_not_found");
        service
            .send("PUT", &path, &["-F", "days=7"])
            .refused(404, "user_job_not_found");
        service
            .send("PATCH", &format!("{path}/stop"), &[])
            .refused(404, "user_job_not_found");
    }
}

#[test]
fn a_wrong_field_is_422_validation_error() {
    let (_folder, service) = fresh(Start::default());
    let text = service
        .create(r#"{"platform":"facebook","type":"username","value":"@a"}"#)
        .refused(422, "validation_error");
    assert!(text.contains("platform"), "{text}");
}

#[test]
fn an_agent_that_never_bought_credits_is_422_no_active_credit_purchase() {
    let (_folder, service) = fresh(Start {
        credits: 0,
        ..Start::default()
    });
    service.create(GOOD).refused(422, "no_active_credit_purchase");
    assert_eq!(
        service.send("GET", "/v1/user_jobs", &[]).json(),
        serde_json::json!([]),
        "no job was made"
    );
}

#[test]
fn too_few_credits_are_402_with_the_amounts() {
    // 8 credits are $0.0696: enough for four posts, not for five.
    let (_folder, service) = fresh(Start {
        credits: 8,
        ..Start::default()
    });
    let text = service.create(GOOD).refused(402, "insufficient_credits");
    assert!(text.contains("$0.075") && text.contains("$0.0696"), "{text}");
    service.create(&GOOD.replace('5', "4")).job();
}

#[test]
fn a_finished_failed_or_stopped_job_is_422_job_status_invalid() {
    let (_folder, service) = fresh(Start::default());
    let completed = service.create(GOOD).job();
    service.poll_status(completed, "completed");
    let failed = service
        .create(r#"{"platform":"tiktok","type":"username","value":"@practice_missing"}"#)
        .job();
    let seen = service.poll_status(failed, "failed");
    assert!(
        seen["failed_reason"]
            .as_str()
            .unwrap()
            .contains("@practice_missing was not found"),
        "{seen}"
    );
    for (job, status) in [(completed, "completed"), (failed, "failed")] {
        let text = service
            .update(job, &["days=7"])
            .refused(422, "job_status_invalid");
        assert!(text.contains(status), "{text}");
        service
            .send("PATCH", &format!("/v1/user_jobs/{job}/stop"), &[])
            .refused(422, "job_status_invalid");
    }
    // What is wrong with the fields does not matter where nothing can be changed.
    service
        .update(completed, &["days=8"])
        .refused(422, "job_status_invalid");
}

#[test]
fn an_unknown_address_or_method_has_the_envelope_too() {
    let (_folder, service) = fresh(Start::default());
    for path in [
        "/",
        "/v1",
        "/v1/user_jobs/",
        "/v1/user_job",
        "/v2/user_jobs",
        "/v1/user_jobs/1/start",
    ] {
        service.send("GET", path, &[]).refused(404, "not_found");
    }
    service
        .send("DELETE", "/v1/user_jobs/1", &[])
        .refused(405, "method_not_allowed");
}

#[test]
fn the_agent_of_the_query_wins_over_the_one_of_the_body() {
    let (_folder, service) = fresh(Start::default());
    let data = format!("user_job[data]={GOOD}");
    let form = [
        "-F",
        "agent_id=another",
        "-F",
        "user_job[user_job_type]=train_social",
        "-F",
        &data,
    ];
    service.send("POST", "/v1/user_jobs", &form).job();
    let (url, key) = (
        format!("{}/v1/user_jobs", service.base),
        format!("X-API-Key: {KEY}"),
    );
    let own = format!("agent_id={AGENT}");
    curl(&[
        "-X", "POST", &url, "-H", &key, "-F", &own, "-F", form[3], "-F", &data,
    ])
    .job();
}
