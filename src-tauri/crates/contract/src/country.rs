use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A country by its two letters of ISO 3166-1, lower case as the page prints them (`us`, `gb`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(export, type = "string")]
pub struct Country([u8; 2]);

/// A country of the list, for the window's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CountryEntry {
    /// Two letters, lower case.
    #[ts(type = "string")]
    pub code: Country,
    /// The list's English name; the window shows its own language's where it has one.
    #[ts(type = "string")]
    pub name: &'static str,
}

impl Country {
    /// Parses two letters of the ISO list, in either case.
    pub fn parse(text: &str) -> Option<Self> {
        let upper = text.trim().to_ascii_uppercase();
        rust_iso3166::from_alpha2(&upper).and_then(|known| Self::from_upper(known.alpha2))
    }

    /// The list, by code.
    pub fn list() -> Vec<CountryEntry> {
        let mut list: Vec<_> = rust_iso3166::ALL
            .iter()
            .filter_map(|known| {
                Self::from_upper(known.alpha2).map(|code| CountryEntry {
                    code,
                    name: known.name,
                })
            })
            .collect();
        list.sort_by_key(|entry| entry.code);
        list
    }

    fn from_upper(alpha2: &str) -> Option<Self> {
        let letters: [u8; 2] = alpha2.as_bytes().try_into().ok()?;
        Some(Self(letters.map(|letter| letter.to_ascii_lowercase())))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", char::from(self.0[0]), char::from(self.0[1]))
    }
}

impl TryFrom<String> for Country {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("country must be a two-letter code")
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.to_string()
    }
}
