//! A planted key is looked for in everything that leaves a source.

use std::io::Write;
use std::sync::{Arc, Mutex};

use contract::{MonitorSpec, Platform, TargetKind};
use serde_json::json;
use sources::{SourceId, SourceKey};
use tracing_subscriber::fmt::MakeWriter;

use crate::made_apify::{Apify, made_tiktok};
use crate::made_youtube::{answers, error, videos};
use crate::world::{Asked, CANARY, NOW, Reply, World, ask, spec};

/// All that is logged, at the finest level, by whatever writes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_key_is_in_no_record_no_error_no_log_and_nothing_remembered() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let mut left = String::new();
    for trouble in [0, 1, 2, 3] {
        left += &session(trouble).await;
    }
    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(
        logged.len() > 1_000,
        "the log was written: {} bytes",
        logged.len()
    );
    assert!(left.len() > 1_000);
    for (name, text) in [("the log", logged), ("what sources give", left)] {
        assert!(!text.contains(CANARY), "{name} holds the key");
    }
}

/// Every source once, in good health or with a trouble; all that can be printed of it.
async fn session(trouble: u8) -> String {
    let apify = Apify::new(vec![made_tiktok(7, "2026-11-24T12:00:00.000Z")]);
    let world = World::new(move |asked: &Asked| match trouble {
        1 => Reply::Text(500, format!("<p>{CANARY}</p>")),
        2 => error(403, "keyInvalid"),
        3 => Reply::Cut(format!("{{\"items\": \"{CANARY}")),
        _ if asked.path.starts_with("/v2/") => apify.answer(asked),
        _ if asked.path.starts_with("/v25.0/") => Reply::Json(
            200,
            json!({"data": [{"instagram_business_account": {"id": "5"}}],
                "paging": {"next": format!("https://graph.facebook.com/x?access_token={CANARY}")}}),
        ),
        _ => answers(asked, &videos(), &["aaaaaaaaaaa"]),
    })
    .await;
    let sources = world.sources();
    let wanted = |platform| MonitorSpec {
        comment_monitoring: true,
        ..spec(platform, TargetKind::Hashtag, "#cooking")
    };
    let mut left = format!("{sources:?} {:?}", SourceKey::parse(CANARY));
    for (source, platform) in [
        (SourceId::YoutubeApi, Platform::YouTube),
        (SourceId::Apify, Platform::TikTok),
        (SourceId::InstagramGraph, Platform::Instagram),
    ] {
        let found = ask(&sources, source, &wanted(platform), 1).await;
        let words = found.as_ref().err().map(ToString::to_string);
        left += &format!("{found:?} {words:?} {:?}", sources.try_own_key(source, NOW).await);
    }
    left + &format!("{:?}", world.memory)
}
