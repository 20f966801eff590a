//! A session that does everything once, well and badly, with every log on: wherever its key could
//! leak, it is written where the test looks.

use std::fs::File;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use keychain::{ApiKey, Keep, KeyRef};
use monitoring::view::{BoardQuery, ConnectGen, Settings, Settle};
use monitoring::{NewMonitor, Notice};
use serde::Serialize;
use store::{IntentId, MonitorId};
use tracing_subscriber::EnvFilter;

use super::session::{KEY, Options, Session, draft};

/// Lives, and says on its standard output everything that the window would be told.
pub async fn live(folder: &Path, url: &str) {
    let log = File::create(folder.join("trace.log")).unwrap();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("trace"))
        .with_ansi(false)
        .with_writer(Mutex::new(log))
        .init();
    let options = Options {
        total: Duration::from_millis(400),
        ..Options::default()
    };
    let data = folder.join("data");
    let session = Session::open(&data, url, options).unwrap();
    let poller = session.app.start_polling();
    keys(&session, url).await;
    let monitors = starts(&session).await;
    looks(&session, &monitors).await;
    places(&session).await;
    copies(&session, folder).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    notices(&session);
    poller.stop().await;
    debug_texts(&session);
    // Its message goes to the standard error.
    let gone = std::panic::catch_unwind(panic_with_everything);
    assert!(gone.is_err());
}

fn say(what: &impl Serialize) {
    println!("{}", serde_json::to_string(what).unwrap());
}

/// What a command would answer: a value or a problem, both cross to the window.
fn tell<T: Serialize>(outcome: Result<T, store::Problem>) {
    match outcome {
        Ok(value) => say(&value),
        Err(problem) => {
            println!("{problem:?}");
            say(&problem);
        }
    }
}

async fn keys(session: &Session, url: &str) {
    let app = &session.app;
    let agent = Some("your-agent-id".to_owned());
    tell(
        app.test_key(KEY.to_owned(), agent.clone(), Some(url.to_owned()))
            .await,
    );
    tell(
        app.test_key(format!(" {KEY}\n"), None, Some("http://127.0.0.1:1".to_owned()))
            .await,
    );
    tell(
        app.test_key(format!("{KEY}\u{0}"), agent, Some(url.to_owned()))
            .await,
    );
    tell(
        app.test_key(KEY.to_owned(), None, Some(format!("http://{KEY}@127.0.0.1:1/")))
            .await,
    );
    tell(app.test_stored_key(session.workspace).await);
    tell(app.replace_key(session.workspace, KEY.to_owned(), true).await);
    let connect = ConnectGen {
        key: KEY.to_owned(),
        agent_id: "your-agent-id".to_owned(),
        name: "Second".to_owned(),
        base_url: Some(url.to_owned()),
        this_run_only: true,
    };
    tell(app.connect_gen(connect).await);
}

async fn starts(session: &Session) -> Vec<MonitorId> {
    let mut made = Vec::new();
    for number in 0..24 {
        let intent = IntentId::random();
        let outcome = session.create(&intent, draft(number % 2 == 0)).await;
        made.extend(outcome.as_ref().ok().map(|card| card.id));
        tell(outcome);
    }
    let mut wrong = draft(true);
    wrong.value = Some(KEY.chars().rev().collect());
    tell(session.app.preview(session.workspace, wrong.clone(), None).await);
    let new = NewMonitor {
        workspace: session.workspace,
        draft: wrong,
        intent: IntentId::random(),
        tags: vec!["tag".to_owned()],
        retry_of: None,
    };
    tell(session.app.create_monitor(new).await);
    made
}

async fn looks(session: &Session, monitors: &[MonitorId]) {
    for monitor in monitors {
        tell(session.app.look_now(*monitor).await);
        let mut changed = draft(true);
        changed.max_results = Some(20);
        tell(session.app.update_monitor(*monitor, changed).await);
        tell(session.app.stop_monitor(*monitor).await);
        tell(session.app.settle(*monitor, Settle::Leave).await);
        tell(session.app.detail(*monitor).await);
    }
}

async fn places(session: &Session) {
    let app = &session.app;
    tell(
        app.board(BoardQuery {
            limit: 200,
            ..BoardQuery::default()
        })
        .await,
    );
    tell(app.activity(None, None, 200).await);
    tell(app.workspaces().await);
    tell(app.save_settings(Settings::default()).await);
    tell(app.settings().await);
    tell(app.unread().await);
}

async fn copies(session: &Session, folder: &Path) {
    let app = &session.app;
    session.store.back_up_daily("2026-11-25").unwrap();
    session.store.export_to(&folder.join("export.db")).unwrap();
    let copy = folder.join("copy.feedwatch");
    tell(app.save_copy(copy.clone(), Vec::new()).await.map(|()| "copy"));
    tell(app.look_into_copy(copy.clone()).await);
    tell(app.look_into_copy(folder.join("trace.log")).await);
    tell(
        app.save_copy(folder.join("nowhere/copy"), Vec::new())
            .await
            .map(|()| "copy"),
    );
    tell(app.copies().await);
    app.stage_copy(copy, folder.join("scratch")).await.unwrap();
}

/// Everything that the window and the notifications hear.
fn notices(session: &Session) {
    for notice in session.told() {
        println!("{notice:?}");
        match notice {
            Notice::Monitor(card) => say(&card),
            Notice::Workspace(view) => say(&view),
            Notice::Activity(entry) => say(&entry),
            _ => {}
        }
    }
}

/// Texts for developers that hold the things that hold a key.
fn debug_texts(session: &Session) {
    let key = ApiKey::parse(KEY).unwrap();
    let keys = super::session::keys();
    let info = keys.put(
        KeyRef::parse("gen-more").unwrap(),
        ApiKey::parse(KEY).unwrap(),
        contract::UnixMillis(0),
        Keep::ThisRunOnly,
    );
    println!("{key:?} {keys:?} {info:?} {session:?}");
}

#[expect(clippy::panic, reason = "the message of a panic is what is looked at")]
fn panic_with_everything() {
    let key = ApiKey::parse(KEY);
    let keys = super::session::keys();
    panic!("{key:?} {keys:?}");
}
