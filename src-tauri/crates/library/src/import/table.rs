//! A table of the person's own, read by what each of its columns holds.

use contract::{Country, Platform, UnixMillis};

use super::lenient::{clean, count_of, tags_in, unique};
use super::{Item, Mapping, RowTrouble, TableField, Trouble, dates, links};
use crate::{Author, CountryBasis, Counts, Media, Origin, Post, SourceId};

/// What headings usually mean, in lower case without blanks and signs.
const NAMES: [(TableField, &[&str]); 19] = [
    (
        TableField::Url,
        &[
            "url",
            "link",
            "posturl",
            "videourl",
            "permalink",
            "address",
            "weburl",
            "webvideourl",
            "enlace",
        ],
    ),
    (TableField::Id, &["id", "postid", "videoid", "nativeid"]),
    (
        TableField::Platform,
        &["platform", "network", "plattform", "plataforma", "source"],
    ),
    (
        TableField::Creator,
        &[
            "creator",
            "handle",
            "username",
            "user",
            "author",
            "account",
            "ersteller",
            "autor",
            "cuenta",
        ],
    ),
    (
        TableField::CreatorName,
        &[
            "creatorname",
            "displayname",
            "authorname",
            "channel",
            "channelname",
            "fullname",
        ],
    ),
    (
        TableField::Followers,
        &["followers", "subscribers", "abonnenten", "seguidores"],
    ),
    (TableField::Title, &["title", "titel", "titulo", "título"]),
    (
        TableField::Caption,
        &[
            "caption",
            "text",
            "description",
            "desc",
            "body",
            "beschreibung",
            "descripcion",
            "descripción",
        ],
    ),
    (TableField::Hashtags, &["hashtags", "tags"]),
    (
        TableField::Published,
        &[
            "published",
            "publishedat",
            "date",
            "posted",
            "postedat",
            "createdat",
            "timestamp",
            "time",
            "datum",
            "fecha",
        ],
    ),
    (
        TableField::Views,
        &[
            "views",
            "plays",
            "viewcount",
            "playcount",
            "aufrufe",
            "visualizaciones",
        ],
    ),
    (TableField::Likes, &["likes", "likecount", "hearts", "diggcount"]),
    (
        TableField::Comments,
        &[
            "comments",
            "commentcount",
            "commentscount",
            "kommentare",
            "comentarios",
        ],
    ),
    (TableField::Shares, &["shares", "sharecount", "reposts"]),
    (
        TableField::Saves,
        &["saves", "bookmarks", "favorites", "collectcount"],
    ),
    (TableField::Duration, &["duration", "length", "seconds"]),
    (TableField::Language, &["language", "lang", "sprache", "idioma"]),
    (
        TableField::Country,
        &["country", "region", "land", "pais", "país"],
    ),
    (
        TableField::Picture,
        &[
            "thumbnail",
            "thumbnailurl",
            "cover",
            "picture",
            "image",
            "imageurl",
        ],
    ),
];

/// What the columns of a heading seem to hold.
pub(super) fn guess(headings: &[String]) -> Mapping {
    let plain: Vec<String> = headings
        .iter()
        .map(|heading| {
            heading
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
                .to_lowercase()
        })
        .collect();
    let mut mapping = Mapping::new();
    for (field, names) in NAMES {
        let found = names
            .iter()
            .find_map(|name| plain.iter().position(|heading| heading == name));
        if let Some(column) = found.and_then(|at| u32::try_from(at).ok()) {
            mapping.insert(field, column);
        }
    }
    mapping
}

/// Whether the columns say where each post is and when it was posted.
pub(super) fn is_enough(mapping: &Mapping, platform: Option<Platform>) -> bool {
    let has = |field| mapping.contains_key(&field);
    let placed =
        has(TableField::Url) || (has(TableField::Id) && (platform.is_some() || has(TableField::Platform)));
    placed && has(TableField::Published)
}

/// A row with what its columns hold.
pub(super) struct TableRow<'a> {
    pub(super) cells: &'a csv::StringRecord,
    pub(super) mapping: &'a Mapping,
    pub(super) platform: Option<Platform>,
    pub(super) fetched: UnixMillis,
}

