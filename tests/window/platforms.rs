//! The platforms on loopback, as far as this computer asks them: made-up channels, posts and bills.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// A request as it arrived: method, path, query, and every header in one text.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: String,
}

impl Asked {
    fn q(&self, name: &str) -> &str {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value)
            .next()
            .unwrap_or_default()
    }
}

/// A server that answers so, on a thread of its own until the test's process ends.
#[derive(Debug, Clone)]
pub(crate) struct Platform {
    address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Platform {
    pub(crate) fn start(answer: impl Fn(&Asked) -> (u16, Value) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let address = format!("http://{}/", listener.local_addr().expect("it has an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away in the middle harms nobody else.
                drop(serve(stream, &noted, &answer));
            }
        });
        Self { address, asked }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// What was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no answer panicked").clone()
    }
}

fn serve(
    stream: TcpStream,
    noted: &Mutex<Vec<Asked>>,
    answer: &impl Fn(&Asked) -> (u16, Value),
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let asked = read(&mut reader)?;
    noted.lock().expect("no answer panicked").push(asked.clone());
    let (status, body) = answer(&asked);
    let body = body.to_string();
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn read(reader: &mut impl BufRead) -> std::io::Result<Asked> {
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut words = first.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? <= 2 {
            break;
        }
        headers.push_str(&line);
    }
    let length = headers
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    Ok(Asked {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
    })
}

/// The channel that the made-up YouTube has.
pub(crate) const CHANNEL: &str = "UC_x5XG1OV2P6uZZ5FSM9Ttw";

/// A video: its id, title, likes (none where they are hidden) and views.
pub(crate) struct Video(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) Option<u64>,
    pub(crate) u64,
);

/// What the channel uploaded, the latest first.
pub(crate) const VIDEOS: [Video; 5] = [
    Video("aaaaaaaaaaa", "Sourdough, slowly #baking", Some(190), 8_087),
    Video("bbbbbbbbbbb", "パンを焼く朝", Some(12), 1_000),
    Video("ccccccccccc", "=SUM(A1:A9) is a bread too", None, 2_000),
    Video("ddddddddddd", "Rye \"and\" salt, twice", Some(7), 3_000),
    Video("eeeeeeeeeee", "Sourdough for beginners", Some(40), 90_000),
];

/// Two comments on each video.
pub(crate) const COMMENTS: usize = 2;

/// A YouTube with one channel.
pub(crate) fn youtube(asked: &Asked) -> (u16, Value) {
    let wanted = |id: &str| {
        asked
            .q("id")
            .split("%2C")
            .flat_map(|part| part.split(','))
            .any(|one| one == id)
    };
    let items: Vec<Value> = match asked.path.as_str() {
        "/youtube/v3/channels" => vec![channel()],
        "/youtube/v3/playlistItems" => VIDEOS.iter().enumerate().map(upload).collect(),
        "/youtube/v3/videos" => VIDEOS
            .iter()
            .enumerate()
            .filter(|(_, video)| wanted(video.0))
            .map(video)
            .collect(),
        "/youtube/v3/commentThreads" => (0..COMMENTS)
            .map(|index| thread(asked.q("videoId"), index))
            .collect(),
        _ => Vec::new(),
    };
    (
        200,
        json!({"pageInfo": {"totalResults": items.len()}, "items": items}),
    )
}

fn channel() -> Value {
    json!({"id": CHANNEL, "snippet": {"title": "The Kitchen", "customUrl": "@kitchen"},
        "contentDetails": {"relatedPlaylists": {"uploads": CHANNEL.replacen("UC", "UU", 1)}},
        "statistics": {"subscriberCount": "1200", "videoCount": "5"}})
}

/// The latest is of an hour ago, each other one an hour older.
fn published(index: usize) -> String {
    let hours = i64::try_from(index).unwrap_or(0) + 1;
    let at = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(hours);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn upload((index, video): (usize, &Video)) -> Value {
    json!({"snippet": {"resourceId": {"videoId": video.0}},
        "contentDetails": {"videoId": video.0, "videoPublishedAt": published(index)}})
}

fn video((index, video): (usize, &Video)) -> Value {
    let mut statistics = json!({"viewCount": video.3.to_string(), "commentCount": COMMENTS.to_string()});
    if let Some(likes) = video.2 {
        statistics["likeCount"] = likes.to_string().into();
    }
    json!({"id": video.0, "snippet": {"publishedAt": published(index), "channelId": CHANNEL, "title": video.1,
        "description": "What the video is about", "channelTitle": "The Kitchen", "tags": ["baking"],
        "thumbnails": {}, "liveBroadcastContent": "none"},
        "contentDetails": {"duration": "PT2M7S"}, "status": {"privacyStatus": "public"}, "statistics": statistics})
}

fn thread(of: &str, index: usize) -> Value {
    let id = format!("{of}.{index}");
    json!({"id": id, "snippet": {"videoId": of, "totalReplyCount": 0, "topLevelComment": {"id": id, "snippet": {
        "authorDisplayName": "@anna", "authorChannelId": {"value": "UCanna"}, "videoId": of,
        "textDisplay": format!("Comment number {}", index + 1), "likeCount": 3, "publishedAt": published(index)}}}})
}

/// An Apify whose one run brought three posts of TikTok for $0.0123.
pub(crate) fn apify(asked: &Asked) -> (u16, Value) {
    let run = json!({"data": {"id": "run1", "actId": "x", "status": "SUCCEEDED", "defaultDatasetId": "set",
        "defaultKeyValueStoreId": "store", "startedAt": published(0), "usageTotalUsd": 0.0123}});
    match (asked.method.as_str(), asked.path.as_str()) {
        ("GET", "/v2/users/me") => (200, json!({"data": {"username": "anna"}})),
        ("POST", path) if path.ends_with("/runs") => (201, run),
        (_, "/v2/datasets/set/items") => (200, Value::from((0..3).map(tiktok).collect::<Vec<_>>())),
        _ => (200, run),
    }
}

fn tiktok(index: usize) -> Value {
    json!({"id": format!("745000000000000000{index}"), "text": format!("Bread {index} #bread"),
        "createTimeISO": published(index), "playCount": 1_000, "diggCount": 7, "hashtags": [{"name": "bread"}],
        "authorMeta": {"id": "6", "name": "kitchen", "nickName": "Kitchen"}})
}
