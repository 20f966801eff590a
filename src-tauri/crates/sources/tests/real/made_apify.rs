//! An Apify that was made up. It counts every start that it acts on, whatever it answers.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::world::{Asked, Reply};

/// What goes wrong with the next start.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Trouble {
    /// It acts, and the answer is lost.
    LosesAnswer,
    /// It answers like this and does not act.
    Refuses(u16, &'static str),
}

#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) id: String,
    pub(crate) actor: String,
    pub(crate) input: Value,
    pub(crate) status: &'static str,
    pub(crate) polls_left: u32,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) runs: Vec<Run>,
    pub(crate) trouble: Vec<Trouble>,
    /// Questions after a run before it has ended.
    pub(crate) polls: u32,
    pub(crate) ends: &'static str,
    pub(crate) cost: Option<f64>,
    pub(crate) items: Vec<Value>,
    pub(crate) comments: Vec<Value>,
    pub(crate) started_at: String,
}

/// The server's state, shared with the test.
#[derive(Clone)]
pub(crate) struct Apify(pub(crate) Arc<Mutex<State>>);

impl Apify {
    pub(crate) fn new(items: Vec<Value>) -> Self {
        Self(Arc::new(Mutex::new(State {
            runs: Vec::new(),
            trouble: Vec::new(),
            polls: 2,
            ends: "SUCCEEDED",
            cost: Some(0.0123),
            items,
            comments: Vec::new(),
            started_at: "2026-11-25T20:00:01.000Z".to_owned(),
        })))
    }

    pub(crate) fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.0.lock().unwrap());
    }

    pub(crate) fn starts(&self) -> usize {
        self.0.lock().unwrap().runs.len()
    }

    pub(crate) fn inputs(&self) -> Vec<(String, Value)> {
        let state = self.0.lock().unwrap();
        let pair = |run: &Run| (run.actor.clone(), run.input.clone());
        state.runs.iter().map(pair).collect()
    }

    pub(crate) fn answer(&self, asked: &Asked) -> Reply {
        let mut state = self.0.lock().unwrap();
        let parts: Vec<_> = asked.path.trim_start_matches('/').split('/').collect();
        match (asked.method.as_str(), parts.as_slice()) {
            ("GET", ["v2", "users", "me"]) => Reply::Json(200, json!({"data": {"username": "anna"}})),
            ("POST", ["v2", "acts", actor, "runs"]) => state.start(actor, asked),
            ("GET", ["v2", "acts", actor, "runs"]) => state.list(actor),
            ("GET", ["v2", "actor-runs", id]) => state.poll(id),
            ("POST", ["v2", "actor-runs", id, "abort"]) => {
                state.run(id).status = "ABORTED";
                state.poll(id)
            }
            ("GET", ["v2", "datasets", set, "items"]) => state.items(set),
            ("GET", ["v2", "key-value-stores", store, "records", "INPUT"]) => {
                Reply::Json(200, state.run(store.trim_start_matches("store-")).input.clone())
            }
            _ => error(404, "record-not-found"),
        }
    }
}

impl State {
    fn run(&mut self, id: &str) -> &mut Run {
        self.runs.iter_mut().find(|run| run.id == id).unwrap()
    }

    /// Every run has ended by the next question after it.
    pub(crate) fn run_ends(&mut self) {
        self.polls = 1;
        for run in &mut self.runs {
            run.polls_left = 1;
        }
    }

    fn start(&mut self, actor: &str, asked: &Asked) -> Reply {
        let trouble = self.trouble.pop();
        if let Some(Trouble::Refuses(status, kind)) = trouble {
            return error(status, kind);
        }
        let id = format!("run{}", self.runs.len() + 1);
        self.runs.push(Run {
            id: id.clone(),
            actor: actor.to_owned(),
            input: asked.body.clone(),
            status: "RUNNING",
            polls_left: self.polls,
        });
        if trouble == Some(Trouble::LosesAnswer) {
            return Reply::Cut("{\"data\": {".to_owned());
        }
        Reply::Json(201, self.record(&id))
    }

