use std::fmt;
use std::str::FromStr;

use reqwest::Url;

/// Where GEN's hosted service answers.
const HOSTED: &str = "https://api.gen.pro";

/// Why a text is not the address of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// Not an address at all.
    #[error("this is not a web address; it looks like https://api.gen.pro")]
    Unreadable,
    /// The key would travel in the open.
    #[error("the address must start with https://, unless it is on this computer")]
    NotHttps,
    /// A user name or password stands in it.
    #[error("the address must not hold a user name or password; the key has its own place")]
    HasUser,
    /// Something stands after `?` or `#`.
    #[error("the address must not hold anything after ? or #")]
    HasQuery,
    /// It ends with the version, which every call adds itself.
    #[error("leave /v1 away; every call adds it")]
    HasVersion,
}

/// The address of a service: `https`, or `http` on this computer. A path in front of `/v1` is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Parses an address; blanks and slashes at its end are dropped.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let url = Url::parse(text.trim().trim_end_matches('/')).map_err(|_| BaseUrlError::Unreadable)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlError::HasUser);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlError::HasQuery);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            _ => return Err(BaseUrlError::NotHttps),
        }
        if url
            .path_segments()
            .is_some_and(|mut parts| parts.next_back() == Some("v1"))
        {
            return Err(BaseUrlError::HasVersion);
        }
        Ok(Self(url))
    }

    /// GEN's hosted service.
    #[expect(
        clippy::expect_used,
        reason = "the constant is an https address; a test parses it"
    )]
    pub fn hosted() -> Self {
        Self::parse(HOSTED).expect("a constant address")
    }

    /// Whether the service runs on this computer.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Scheme, name and port: what two addresses of one service share, whatever the path.
    pub fn host(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Whether it is spoken to without TLS, as only a service on this computer may be.
    pub(crate) fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// The address of a call: `/v1` and these steps, each percent-encoded.
    pub(crate) fn call(&self, steps: &[&str]) -> Url {
        let mut url = self.0.clone();
        // An https or http address always has a path; the other arm cannot be reached.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push("v1").extend(steps);
        }
        url
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || std::net::IpAddr::from_str(address).is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}
