//! Links that open in the person's browser: a closed list of hosts, never what a page says.

use monitoring::view::{Problem, ProblemCode};
use url::Url;

/// Hosts that a link may lead to, with everything below them.
const HOSTS: [&str; 8] = [
    "tiktok.com",
    "instagram.com",
    "youtube.com",
    "youtu.be",
    "gen.pro",
    // Where the keys of sources are made.
    "console.cloud.google.com",
    "console.apify.com",
    "developers.facebook.com",
];

/// The address, if it is one that may be opened.
pub(crate) fn checked(text: &str) -> Result<Url, Problem> {
    let refuse = || {
        Problem::of(
            ProblemCode::BadAddress,
            "only links to the platforms, to GEN and to where keys are made are opened",
        )
    };
    let url = Url::parse(text).map_err(|_| refuse())?;
    let plain = url.scheme() == "https"
        && url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none();
    let host = url.host_str().unwrap_or_default();
    let known = HOSTS
        .iter()
        .any(|known| host == *known || host.ends_with(&format!(".{known}")));
    if plain && known { Ok(url) } else { Err(refuse()) }
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn links_to_the_platforms_and_to_gen_are_opened() {
        for link in [
            "https://www.tiktok.com/@x",
            "https://youtu.be/abc",
            "https://app.gen.pro/",
            "https://console.apify.com/settings/integrations",
        ] {
            assert!(checked(link).is_ok(), "{link}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for link in [
            "http://www.tiktok.com/@x",
            "https://tiktok.com.example.org/",
            "https://eviltiktok.com/",
            "https://user@tiktok.com/",
            "https://tiktok.com:8443/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "",
        ] {
            assert!(checked(link).is_err(), "{link}");
        }
    }
}
