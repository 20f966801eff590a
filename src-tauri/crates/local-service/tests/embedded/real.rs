use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use local_service::{ServiceConfig, SourceId, SourceKey, SourceSettings};
use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use crate::host::{Host, config};
use crate::stand_in::{self, count};

const TAG: &str = "#cooking";

fn key() -> SourceKey {
    SourceKey::parse("canary-4f1d9b7e2a6c8035").unwrap()
}

fn with(folder: &Path, base: &Url, keys: &[SourceId]) -> ServiceConfig {
    let mut config = config(folder);
    config.sources = SourceSettings {
        youtube_api: Some(base.clone()),
        apify: Some(base.clone()),
        poll_every: Duration::from_millis(5),
        keys: keys.iter().map(|source| (*source, key())).collect(),
        ..SourceSettings::default()
    };
    config
}

async fn start(host: &Host, platform: &str, monitoring: bool) -> i64 {
    let data = json!({"platform": platform, "type": "hashtag", "value": TAG, "monitoring": monitoring});
    let (status, made) = host.create("here", data).await;
    assert_eq!(status, 201, "{made}");
    made["user_job_id"].as_i64().unwrap()
}

fn is(status: &'static str) -> impl Fn(&Value) -> bool {
    move |job| job["status"] == status
}

#[tokio::test]
async fn a_key_that_arrives_at_run_time_is_used_at_once() {
    let (base, _) = stand_in::serve(|_, path, _| stand_in::youtube(path)).await;
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(with(folder.path(), &base, &[])).await.unwrap();
    let data = json!({"platform": "youtube", "type": "hashtag", "value": TAG});
    let (status, refusal) = host.create("here", data).await;
    assert_eq!(
        (status, &refusal["error_code"]),
        (422, &json!("validation_error"))
    );
    assert!(
        refusal["error"]
            .as_str()
            .unwrap()
            .starts_with("YouTube hashtags and keywords need"),
        "{refusal}"
    );
    host.service
        .sources()
        .set_key(SourceId::YoutubeApi, Some(key()))
        .await
        .unwrap();
    let job = start(&host, "youtube", false).await;
    let done = host.poll("here", job, is("completed")).await;
    assert_eq!(
        (
            &done["result"]["source"],
            &done["result"]["posts_found"],
            &done["result"]["charged_micro_usd"]
        ),
        (&json!("youtube_api"), &json!(1), &json!(0))
    );
}

#[tokio::test]
async fn a_used_up_allowance_keeps_the_job_alive_until_midnight_pacific() {
    let body = json!({"error": {"code": 403, "errors": [{"reason": "quotaExceeded"}]}});
    let (base, asked) = stand_in::serve(move |_, _, _| (403, body.clone())).await;
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(with(folder.path(), &base, &[SourceId::YoutubeApi]))
        .await
        .unwrap();
    let job = start(&host, "youtube", false).await;
    let rests = |job: &Value| !job["result"]["last_failure"].is_null();
    let seen = host.poll("here", job, rests).await;
    assert_eq!(
        (&seen["status"], &seen["failed_reason"]),
        (&json!("processing"), &Value::Null)
    );
    let next = seen["result"]["next_check_at"].as_str().unwrap();
    assert!(next.ends_with(":00:00Z"), "a full hour in California: {next}");
    assert!(
        seen["result"]["last_failure"]
            .as_str()
            .unwrap()
            .contains("midnight Pacific")
    );
    assert_eq!(asked.lock().unwrap().len(), 1, "and is not asked again meanwhile");
}