    fn record(&mut self, id: &str) -> Value {
        let (cost, started) = (self.cost, self.started_at.clone());
        let run = self.run(id);
        let ended = run.status != "RUNNING";
        json!({"data": {"id": run.id, "actId": run.actor, "status": run.status, "startedAt": started,
            "defaultDatasetId": format!("set-{}", run.id), "defaultKeyValueStoreId": format!("store-{}", run.id),
            "usageTotalUsd": cost.filter(|_| ended), "chargedEventCounts": {"actor-start": 1}}})
    }

    fn poll(&mut self, id: &str) -> Reply {
        let ends = self.ends;
        let run = self.run(id);
        if run.status == "RUNNING" {
            run.polls_left = run.polls_left.saturating_sub(1);
            if run.polls_left == 0 {
                run.status = ends;
            }
        }
        Reply::Json(200, self.record(id))
    }

    fn list(&mut self, actor: &str) -> Reply {
        let ids: Vec<_> = self
            .runs
            .iter()
            .rev()
            .filter(|run| run.actor == actor)
            .map(|run| run.id.clone())
            .collect();
        let items: Vec<_> = ids.iter().map(|id| self.record(id)["data"].clone()).collect();
        Reply::Json(
            200,
            json!({"data": {"total": items.len(), "items": items, "desc": true}}),
        )
    }

    fn items(&mut self, set: &str) -> Reply {
        let actor = self.run(set.trim_start_matches("set-")).actor.clone();
        let items = if actor.contains("comment") {
            &self.comments
        } else {
            &self.items
        };
        Reply::Json(200, json!(items))
    }
}

pub(crate) fn error(status: u16, kind: &str) -> Reply {
    Reply::Json(
        status,
        json!({"error": {"type": kind, "message": "In Apify's words."}}),
    )
}

pub(crate) fn made_tiktok(id: u64, published: &str) -> Value {
    json!({"id": id.to_string(), "text": "A #pasta\u{0} day", "textLanguage": "en", "createTimeISO": published,
        "isAd": false, "isSlideshow": false, "locationCreated": "US",
        "webVideoUrl": format!("https://www.tiktok.com/@kitchen/video/{id}"),
        "playCount": "1.2M", "diggCount": 7, "commentCount": 2, "shareCount": 1, "collectCount": 0,
        "hashtags": [{"name": "Pasta"}, {"name": "fyp"}],
        "authorMeta": {"id": "6", "name": "kitchen", "nickName": "Kitchen", "fans": 10, "verified": true},
        "videoMeta": {"duration": 12, "coverUrl": "https://p16.example/c.jpg"}})
}

pub(crate) fn made_instagram(id: &str, published: &str) -> Value {
    json!({"id": id, "type": "Sidecar", "shortCode": "Abc", "url": "https://www.instagram.com/p/Abc/",
        "caption": "Two #views", "hashtags": ["views", "More"], "timestamp": published,
        "displayUrl": "https://scontent.example/a.jpg", "likesCount": -1, "commentsCount": 4,
        "ownerUsername": "kitchen", "ownerFullName": "Kitchen", "ownerId": "17841406338772941"})
}

pub(crate) fn made_youtube(id: &str, published: &str) -> Value {
    json!({"id": id, "type": "video", "title": "Bread #cooking", "url": format!("https://www.youtube.com/watch?v={id}"),
        "thumbnailUrl": "https://i.ytimg.com/x.jpg", "viewCount": 1000, "date": published, "likes": 12,
        "commentsCount": 3, "duration": "00:02:07", "text": "How to", "channelName": "Kitchen",
        "channelUrl": "https://www.youtube.com/@kitchen", "channelId": "UC_x5XG1OV2P6uZZ5FSM9Ttw",
        "channelUsername": "kitchen", "numberOfSubscribers": 99})
}
