//! Stopping, repeating, editing: what they do to the job and to the credits.

use serde_json::json;

use crate::service::{Start, fresh};

const MONITOR: &str =
    r##"{"platform":"youtube","type":"hashtag","value":"#cooking","max_results":10,"monitoring":true}"##;
const OPENING: i64 = 1_000 * 8_700;

fn start(pace: &str) -> Start<'_> {
    Start {
        credits: 1_000,
        pace,
        ..Start::default()
    }
}

#[test]
fn stopping_a_job_that_collects_refunds_its_check_in_full() {
    let (_folder, service) = fresh(start("normal"));
    let job = service.create(MONITOR).job();
    service.poll_status(job, "processing");
    assert_eq!(service.balance(), OPENING - 150_000);
    let stop = format!("/v1/user_jobs/{job}/stop");
    let body = [
        "-H",
        "Content-Type: application/json",
        "--data",
        "{\"agent_id\":\"your-agent-id\"}",
    ];
    let answer = service.send("PATCH", &stop, &body);
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert_eq!(service.job(job)["status"], "stopped");
    assert_eq!(service.balance(), OPENING);
    assert_eq!(
        service.send("PATCH", &stop, &[]).status,
        200,
        "stopping twice is no error"
    );
    service
        .update(job, &["days=7"])
        .refused(422, "job_status_invalid");
}

#[test]
fn a_failed_job_is_refunded_and_says_why() {
    let (_folder, service) = fresh(start("fast"));
    for (kind, value, reason) in [
        ("username", "@practice_private", "private"),
        ("hashtag", "#practice_blocked", "blocked"),
        ("keyword", "a practice fail", "refused"),
        ("username", "@practice_busy", "pause"),
    ] {
        let data = json!({"platform": "tiktok", "type": kind, "value": value}).to_string();
        let job = service.create(&data).job();
        let seen = service.poll_status(job, "failed");
        assert!(seen["failed_reason"].as_str().unwrap().contains(reason), "{seen}");
        assert_eq!(seen["result"]["charged_micro_usd"], 0);
    }
    assert_eq!(service.balance(), OPENING);
}

#[test]
fn the_same_idempotency_key_means_the_same_job_and_another_body_under_it_is_refused() {
    let (_folder, service) = fresh(start("fast"));
    let once = MONITOR.replace("true", "false");
    let send = |data: &str, key: &str| {
        let (header, part) = (
            format!("Idempotency-Key: {key}"),
            format!("user_job[data]={data}"),
        );
        let form = [
            "-H",
            &header,
            "-F",
            "user_job[user_job_type]=train_social",
            "--form-string",
            &part,
        ];
        service.send("POST", "/v1/user_jobs", &form)
    };
    let first = send(&once, "intent-1");
    service.poll_status(first.job(), "completed");
    let again = send(&once, "intent-1");
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert!(
        send(MONITOR, "intent-1")
            .refused(422, "validation_error")
            .contains("Idempotency-Key")
    );
    assert_ne!(send(&once, "intent-2").job(), first.job());
    assert_eq!(
        service
            .send("GET", "/v1/user_jobs", &[])
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn a_resting_monitor_set_to_once_is_completed_without_another_check() {
    let (_folder, service) = fresh(start("0.05"));
    let job = service.create(MONITOR).job();
    let resting = service.poll(job, |seen| {
        !seen["result"]["next_check_at"].is_null() && seen["status"] == "processing"
    });
    service.update(job, &["monitoring=false"]).job();
    let done = service.job(job);
    assert_eq!(
        (&done["status"], &done["result"]["checks"]),
        (&"completed".into(), &resting["result"]["checks"])
    );
}

#[test]
fn a_resting_monitor_set_to_once_with_a_new_target_collects_that_once_more() {
    let (_folder, service) = fresh(start("0.05"));
    let job = service.create(MONITOR).job();
    service.poll(job, |seen| {
        seen["result"]["checks"].as_i64() >= Some(1) && !seen["result"]["next_check_at"].is_null()
    });
    service.update(job, &["monitoring=false", "value=#baking"]).job();
    let done = service.poll_status(job, "completed");
    assert_eq!(
        (&done["result"]["checks"], &done["data"]["value"]),
        (&2.into(), &"#baking".into())
    );
}

#[test]
fn an_edit_while_a_check_runs_is_done_by_the_next_one() {
    let (_folder, service) = fresh(start("0.7"));
    let job = service.create(&MONITOR.replace("true", "false")).job();
    service.poll_status(job, "processing");
    service.update(job, &["max_results=3"]).job();
    let done = service.poll_status(job, "completed");
    assert_eq!(
        (&done["result"]["checks"], &done["result"]["posts_scraped"]),
        (&2.into(), &13.into()),
        "{done}"
    );
}

#[test]
fn a_monitor_that_runs_out_of_credits_fails_and_says_so() {
    // $0.2088: one check of ten posts, not two.
    let (_folder, service) = fresh(Start {
        credits: 24,
        ..start("0.01")
    });
    let job = service.create(MONITOR).job();
    let seen = service.poll_status(job, "failed");
    assert!(
        seen["failed_reason"]
            .as_str()
            .unwrap()
            .starts_with("Too few credits"),
        "{seen}"
    );
    assert_eq!(
        (seen["result"]["checks"].as_i64(), service.balance()),
        (Some(1), 24 * 8_700 - 150_000)
    );
}

#[test]
fn the_list_holds_the_agents_jobs_without_their_data() {
    let (_folder, service) = fresh(start("slow"));
    let job = service.create(MONITOR).job();
    let list = service.send("GET", "/v1/user_jobs", &[]).json();
    assert_eq!(list[0]["id"], job);
    assert!(
        list[0].get("data").is_none() && list[0].get("created_at").is_none(),
        "{list}"
    );
    let agents = service.send("GET", "/v1/agents", &[]).json();
    assert_eq!(
        (&agents[0]["id"], &agents[0]["name"]),
        (&"your-agent-id".into(), &"Practice".into())
    );
    let balance = service.send("GET", "/v1/credit_balance", &[]).json();
    assert_eq!(
        (&balance["available_credits"], &balance["agent_id"]),
        (&1_000.into(), &"your-agent-id".into())
    );
}

#[test]
fn a_monitor_rests_after_a_failure_that_may_pass_and_fails_when_it_does_not_pass() {
    let (_folder, service) = fresh(start("fast"));
    let data = r#"{"platform":"tiktok","type":"username","value":"@practice_busy","monitoring":true}"#;
    let job = service.create(data).job();
    let resting = service.poll(job, |seen| !seen["result"]["last_failure"].is_null());
    assert_eq!(
        resting["status"], "processing",
        "one failed check is no failed monitor: {resting}"
    );
    assert!(
        resting["result"]["last_failure"]
            .as_str()
            .unwrap()
            .contains("pause"),
        "{resting}"
    );
    let failed = service.poll_status(job, "failed");
    assert_eq!(failed["failed_reason"], resting["result"]["last_failure"]);
    assert_eq!(service.balance(), OPENING, "what brought nothing costs nothing");
}
