//! The month's limit for what a provider charges the person, against an Apify that was made up.

use std::time::Duration;

use contract::Money;
use local_service::{SourceId, SourceKey, SourceSettings};
use serde_json::{Value, json};

use crate::host::{Host, config};
use crate::stand_in::{self, count};

/// What ten posts of TikTok may cost, in micro-dollars.
const CEILING: i64 = 50_000;

async fn start(host: &Host, monitoring: bool) -> i64 {
    let data = json!({"platform": "tiktok", "type": "hashtag", "value": "#cooking", "max_results": 10,
        "monitoring": monitoring});
    let (status, made) = host.create("here", data).await;
    assert_eq!(status, 201, "{made}");
    made["user_job_id"].as_i64().unwrap()
}

fn limit(micros: i64) -> Option<Money> {
    Some(Money::from_micros(micros))
}

fn was_kept_back(job: &Value) -> bool {
    let told = job["result"]["last_failure"].as_str().unwrap_or_default();
    told.contains("budget leaves no room")
}

#[tokio::test]
async fn a_check_that_could_pass_the_months_limit_does_not_begin_until_there_is_room() {
    let (base, asked) = stand_in::serve(|method, path, _| stand_in::apify(method, path, "SUCCEEDED")).await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.sources = SourceSettings {
        apify: Some(base),
        poll_every: Duration::from_millis(5),
        keys: vec![(
            SourceId::Apify,
            SourceKey::parse("canary-4f1d9b7e2a6c8035").unwrap(),
        )],
        ..SourceSettings::default()
    };
    let host = Host::start(config).await.unwrap();
    let sources = host.service.sources();
    sources.limit_bills(limit(CEILING - 1)).await.unwrap();
    let waits = start(&host, true).await;
    let seen = host.poll("here", waits, was_kept_back).await;
    assert_eq!(seen["status"], "processing", "it has not failed: {seen}");
    assert_eq!(count(&asked, "POST", "/runs"), 0, "nothing was paid for");
    let once = start(&host, false).await;
    let failed = host.poll("here", once, |job| job["status"] == "failed").await;
    assert!(
        failed["failed_reason"].as_str().unwrap().contains("budget"),
        "{failed}"
    );

    sources.limit_bills(limit(CEILING)).await.unwrap();
    let charged = |job: &Value| job["result"]["charged_micro_usd"] == 12_300;
    let seen = host.poll("here", waits, charged).await;
    assert_eq!(seen["result"]["held_micro_usd"], 0);
    assert_eq!(count(&asked, "POST", "/runs"), 1);

    let next = start(&host, true).await;
    host.poll("here", next, was_kept_back).await;
    assert_eq!(
        count(&asked, "POST", "/runs"),
        1,
        "what the first one cost is counted too"
    );
    sources.limit_bills(None).await.unwrap();
    host.poll("here", next, charged).await;
}
