//! One status change, from the socket to the event that goes to the window: how long, and how large.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use gen_client::BaseUrl;
use keychain::ApiKey;
use monitoring::{LocalEndpoint, Notice};
use store::{Service, StateWord};
use tests::seed::Mix;
use tokio::runtime::Runtime;

use crate::house::{House, Plan};
use crate::loopback::Loopback;
use crate::report::{Figure, Goal};
use crate::sample::{millis, percentile};

const CHANGES: u64 = 200;

pub(crate) fn figures() -> Vec<Figure> {
    let heard = Runtime::new().unwrap().block_on(listen());
    let times: Vec<_> = heard.iter().map(|(time, _)| millis(*time)).collect();
    // Proof: an event is far from 2^52 bytes.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let largest = heard.iter().map(|(_, bytes)| *bytes).max().unwrap_or(0) as f64;
    vec![
        Figure::new(
            "a status change, from socket to event, p95",
            "ms",
            percentile(&times, 0.95),
            Some(percentile(&times, 0.5)),
            Goal::Below(20.0),
        ),
        Figure::new(
            "a status change as an event",
            "bytes",
            largest,
            None,
            Goal::Below(2_048.0),
        ),
    ]
}

/// Each look finds another state; the next begins when the last was heard of.
async fn listen() -> Vec<(Duration, usize)> {
    let looks = Arc::new(AtomicU64::new(0));
    let turn = Arc::clone(&looks);
    let service = Loopback::start(move |_, _| {
        if turn.load(Ordering::SeqCst).is_multiple_of(2) {
            "processing"
        } else {
            "pending"
        }
    });
    let plan = Plan {
        service: Service::Practice,
        mix: Mix::All(StateWord::Waiting),
        due_in: 3_600_000,
        ..Plan::resting(service.url(), 1)
    };
    let mut house = House::build(&plan);
    let _poller = house.app.start_polling();
    let mut heard = Vec::new();
    for _ in 0..CHANGES {
        house
            .app
            .set_local_endpoint(endpoint(service.url()))
            .await
            .unwrap();
        heard.push(next_card(&mut house, &service).await);
        looks.fetch_add(1, Ordering::SeqCst);
    }
    heard
}

/// Where the practice service is said to be; saying so makes its monitors due at once.
fn endpoint(url: &str) -> LocalEndpoint {
    LocalEndpoint {
        base_url: BaseUrl::parse(url).unwrap(),
        key: Arc::new(ApiKey::parse("a-key-of-the-bench").unwrap()),
    }
}

async fn next_card(house: &mut House, service: &Loopback) -> (Duration, usize) {
    loop {
        let notice = tokio::time::timeout(Duration::from_secs(60), house.notices.recv()).await;
        if let Notice::Monitor(card) = notice.unwrap().unwrap() {
            let event = serde_json::to_string(&card).unwrap();
            let heard = Instant::now();
            return (heard.duration_since(service.last_answer()), event.len());
        }
    }
}
