//! Between records and columns. A count past i64 is kept at its end: no platform has one.

use std::collections::HashMap;

use contract::{Country, Platform, UnixMillis};
use rusqlite::types::{FromSql, Type};
use rusqlite::{Error, Params, Row, Statement};

use crate::{Author, Comment, CountryBasis, Counts, Media, Origin, Post, Precision, SourceId};

pub(crate) fn count(value: Option<u64>) -> Option<i64> {
    value.map(|number| i64::try_from(number).unwrap_or(i64::MAX))
}

/// Where the columns of a statement stand, found once for all its rows: to look them up by name in each row
/// takes longer than to find and read it.
pub(crate) struct Places(HashMap<String, usize>);

impl Places {
    pub(crate) fn of(statement: &Statement<'_>) -> Self {
        let mut places = HashMap::new();
        for (index, name) in statement.column_names().enumerate() {
            // Of two columns with one name the first is meant, as where a row is asked by name.
            places.entry(name.to_owned()).or_insert(index);
        }
        Self(places)
    }

    pub(crate) const fn fields<'a>(&'a self, row: &'a Row<'a>) -> Fields<'a> {
        Fields { row, places: self }
    }
}

/// The columns of one row by their names.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    row: &'a Row<'a>,
    places: &'a Places,
}

impl Fields<'_> {
    pub(crate) fn get<T: FromSql>(&self, column: &str) -> Result<T, Error> {
        self.row.get(self.place(column)?)
    }

    fn place(&self, column: &str) -> Result<usize, Error> {
        let place = self.places.0.get(column).copied();
        place.ok_or_else(|| Error::InvalidColumnName(column.to_owned()))
    }
}

/// All rows that a statement gives, each read by its fields.
pub(crate) fn all<T>(
    statement: &mut Statement<'_>,
    values: impl Params,
    read: impl Fn(&Fields<'_>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let places = Places::of(statement);
    statement
        .query_map(values, |row| read(&places.fields(row)))?
        .collect()
}

pub(crate) fn read_count(row: &Fields<'_>, column: &str) -> Result<Option<u64>, Error> {
    let stored: Option<i64> = row.get(column)?;
    Ok(stored.and_then(|number| u64::try_from(number).ok()))
}

/// Reads a column that holds a name; one this version does not know is an error with its column.
pub(crate) fn word<T, E>(
    row: &Fields<'_>,
    column: &str,
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Error>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let index = row.place(column)?;
    let name: String = row.get(column)?;
    read(&name).map_err(|cause| Error::FromSqlConversionFailure(index, Type::Text, Box::new(cause)))
}

fn platform(row: &Fields<'_>) -> Result<Platform, Error> {
    word(row, "platform", |name| {
        Platform::from_name(name).ok_or_else(|| crate::UnknownWord(name.to_owned()))
    })
}

pub(crate) fn post(row: &Fields<'_>) -> Result<Post, Error> {
    Ok(Post {
        platform: platform(row)?,
        native_id: row.get("native_id")?,
        source: word(row, "source", SourceId::from_name)?,
        url: row.get("url")?,
        author: author(row)?,
        title: row.get("title")?,
        caption: row.get("caption")?,
        hashtags: word(row, "hashtags", |text| serde_json::from_str(text))?,
        published_at: UnixMillis(row.get("published_at")?),
        published_precision: word(row, "published_precision", Precision::from_name)?,
        media: word(row, "media", Media::from_name)?,
        duration_ms: read_count(row, "duration_ms")?,
        thumbnail_url: row.get("thumbnail_url")?,
        counts: counts(row)?,
        origin: origin(row)?,
        language: row.get("language")?,
        is_ad: row.get("is_ad")?,
        fetched_at: UnixMillis(row.get("fetched_at")?),
    })
}

fn author(row: &Fields<'_>) -> Result<Option<Author>, Error> {
    let author = Author {
        handle: row.get("author_handle")?,
        display_name: row.get("author_name")?,
        native_id: row.get("author_native_id")?,
        url: row.get("author_url")?,
        followers: read_count(row, "author_followers")?,
        verified: row.get("author_verified")?,
    };
    Ok((author != Author::default()).then_some(author))
}

fn counts(row: &Fields<'_>) -> Result<Counts, Error> {
    Ok(Counts {
        views: read_count(row, "views")?,
        likes: read_count(row, "likes")?,
        comments: read_count(row, "comments")?,
        shares: read_count(row, "shares")?,
        saves: read_count(row, "saves")?,
    })
}

fn origin(row: &Fields<'_>) -> Result<Option<Origin>, Error> {
    let country: Option<String> = row.get("country")?;
    let Some(country) = country.as_deref().and_then(Country::parse) else {
        return Ok(None);
    };
    Ok(Some(Origin {
        country,
        basis: word(row, "country_basis", CountryBasis::from_name)?,
    }))
}

pub(crate) fn comment(row: &Fields<'_>) -> Result<Comment, Error> {
    let published_at: Option<i64> = row.get("published_at")?;
    Ok(Comment {
        native_id: row.get("native_id")?,
        platform: platform(row)?,
        post_native_id: row.get("post_native_id")?,
        parent_native_id: row.get("parent_native_id")?,
        source: word(row, "source", SourceId::from_name)?,
        author_handle: row.get("author_handle")?,
        text: row.get("text")?,
        published_at: published_at.map(UnixMillis),
        published_precision: word(row, "published_precision", Precision::from_name)?,
        likes: read_count(row, "likes")?,
        replies: read_count(row, "replies")?,
        fetched_at: UnixMillis(row.get("fetched_at")?),
    })
}
