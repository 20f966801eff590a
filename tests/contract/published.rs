//! The commands of the published page, with nothing but host, key and agent replaced.

use std::process::Command;

use crate::curl::stdout;
use crate::service::{AGENT, KEY, Service, Start, fresh};

const INSTAGRAM_USERNAME: &str = r#"curl -X POST "https://api.gen.pro/v1/user_jobs?agent_id=your-agent-id" \
-H "X-API-Key: your-api-key" \
-H "Content-Type: multipart/form-data" \
-F 'user_job[user_job_type]=train_social' \
-F 'user_job[data]={"platform":"instagram","type":"username","value":"@fashionbrand","days":30,"max_results":50,"monitoring":true}'"#;

const YOUTUBE_HASHTAG: &str = r##"curl -X POST "https://api.gen.pro/v1/user_jobs?agent_id=your-agent-id" \
-H "X-API-Key: your-api-key" \
-H "Content-Type: multipart/form-data" \
-F 'user_job[user_job_type]=train_social' \
-F 'user_job[data]={"platform":"youtube","type":"hashtag","value":"#cooking","max_results":50,"monitoring":false}'"##;

const TIKTOK_KEYWORD: &str = r#"curl -X POST "https://api.gen.pro/v1/user_jobs?agent_id=your-agent-id" \
-H "X-API-Key: your-api-key" \
-H "Content-Type: multipart/form-data" \
-F 'user_job[user_job_type]=train_social' \
-F 'user_job[data]={"platform":"tiktok","type":"keyword","value":"ai tools","days":7,"country":"us","monitoring":true,"comment_monitoring":true}'"#;

const UPDATE: &str = r#"curl -X PUT "https://api.gen.pro/v1/user_jobs/12345?agent_id=your-agent-id" \
-H "X-API-Key: your-api-key" \
-H "Content-Type: multipart/form-data" \
-F 'platform=instagram' \
-F 'type=username' \
-F 'value=@fashionbrand' \
-F 'days=7' \
-F 'max_results=50' \
-F 'monitoring=true'"#;

/// Runs a published command in a shell; the id in its answer.
fn run(service: &Service, command: &str) -> i64 {
    let command = command
        .replace("https://api.gen.pro", &service.base)
        .replace("your-api-key", KEY)
        .replace("your-agent-id", AGENT);
    let output = Command::new("sh").args(["-c", &command]).output().unwrap();
    let said = || String::from_utf8_lossy(&output.stderr).into_owned();
    let answer: serde_json::Value = serde_json::from_str(&stdout(&output))
        .unwrap_or_else(|_| panic!("the answer is not JSON: {}", said()));
    assert_eq!(answer.as_object().unwrap().len(), 1, "{answer}");
    answer["user_job_id"]
        .as_i64()
        .unwrap_or_else(|| panic!("no id: {answer}"))
}

#[test]
fn the_one_time_command_makes_a_job_that_goes_through_the_documented_states() {
    // Slow enough that each state can be seen.
    let (_folder, service) = fresh(Start {
        pace: "0.8",
        ..Start::default()
    });
    let job = run(&service, YOUTUBE_HASHTAG);
    let first = service.job(job);
    assert_eq!(
        (&first["status"], &first["result"]),
        (&"pending".into(), &serde_json::Value::Null)
    );
    assert_eq!(first["user_job_type"], "train_social");
    assert_eq!(first["data"]["value"], "#cooking");
    service.poll_status(job, "processing");
    let done = service.poll_status(job, "completed");
    let result = &done["result"];
    let posts = result["posts_found"].as_i64().unwrap();
    assert!((1..=50).contains(&posts), "{done}");
    assert_eq!(
        result["charged_micro_usd"],
        posts * 15_000,
        "each post costs $0.015"
    );
    assert_eq!(
        (&result["practice"], &done["failed_reason"]),
        (&true.into(), &serde_json::Value::Null)
    );
}

#[test]
fn the_monitoring_command_makes_a_job_that_rests_in_processing_and_is_checked_again() {
    let (_folder, service) = fresh(Start::default());
    let job = run(&service, INSTAGRAM_USERNAME);
    let again = service.poll(job, |seen| seen["result"]["checks"].as_i64() >= Some(2));
    assert_eq!(again["status"], "processing");
    assert_eq!(again["data"]["days"], 30);
}

#[test]
fn the_command_with_comments_collects_and_charges_them() {
    let (_folder, service) = fresh(Start {
        pace: "0.1",
        ..Start::default()
    });
    let job = run(&service, TIKTOK_KEYWORD);
    let seen = service.poll(job, |seen| seen["result"]["checks"] == 1);
    let result = &seen["result"];
    let (posts, comments) = (
        result["posts_found"].as_i64().unwrap(),
        result["comments"].as_i64().unwrap(),
    );
    assert!(posts > 0 && comments > 0, "{seen}");
    assert_eq!(result["charged_micro_usd"], posts * 15_000 + comments * 2_000);
    assert_eq!(
        (&seen["data"]["country"], &seen["data"]["comment_monitoring"]),
        (&"us".into(), &true.into())
    );
}

#[test]
fn the_update_command_changes_a_job_that_runs() {
    let (_folder, service) = fresh(Start {
        pace: "normal",
        ..Start::default()
    });
    let job = run(&service, INSTAGRAM_USERNAME);
    // As printed, curl takes `@fashionbrand` for the name of a file to upload and sends nothing, so
    // this one field is sent as plain text; every other part is as published.
    let update = UPDATE
        .replace("12345", &job.to_string())
        .replace("-F 'value=", "--form-string 'value=");
    assert_eq!(run(&service, &update), job);
    let data = &service.job(job)["data"];
    assert_eq!(
        (&data["days"], &data["max_results"], &data["monitoring"]),
        (&7.into(), &50.into(), &true.into())
    );
}

#[test]
fn at_the_default_pace_a_one_time_job_is_done_within_ten_seconds() {
    let (_folder, service) = fresh(Start {
        pace: "normal",
        ..Start::default()
    });
    let start = std::time::Instant::now();
    let job = run(&service, YOUTUBE_HASHTAG);
    service.poll_status(job, "completed");
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