impl TableRow<'_> {
    fn cell(&self, field: TableField) -> Option<String> {
        let column = usize::try_from(*self.mapping.get(&field)?).ok()?;
        Some(clean(self.cells.get(column)?)).filter(|text| !text.is_empty())
    }

    /// A count; a cell that holds something else is a problem, not a nothing.
    fn count(&self, field: TableField, name: &str) -> Result<Option<u64>, Trouble> {
        let Some(cell) = self.cell(field) else {
            return Ok(None);
        };
        if matches!(cell.to_lowercase().as_str(), "-" | "–" | "n/a" | "null" | "none") {
            return Ok(None);
        }
        count_of(&cell)
            .map(Some)
            .ok_or_else(|| Trouble::new(name, RowTrouble::NotANumber, &cell))
    }

    pub(super) fn read(&self) -> Result<Item, Trouble> {
        let (platform, native_id, url) = self.place()?;
        let date = self.cell(TableField::Published);
        let date = date.ok_or_else(|| Trouble::new("published", RowTrouble::Missing, ""))?;
        let (published_at, published_precision) =
            dates::of_text(&date).ok_or_else(|| Trouble::new("published", RowTrouble::NotATime, &date))?;
        let caption = self.cell(TableField::Caption).unwrap_or_default();
        let country = self
            .cell(TableField::Country)
            .and_then(|code| Country::parse(&code));
        let post = Post {
            platform,
            native_id,
            source: SourceId::Import,
            url,
            author: Some(self.author()?).filter(|author| *author != Author::default()),
            title: self.cell(TableField::Title),
            hashtags: self.hashtags(&caption),
            caption,
            published_at,
            published_precision,
            media: Media::Unknown,
            duration_ms: self
                .cell(TableField::Duration)
                .and_then(|cell| dates::length(&cell.into())),
            thumbnail_url: self.cell(TableField::Picture),
            counts: self.counts()?,
            // A table does not say what its country rests on; what the post says of itself is the usual.
            origin: country.map(|country| Origin {
                country,
                basis: CountryBasis::PostLocation,
            }),
            language: self.cell(TableField::Language),
            is_ad: None,
            fetched_at: self.fetched,
        };
        Ok(Item::Post(Box::new(post), Vec::new()))
    }

    fn place(&self) -> Result<(Platform, String, String), Trouble> {
        let url = self.cell(TableField::Url);
        if let Some(url) = &url
            && let Some((platform, id)) = links::post(url)
        {
            return Ok((platform, id, url.clone()));
        }
        let named = self.cell(TableField::Platform);
        let platform = match &named {
            Some(name) => Some(
                Platform::from_name(&name.to_lowercase())
                    .ok_or_else(|| Trouble::new("platform", RowTrouble::OtherPlatform, name))?,
            ),
            None => self.platform,
        };
        match (platform, self.cell(TableField::Id), url) {
            (Some(platform), Some(id), url) => Ok((platform, id, url.unwrap_or_default())),
            (_, _, Some(url)) => Err(Trouble::new("url", RowTrouble::NotAPost, &url)),
            (_, Some(_), None) => Err(Trouble::new("platform", RowTrouble::Missing, "")),
            (_, None, None) => Err(Trouble::new("url", RowTrouble::Missing, "")),
        }
    }

    fn author(&self) -> Result<Author, Trouble> {
        let handle = self.cell(TableField::Creator);
        Ok(Author {
            handle: handle.map(|handle| handle.trim_start_matches('@').to_owned()),
            display_name: self.cell(TableField::CreatorName),
            followers: self.count(TableField::Followers, "followers")?,
            ..Author::default()
        })
    }

    fn hashtags(&self, caption: &str) -> Vec<String> {
        let listed = self.cell(TableField::Hashtags).unwrap_or_default();
        let listed = listed
            .split([',', ';', ' ', '|'])
            .map(str::to_owned)
            .collect::<Vec<_>>();
        unique(listed.into_iter().chain(tags_in(caption)))
    }

    fn counts(&self) -> Result<Counts, Trouble> {
        Ok(Counts {
            views: self.count(TableField::Views, "views")?,
            likes: self.count(TableField::Likes, "likes")?,
            comments: self.count(TableField::Comments, "comments")?,
            shares: self.count(TableField::Shares, "shares")?,
            saves: self.count(TableField::Saves, "saves")?,
        })
    }
}
