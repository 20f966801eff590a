use std::path::Path;
use std::time::Duration;

use local_service::StartError;
use reqwest::Method;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::host::{Host, config};

/// Everything the ledger has to agree with, read in one moment from the file itself.
struct Books {
    balance: i64,
    opening: i64,
    charged: i64,
    held: i64,
    /// Checks whose movements are not exactly: one hold, and one end once they ended.
    odd_checks: i64,
    /// Checks whose charge is not posts × $0.015 + comments × $0.002.
    wrong_prices: i64,
}

fn books(folder: &Path) -> Books {
    let db =
        Connection::open_with_flags(folder.join("service.db"), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    db.busy_timeout(Duration::from_secs(5)).unwrap();
    let sql = "SELECT
        (SELECT sum(amount_micros) FROM ledger WHERE agent_id = 'practice'),
        (SELECT sum(amount_micros) FROM ledger WHERE agent_id = 'practice' AND kind = 'opening'),
        (SELECT coalesce(sum(charged_micros), 0) FROM checks),
        (SELECT coalesce(sum(hold_micros), 0) FROM checks WHERE state = 'running'),
        (SELECT count(*) FROM checks
          WHERE (SELECT count(*) FROM ledger WHERE check_id = checks.id AND kind = 'hold'
                   AND amount_micros = -hold_micros) <> 1
             OR (SELECT count(*) FROM ledger WHERE check_id = checks.id AND kind IN ('settle', 'refund')
                   AND amount_micros = hold_micros - charged_micros) <> (state <> 'running')),
        (SELECT count(*) FROM checks WHERE charged_micros <> posts * 15000 + comments * 2000)";
    db.query_row(sql, [], |row| {
        Ok(Books {
            balance: row.get(0)?,
            opening: row.get(1)?,
            charged: row.get(2)?,
            held: row.get(3)?,
            odd_checks: row.get(4)?,
            wrong_prices: row.get(5)?,
        })
    })
    .unwrap()
}

fn assert_books(folder: &Path) {
    let books = books(folder);
    assert_eq!(
        books.balance,
        books.opening - books.charged - books.held,
        "the balance is the sum of the movements"
    );
    assert!(
        books.balance >= 0,
        "nothing is collected on credit: {}",
        books.balance
    );
    assert_eq!(
        books.opening,
        10_000 * 8_700,
        "opening credits are booked once, over all starts"
    );
    assert_eq!((books.odd_checks, books.wrong_prices), (0, 0));
}

/// A few jobs of every fate, told apart by their number.
fn data(number: usize) -> Value {
    let values = ["#cooking", "#practice_blocked", "#skincare"];
    let platforms = ["tiktok", "instagram", "youtube"];
    json!({"platform": (platforms[number % 3]), "type": "hashtag",
        "value": (values[number / 3 % 3]), "max_results": (1 + number % 50),
        "monitoring": (number.is_multiple_of(2)), "comment_monitoring": (number.is_multiple_of(5))})
}

/// A service that was dropped lets go of its folder a moment later.
async fn started(folder: &Path) -> Host {
    for _ in 0..200 {
        match Host::start(config(folder)).await {
            Err(StartError::InUse { .. }) => tokio::time::sleep(Duration::from_millis(20)).await,
            started => return started.unwrap(),
        }
    }
    panic!("the folder stays in use");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_balance_is_the_sum_after_creates_edits_stops_failures_and_restarts() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..4 {
        let host = started(folder.path()).await;
        for number in 0..8 {
            let (status, made) = host.create("practice", data(round * 8 + number)).await;
            assert!(status == 201 || status == 402 || status == 422, "{status} {made}");
            let Some(id) = made["user_job_id"].as_i64() else {
                continue;
            };
            let path = format!("/v1/user_jobs/{id}");
            tokio::time::sleep(Duration::from_millis(10)).await;
            if number % 3 == 1 {
                let edit = json!({"max_results": 2, "monitoring": false});
                host.send(Method::PUT, &format!("{path}?agent_id=practice"), Some(edit))
                    .await;
            }
            if number % 4 == 3 {
                host.send(Method::PATCH, &format!("{path}/stop?agent_id=practice"), None)
                    .await;
            }
            assert_books(folder.path());
        }
        // In the middle of whatever runs; every other time without a good-bye.
        if round % 2 == 0 {
            host.service.shutdown().await
        } else {
            drop(host)
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
        assert_books(folder.path());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_key_sent_many_times_at_once_makes_one_job() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    let key = local_service::ServiceKey::from_text("made-key").unwrap();
    config.key = key;
    let host = Host::start(config).await.unwrap();
    let url = format!("{}/v1/user_jobs?agent_id=practice", host.service.base_url());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let body = json!({"user_job": {"user_job_type": "train_social", "data": data(2)}});
    let sends = (0..12).map(|_| {
        let request = client
            .post(&url)
            .header("x-api-key", "made-key")
            .header("idempotency-key", "one")
            .json(&body);
        tokio::spawn(async move { request.send().await.unwrap().json::<Value>().await.unwrap() })
    });
    let mut answers = Vec::new();
    for send in sends.collect::<Vec<_>>() {
        answers.push(send.await.unwrap());
    }
    assert!(
        answers
            .iter()
            .all(|answer| *answer == answers[0] && answer["user_job_id"].is_i64()),
        "{answers:?}"
    );
    let (_, list) = host
        .send(Method::GET, "/v1/user_jobs?agent_id=practice", None)
        .await;
    assert_eq!(list.as_array().unwrap().len(), 1);
}
