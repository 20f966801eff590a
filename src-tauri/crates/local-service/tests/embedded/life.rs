use std::time::{Duration, Instant};

use local_service::{Collects, LocalService, StartError};
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::host::{Host, agent, config};

#[tokio::test]
async fn it_stops_within_two_seconds_even_with_requests_that_never_end() {
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(config(folder.path())).await.unwrap();
    host.send(Method::GET, "/v1/me", None).await;
    let address = host.service.addr();
    let mut half = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /v1/user_jobs?agent_id=practice HTTP/1.1\r\nHost: {address}\r\nContent-Length: 50\r\n\r\nhalf"
    );
    half.write_all(head.as_bytes()).await.unwrap();
    let silent = TcpStream::connect(address).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;

    let start = Instant::now();
    host.service.shutdown().await;
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert!(
        TcpStream::connect(address).await.is_err(),
        "nobody listens any more"
    );
    let mut said = String::new();
    let _ = half.read_to_string(&mut said).await;
    assert!(!said.contains(" 201 "), "{said}");
    drop(silent);
}

#[tokio::test]
async fn dropping_it_stops_it() {
    let folder = tempfile::tempdir().unwrap();
    let address = LocalService::start(config(folder.path())).await.unwrap().addr();
    let start = Instant::now();
    while TcpStream::connect(address).await.is_ok() {
        assert!(start.elapsed() < Duration::from_secs(5), "it still listens");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn one_folder_has_one_service_and_is_free_again_after_its_stop() {
    let folder = tempfile::tempdir().unwrap();
    let first = LocalService::start(config(folder.path())).await.unwrap();
    let second = LocalService::start(config(folder.path())).await;
    assert!(matches!(second, Err(StartError::InUse { .. })), "{second:?}");
    first.shutdown().await;
    LocalService::start(config(folder.path()))
        .await
        .unwrap()
        .shutdown()
        .await;
}

#[tokio::test]
async fn it_refuses_addresses_that_others_can_reach_and_leaves_the_folder_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        let mut config = config(&data);
        config.listen = address.parse().unwrap();
        assert!(
            matches!(
                LocalService::start(config).await,
                Err(StartError::NotLoopback { .. })
            ),
            "{address}"
        );
    }
    assert!(!data.exists());
}

#[tokio::test]
async fn an_agent_can_be_added_while_it_runs_and_its_credits_are_booked_once() {
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(config(folder.path())).await.unwrap();
    assert_eq!(host.create("late", json!({})).await.0, 403);
    for _ in 0..2 {
        host.service
            .ensure_agent(agent("late", Collects::Practice, 100))
            .await
            .unwrap();
    }
    let (_, balance) = host
        .send(Method::GET, "/v1/credit_balance?agent_id=late", None)
        .await;
    assert_eq!(balance["available_credits"], 100);
    let (_, agents) = host.send(Method::GET, "/v1/agents", None).await;
    let ids: Vec<_> = agents
        .as_array()
        .unwrap()
        .iter()
        .map(|agent| agent["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["here", "late", "practice"]);
}

#[tokio::test]
async fn agents_of_one_service_do_not_see_each_others_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(config(folder.path())).await.unwrap();
    let data = json!({"platform": "tiktok", "type": "keyword", "value": "ai tools"});
    let id = host.create("practice", data).await.1["user_job_id"]
        .as_i64()
        .unwrap();
    assert_eq!(host.job("here", id).await["error_code"], "user_job_not_found");
    let (_, list) = host.send(Method::GET, "/v1/user_jobs?agent_id=here", None).await;
    assert_eq!(list, json!([]));
}

#[cfg(unix)]
#[tokio::test]
async fn the_data_folder_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("made");
    let _service = LocalService::start(config(&data)).await.unwrap();
    assert_eq!(
        std::fs::metadata(&data).unwrap().permissions().mode() & 0o777,
        0o700
    );
}
