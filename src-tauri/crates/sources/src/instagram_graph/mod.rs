//! Instagram's Graph API with Facebook Login, version 25.0: other professional accounts, and
//! hashtags of the last day.

#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod read;
mod refusal;

use std::collections::HashSet;
use std::sync::Arc;

use contract::{LookBack, TargetKind, UnixMillis};
use library::{Post, SourceId};
use serde_json::Value;
use url::Url;

use crate::fields::Fields;
use crate::http::{Auth, Http};
use crate::keys::Keys;
use crate::{Bucket, Collected, KeyFinding, Memory, Note, Query, Source, SourceFailure, SourceKey, Usage};
use read::Owner;

const META: &str = "https://graph.facebook.com/";
const VERSION: &str = "v25.0";
/// Pages of fifty at most; a check asks for fifty posts, the rest is for those too old or odd.
const PAGES: usize = 3;
/// Different hashtags that an account may look up in seven days. Source: Meta's documentation.
const HASHTAGS_MAX: u64 = 30;
const POST_FIELDS: &str = "id,caption,comments_count,like_count,view_count,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp";
const TAG_FIELDS: &str = "id,caption,comments_count,like_count,media_type,media_url,permalink,timestamp";

/// Instagram's official interface, by the person's own professional account.
#[derive(Debug)]
pub(crate) struct InstagramGraph {
    http: Http,
    keys: Keys,
    memory: Arc<dyn Memory>,
}

/// The interface with one token, as the account that it belongs to.
#[derive(Debug, Clone)]
struct Connected<'a> {
    http: &'a Http,
    key: &'a SourceKey,
    /// The id of the person's own account.
    me: String,
}

impl InstagramGraph {
    pub(crate) fn new(base: Option<Url>, keys: Keys, memory: Arc<dyn Memory>) -> Self {
        Self {
            http: Http::new("Instagram", META, base),
            keys,
            memory,
        }
    }

    pub(crate) async fn try_key(&self, key: &SourceKey) -> Result<KeyFinding, SourceFailure> {
        let account = self.own_account(key).await?;
        Ok(KeyFinding {
            account: account.text("username"),
        })
    }

    /// Asks Instagram which hashtags were looked up in the last seven days.
    pub(crate) async fn usage(&self, _now: UnixMillis) -> Result<Option<Usage>, SourceFailure> {
        let Some(key) = self.keys.get(SourceId::InstagramGraph) else {
            return Ok(None);
        };
        let connected = self.connect(&key).await?;
        let path = format!("{}/recently_searched_hashtags", connected.me);
        let list = connected.get(&path, &[("limit", "30")]).await?;
        let used = u64::try_from(Fields(&list).list("/data").len()).unwrap_or(0);
        let bucket = Bucket {
            name: "hashtags",
            used,
            limit: HASHTAGS_MAX,
            resets_at: None,
            used_up: used >= HASHTAGS_MAX,
        };
        Ok(Some(Usage {
            buckets: vec![bucket],
        }))
    }

    async fn connect<'a>(&'a self, key: &'a SourceKey) -> Result<Connected<'a>, SourceFailure> {
        let name = format!("instagram_graph/{}/me", key.fingerprint());
        let me = match self.memory.recall(name.clone()).await? {
            Some(me) => me,
            None => {
                let found = self.own_account(key).await?.text("id");
                let me = found.ok_or(SourceFailure::NoOwnAccount)?;
                self.memory.keep(name, Some(me.clone())).await?;
                me
            }
        };
        let http = &self.http;
        Ok(Connected { http, key, me })
    }

    /// The professional account of the first page that has one.
    async fn own_account(&self, key: &SourceKey) -> Result<OwnAccount, SourceFailure> {
        let fields = "instagram_business_account{id,username}";
        let pages = get(
            &self.http,
            key,
            "me/accounts",
            &[("fields", fields), ("limit", "100")],
        )
        .await?;
        let linked = Fields(&pages).list("/data").iter();
        let first = linked
            .filter_map(|page| Fields(page).at("/instagram_business_account"))
            .next()
            .cloned();
        first.map(OwnAccount).ok_or(SourceFailure::NoOwnAccount)
    }

