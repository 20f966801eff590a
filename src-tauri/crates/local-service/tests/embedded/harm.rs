//! The service's files are damaged, copied and put back.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use local_service::{copy_data, stage_data};
use safekeeping::{Opened, Part};
use serde_json::json;

use crate::host::{Host, config};

async fn with_a_job(folder: &Path) -> i64 {
    let host = Host::start(config(folder)).await.unwrap();
    let data = json!({"platform": "tiktok", "type": "hashtag", "value": "#kept", "max_results": 5});
    let (status, made) = host.create("practice", data).await;
    assert_eq!(status, 201, "{made}");
    let id = made["user_job_id"].as_i64().unwrap();
    host.poll("practice", id, |job| job["status"] == "completed")
        .await;
    host.service.shutdown().await;
    id
}

async fn is_filled(folder: &Path) {
    let begun = Instant::now();
    let whole = |name: &str| name.ends_with(".db");
    loop {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        if entries
            .into_iter()
            .any(|entry| whole(&entry.file_name().to_string_lossy()))
        {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "no copy was made");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The log goes too: it may hold newer pages, which would take the place of the spoiled one.
fn spoil(path: &Path) {
    for ending in ["-wal", "-shm"] {
        let mut log = path.as_os_str().to_owned();
        log.push(ending);
        let _ = fs::remove_file(log);
    }
    let mut bytes = fs::read(path).unwrap();
    bytes[..4_096].fill(0xA5);
    fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn damaged_files_are_set_aside_and_the_service_starts_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    with_a_job(folder.path()).await;
    for copies in ["backups/service", "backups/library"] {
        // Made behind the start, by a thread of its own.
        is_filled(&folder.path().join(copies)).await;
    }
    spoil(&folder.path().join("service.db"));
    spoil(&folder.path().join("library.db"));
    let host = Host::start(config(folder.path())).await.unwrap();
    for opened in [&host.service.found().jobs, &host.service.found().posts] {
        let Opened::SetAside {
            damaged,
            restored: Some(back),
        } = opened
        else {
            panic!("{opened:?}");
        };
        assert!(damaged.exists() && back.copy.path.exists());
    }
    let (status, made) = host
        .create(
            "practice",
            json!({"platform": "tiktok", "type": "hashtag", "value": "#new", "max_results": 5}),
        )
        .await;
    assert_eq!(status, 201, "it works on: {made}");
    assert!(made["user_job_id"].as_i64().unwrap() > 0);
    host.service.shutdown().await;
}

#[tokio::test]
async fn a_copy_of_the_data_in_use_is_put_back_at_the_next_start() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let id = with_a_job(folder.path()).await;
    let parts = copy_data(folder.path(), out.path()).unwrap();
    assert_eq!(
        parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(),
        ["jobs", "posts"]
    );
    let elsewhere = tempfile::tempdir().unwrap();
    fs::create_dir_all(elsewhere.path()).unwrap();
    stage_data(elsewhere.path(), &parts).unwrap();
    let host = Host::start(config(elsewhere.path())).await.unwrap();
    assert_eq!(host.service.found().jobs, Opened::Restored { kept: None });
    let job = host
        .poll("practice", id, |job| job["status"] == "completed")
        .await;
    assert_eq!(job["result"]["posts_found"], json!(5), "{job}");
    host.service.shutdown().await;
}

#[tokio::test]
async fn a_copy_with_one_damaged_part_changes_nothing_at_all() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    with_a_job(folder.path()).await;
    let parts = copy_data(folder.path(), out.path()).unwrap();
    spoil(&out.path().join("posts.db"));
    assert!(stage_data(folder.path(), &parts).is_err());
    let wrong = [Part {
        name: "jobs".to_owned(),
        path: out.path().join("posts.db"),
    }];
    assert!(stage_data(folder.path(), &wrong).is_err());
    let host = Host::start(config(folder.path())).await.unwrap();
    assert_eq!(host.service.found().jobs, Opened::AsLeft);
    host.service.shutdown().await;
}
