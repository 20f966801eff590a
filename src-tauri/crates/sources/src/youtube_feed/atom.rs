//! The Atom of a channel's feed. Names are matched with their prefixes as YouTube writes them.

use contract::{Platform, UnixMillis};
use jiff::Timestamp;
use library::{Author, Media, Post, Precision, SourceId};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::text::hashtags;

/// A feed that was read.
#[derive(Debug, Default)]
pub(super) struct Feed {
    pub(super) posts: Vec<Post>,
    /// Entries without an id or a time.
    pub(super) left_out: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FeedError {
    NotAFeed,
    Broken,
}

/// An entry while it is read.
#[derive(Debug, Default)]
struct Entry {
    video: String,
    channel: String,
    title: String,
    link: Option<String>,
    author: String,
    author_url: String,
    published: String,
    description: String,
    thumbnail: Option<String>,
    views: Option<u64>,
    likes: Option<u64>,
}

/// Reads a whole feed.
///
/// # Errors
/// Not a feed at all, or cut off in the middle.
pub(super) fn read_feed(body: &[u8], now: UnixMillis) -> Result<Feed, FeedError> {
    let text = std::str::from_utf8(body).map_err(|_| FeedError::NotAFeed)?;
    let mut reader = Reader::from_str(text);
    let (mut walk, mut feed) = (Walk::default(), Feed::default());
    loop {
        match reader.read_event().map_err(|_| walk.error())? {
            Event::Start(tag) => walk.open(&tag)?,
            Event::Empty(tag) => {
                walk.open(&tag)?;
                walk.close();
            }
            Event::Text(piece) => walk.text(&piece),
            Event::CData(piece) => walk.text(&piece),
            Event::GeneralRef(reference) => walk.text(&resolved(&reference)),
            Event::End(_) => {
                if let Some(entry) = walk.close() {
                    feed.take(entry, now);
                }
            }
            Event::Eof => return walk.ended().map(|()| feed),
            _ => {}
        }
    }
}

/// Where the reader stands: the names from the root down.
#[derive(Debug, Default)]
struct Walk {
    path: Vec<String>,
    entry: Option<Entry>,
    seen_feed: bool,
}

impl Walk {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), FeedError> {
        let name = tag.name().as_ref().to_owned();
        if self.path.is_empty() {
            self.seen_feed = name == "feed";
            if !self.seen_feed {
                return Err(FeedError::NotAFeed);
            }
        }
        if name == "entry" {
            self.entry = Some(Entry::default());
        }
        if let Some(entry) = &mut self.entry {
            entry.attributes(&name, tag);
        }
        self.path.push(name);
        Ok(())
    }

    fn text(&mut self, piece: &str) {
        let mut names = self.path.iter().rev();
        let (last, above) = (names.next(), names.next());
        let (Some(entry), Some(last)) = (&mut self.entry, last) else {
            return;
        };
        entry.text(above.map(String::as_str), last, piece);
    }

    /// The entry that ends here, if one does.
    fn close(&mut self) -> Option<Entry> {
        let name = self.path.pop()?;
        if name == "entry" { self.entry.take() } else { None }
    }

    fn ended(&self) -> Result<(), FeedError> {
        if self.seen_feed && self.path.is_empty() {
            Ok(())
        } else {
            Err(self.error())
        }
    }

    const fn error(&self) -> FeedError {
        if self.seen_feed {
            FeedError::Broken
        } else {
            FeedError::NotAFeed
        }
    }
}

impl Entry {
    fn attributes(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "link" if attribute(tag, "rel").as_deref() == Some("alternate") => {
                self.link = attribute(tag, "href")
            }
            "media:thumbnail" => self.thumbnail = attribute(tag, "url"),
            "media:statistics" => self.views = attribute(tag, "views").and_then(|text| text.parse().ok()),
            "media:starRating" => self.likes = attribute(tag, "count").and_then(|text| text.parse().ok()),
            _ => {}
        }
    }

    fn text(&mut self, above: Option<&str>, name: &str, piece: &str) {
        let slot = match (above, name) {
            (Some("entry"), "yt:videoId") => &mut self.video,
            (Some("entry"), "yt:channelId") => &mut self.channel,
            (Some("entry"), "title") => &mut self.title,
            (Some("entry"), "published") => &mut self.published,
            (Some("author"), "name") => &mut self.author,
            (Some("author"), "uri") => &mut self.author_url,
            (Some("media:group"), "media:description") => &mut self.description,
            _ => return,
        };
        slot.push_str(piece);
    }

    fn post(self, now: UnixMillis) -> Option<Post> {
        let published: Timestamp = self.published.trim().parse().ok()?;
        let video = Some(self.video.trim().to_owned()).filter(|id| !id.is_empty())?;
        let url = self
            .link
            .unwrap_or_else(|| format!("https://www.youtube.com/watch?v={video}"));
        let author = Author {
            display_name: filled(self.author),
            native_id: filled(self.channel),
            url: filled(self.author_url),
            ..Author::default()
        };
        let author = Some(author).filter(|author| *author != Author::default());
        let media = if url.contains("/shorts/") {
            Media::Short
        } else {
            Media::Video
        };
        Some(Post {
            platform: Platform::YouTube,
            native_id: video,
            source: SourceId::YoutubeFeed,
            url,
            author,
            hashtags: hashtags(&[&self.title, &self.description]),
            title: filled(self.title),
            caption: self.description,
            published_at: UnixMillis(published.as_millisecond()),
            published_precision: Precision::Exact,
            media,
            duration_ms: None,
            thumbnail_url: self.thumbnail,
            counts: library::Counts {
                views: self.views,
                likes: self.likes,
                ..library::Counts::default()
            },
            origin: None,
            language: None,
            is_ad: None,
            fetched_at: now,
        })
    }
}

impl Feed {
    fn take(&mut self, entry: Entry, now: UnixMillis) {
        match entry.post(now) {
            Some(post) => self.posts.push(post),
            None => self.left_out += 1,
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    quick_xml::escape::unescape(&found.value)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// `&amp;` and `&#38;`; one that no feed has is left out.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.to_string();
    }
    resolve_predefined_entity(reference)
        .unwrap_or_default()
        .to_owned()
}

fn filled(text: String) -> Option<String> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}