    async fn hashtag_id(
        &self,
        connected: &Connected<'_>,
        query: &Query,
    ) -> Result<Option<String>, SourceFailure> {
        let tag = query.plain().to_lowercase();
        let name = format!("instagram_graph/hashtag/{tag}");
        if let Some(id) = self.memory.recall(name.clone()).await? {
            return Ok(Some(id));
        }
        let ask = [("user_id", connected.me.as_str()), ("q", tag.as_str())];
        let found = connected.get("ig_hashtag_search", &ask).await;
        let list = found.map_err(|failure| about(failure, query))?;
        let id = Fields(&list).id("/data/0/id");
        if let Some(id) = &id {
            // A hashtag's id is the same for everyone and for ever.
            self.memory.keep(name, Some(id.clone())).await?;
        }
        Ok(id)
    }

    async fn of_hashtag(&self, connected: &Connected<'_>, query: &Query) -> Result<Collected, SourceFailure> {
        let mut notes = vec![Note::AuthorNotAvailable];
        let Some(id) = self.hashtag_id(connected, query).await? else {
            return Ok(Collected::default());
        };
        let mut posts = connected.tagged(&id, "recent_media", query).await?;
        if query.look_back != LookBack::Day {
            notes.push(Note::Window24h);
            match connected.tagged(&id, "top_media", query).await {
                Ok(top) => posts.extend(top),
                Err(failure) => {
                    tracing::debug!(%failure, "the top posts could not be fetched");
                    notes.push(Note::StoppedEarly);
                }
            }
        }
        notes.extend(query.comments.then_some(Note::CommentsNotAvailable));
        Ok(Collected {
            posts,
            notes,
            ..Collected::default()
        })
    }
}

impl Source for InstagramGraph {
    fn id(&self) -> SourceId {
        SourceId::InstagramGraph
    }

    async fn collect(&self, query: &Query) -> Result<Collected, SourceFailure> {
        let missing = SourceFailure::NeedsKey {
            platform: "Instagram",
        };
        let key = self.keys.get(SourceId::InstagramGraph).ok_or(missing)?;
        let connected = self.connect(&key).await?;
        match query.target.kind() {
            TargetKind::Username => connected.of_account(query).await,
            TargetKind::Hashtag | TargetKind::Keyword => self.of_hashtag(&connected, query).await,
        }
    }
}

#[derive(Debug)]
struct OwnAccount(Value);

impl OwnAccount {
    fn text(&self, name: &str) -> Option<String> {
        Fields(&self.0).id(&format!("/{name}"))
    }
}

impl Connected<'_> {
    async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, SourceFailure> {
        get(self.http, self.key, path, query).await
    }

    /// Posts of another professional account. The pages hang inside an expansion of our own record.
    async fn of_account(&self, query: &Query) -> Result<Collected, SourceFailure> {
        let name = query.plain();
        let not_found = || SourceFailure::NotProfessional {
            name: query.target.value().to_owned(),
        };
        // The name becomes part of an expression; Instagram's names hold nothing else.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_';
        if name.len() > 30 || !name.bytes().all(plain) {
            return Err(not_found());
        }
        let mut walk = Walk::default();
        for _ in 0..PAGES {
            let fields = expansion(name, walk.after.as_deref());
            let answer = self.get(&self.me, &[("fields", &fields)]).await;
            let answer = answer.map_err(|failure| about(failure, query))?;
            let found = Fields(&answer).at("/business_discovery").ok_or_else(not_found)?;
            let owner = Owner::read(found);
            let page = Fields(found).at("/media");
            if !walk.take(page, Some(&owner), query) {
                break;
            }
        }
        let mut notes = walk.notes;
        notes.extend(query.comments.then_some(Note::CommentsNotAvailable));
        Ok(Collected {
            posts: walk.posts,
            notes,
            ..Collected::default()
        })
    }

    /// Posts of a hashtag's edge. Its cursor is the same text on every page; a page that brings
    /// nothing new ends the walk.
    async fn tagged(&self, tag: &str, edge: &str, query: &Query) -> Result<Vec<Post>, SourceFailure> {
        let path = format!("{tag}/{edge}");
        let mut walk = Walk::default();
        for _ in 0..PAGES {
            let mut ask = vec![
                ("user_id", self.me.as_str()),
                ("fields", TAG_FIELDS),
                ("limit", "50"),
            ];
            if let Some(after) = &walk.after {
                ask.push(("after", after));
            }
            let answer = self
                .get(&path, &ask)
                .await
                .map_err(|failure| about(failure, query))?;
            if !walk.take(Some(&answer), None, query) {
                break;
            }
        }
        Ok(walk.posts)
    }
}