#[tokio::test]
async fn a_refused_key_lets_a_monitor_rest_and_a_new_one_wakes_it() {
    let good = Arc::new(AtomicBool::new(false));
    let works = Arc::clone(&good);
    let (base, _) = stand_in::serve(move |_, path, _| {
        if works.load(Ordering::SeqCst) {
            return stand_in::youtube(path);
        }
        (
            400,
            json!({"error": {"code": 400, "errors": [{"reason": "keyInvalid"}]}}),
        )
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(with(folder.path(), &base, &[SourceId::YoutubeApi]))
        .await
        .unwrap();
    let job = start(&host, "youtube", true).await;
    let seen = host
        .poll("here", job, |job| !job["result"]["last_failure"].is_null())
        .await;
    assert_eq!(seen["status"], "processing");
    assert!(
        seen["result"]["last_failure"]
            .as_str()
            .unwrap()
            .contains("refused your key")
    );
    good.store(true, Ordering::SeqCst);
    host.service
        .sources()
        .set_key(SourceId::YoutubeApi, Some(key()))
        .await
        .unwrap();
    let seen = host.poll("here", job, |job| job["result"]["checks"] == 1).await;
    assert_eq!(
        (&seen["status"], &seen["result"]["last_failure"]),
        (&json!("processing"), &Value::Null)
    );
    let once = start(&host, "youtube", false).await;
    host.poll("here", once, is("completed")).await;
}

#[tokio::test]
async fn a_check_waits_for_keys_that_are_still_being_read() {
    let (base, _) = stand_in::serve(|_, path, _| stand_in::youtube(path)).await;
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(with(folder.path(), &base, &[SourceId::YoutubeApi]))
        .await
        .unwrap();
    let job = start(&host, "youtube", true).await;
    host.poll("here", job, |job| job["result"]["checks"] == 1).await;
    host.service.shutdown().await;
    let mut again = with(folder.path(), &base, &[]);
    again.sources.keys_pending = true;
    let host = Host::start(again).await.unwrap();
    let seen = host.job("here", job).await;
    assert_eq!(
        (&seen["status"], &seen["result"]["last_failure"]),
        (&json!("processing"), &Value::Null)
    );
}

#[tokio::test]
async fn what_apify_charged_is_the_charge_and_touches_no_credits() {
    let (base, _) = stand_in::serve(|method, path, _| stand_in::apify(method, path, "SUCCEEDED")).await;
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(with(folder.path(), &base, &[SourceId::Apify]))
        .await
        .unwrap();
    let job = start(&host, "tiktok", false).await;
    let done = host.poll("here", job, is("completed")).await;
    assert_eq!(done["result"]["charged_micro_usd"], 12_300);
    let (_, balance) = host
        .send(Method::GET, "/v1/credit_balance?agent_id=here", None)
        .await;
    assert_eq!(balance["available_micro_usd"], 0);
    let billed = host
        .service
        .sources()
        .billed_since(SourceId::Apify, contract::UnixMillis(0))
        .await;
    assert_eq!(billed.unwrap().micros(), 12_300);
}

#[tokio::test]
async fn stopping_a_monitor_ends_the_run_that_is_paid_for_and_counts_what_it_cost() {
    let stopped = Arc::new(AtomicBool::new(false));
    let (base, asked) = stand_in::serve(move |method, path, _| {
        if path.ends_with("/abort") {
            stopped.store(true, Ordering::SeqCst);
        }
        let status = if stopped.load(Ordering::SeqCst) {
            "ABORTED"
        } else {
            "RUNNING"
        };
        stand_in::apify(method, path, status)
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(with(folder.path(), &base, &[SourceId::Apify]))
        .await
        .unwrap();
    let job = start(&host, "tiktok", true).await;
    while count(&asked, "GET", "/v2/actor-runs/run1") == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let path = format!("/v1/user_jobs/{job}/stop");
    let (status, _) = host
        .send(Method::PATCH, &path, Some(json!({"agent_id": "here"})))
        .await;
    assert_eq!(status, 200);
    let seen = host
        .poll("here", job, |job| job["result"]["charged_micro_usd"] == 12_300)
        .await;
    assert_eq!(
        (&seen["status"], count(&asked, "POST", "/abort")),
        (&json!("stopped"), 1)
    );
    assert_eq!(count(&asked, "POST", "/runs"), 1);
}

#[tokio::test]
async fn a_run_at_apify_outlives_our_restart_and_is_paid_once() {
    let ended = Arc::new(AtomicBool::new(false));
    let ends = Arc::clone(&ended);
    let (base, asked) = stand_in::serve(move |method, path, _| {
        let status = if ends.load(Ordering::SeqCst) {
            "SUCCEEDED"
        } else {
            "RUNNING"
        };
        stand_in::apify(method, path, status)
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(with(folder.path(), &base, &[SourceId::Apify]))
        .await
        .unwrap();
    let job = start(&host, "tiktok", false).await;
    while count(&asked, "GET", "/v2/actor-runs/run1") == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    host.service.shutdown().await;
    ended.store(true, Ordering::SeqCst);
    let host = Host::start(with(folder.path(), &base, &[SourceId::Apify]))
        .await
        .unwrap();
    let done = host.poll("here", job, is("completed")).await;
    assert_eq!(
        (&done["result"]["posts_found"], count(&asked, "POST", "/runs")),
        (&json!(1), 1)
    );
    assert_eq!(done["result"]["charged_micro_usd"], 12_300);
}

#[tokio::test]
async fn no_key_of_a_source_is_in_the_data_folder() {
    let (base, _) = stand_in::serve(|method, path, _| match path {
        path if path.starts_with("/v2/") => stand_in::apify(method, path, "SUCCEEDED"),
        path => stand_in::youtube(path),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let keys = [SourceId::YoutubeApi, SourceId::Apify];
    let host = Host::start(with(folder.path(), &base, &keys)).await.unwrap();
    for platform in ["youtube", "tiktok"] {
        let job = start(&host, platform, false).await;
        host.poll("here", job, is("completed")).await;
    }
    host.service.shutdown().await;
    let secret = b"canary-4f1d9b7e2a6c8035";
    let files = files_below(folder.path());
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        assert!(
            !bytes.windows(secret.len()).any(|part| part == secret),
            "{}",
            file.display()
        );
    }
    assert!(files.len() >= 2);
}

fn files_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