/// Pages while they are read.
#[derive(Debug, Default)]
struct Walk {
    posts: Vec<Post>,
    notes: Vec<Note>,
    after: Option<String>,
    seen: HashSet<String>,
}

impl Walk {
    /// Takes a page; whether another is worth asking for.
    fn take(&mut self, page: Option<&Value>, owner: Option<&Owner>, query: &Query) -> bool {
        let Some(page) = page.map(Fields) else {
            return false;
        };
        let mut fresh = 0;
        for item in page.list("/data") {
            match read::post(item, owner, query.now) {
                Some(post) if self.seen.insert(post.native_id.clone()) => {
                    fresh += usize::from(query.since.is_none_or(|since| post.published_at >= since));
                    self.posts.push(post);
                }
                Some(_) => {}
                None if self.notes.is_empty() => self.notes.push(Note::Partial),
                None => {}
            }
        }
        self.after = page.text("/paging/cursors/after");
        fresh > 0 && self.after.is_some() && self.posts.len() < usize::from(query.limit.get())
    }
}

fn expansion(name: &str, after: Option<&str>) -> String {
    let after = after
        .map(|cursor| format!(".after({cursor})"))
        .unwrap_or_default();
    format!(
        "business_discovery.username({name}){{id,username,name,followers_count,media_count,media.limit(50){after}{{{POST_FIELDS}}}}}"
    )
}

/// A failure in the words of what was asked for.
fn about(failure: SourceFailure, query: &Query) -> SourceFailure {
    let name = query.target.value().to_owned();
    match failure {
        SourceFailure::NotProfessional { .. } if query.target.kind() == TargetKind::Username => {
            SourceFailure::NotProfessional { name }
        }
        SourceFailure::HashtagBlocked { .. } | SourceFailure::NotProfessional { .. } => {
            SourceFailure::HashtagBlocked { tag: name }
        }
        // Asked again once a day: which hashtag falls out of the seven days first is not told.
        SourceFailure::HashtagsUsedUp { .. } => SourceFailure::HashtagsUsedUp {
            until: query.now.plus(24 * 60 * 60 * 1_000),
        },
        other => other,
    }
}

async fn get(
    http: &Http,
    key: &SourceKey,
    path: &str,
    query: &[(&str, &str)],
) -> Result<Value, SourceFailure> {
    let asked = http
        .get(&format!("{VERSION}/{path}"), query, Auth::Bearer(key))
        .await;
    let answer = asked.map_err(|trouble| http.failure(trouble))?;
    let whole: Result<Value, _> = serde_json::from_slice(&answer.body);
    match whole {
        // An error may come with any status.
        Ok(whole) if Fields(&whole).at("/error").is_some() => Err(refusal::read(http, answer.status, &whole)),
        Ok(whole) if answer.status == 200 => Ok(whole),
        Err(_) if answer.status == 200 => Err(http.unreadable("it is cut off or not JSON")),
        _ => Err(http.by_status(answer.status)),
    }
}
