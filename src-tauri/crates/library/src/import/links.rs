//! What a post's address says: its platform and its id.

use contract::Platform;

/// The letters of Instagram's short codes, which are the id in base 64.
const CODE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Letters of a short code that the id stands in; longer ones carry a secret behind it.
const CODE_LENGTH: usize = 11;

/// The platform and the id of a post's address.
pub(super) fn post(address: &str) -> Option<(Platform, String)> {
    let rest = address
        .trim()
        .split_once("://")
        .map_or(address.trim(), |(_, rest)| rest);
    let (host, path) = rest.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let path = path.split('#').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let below =
        |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    if below("tiktok.com") {
        return Some((Platform::TikTok, tiktok(&parts)?));
    }
    if below("instagram.com") {
        return Some((Platform::Instagram, instagram(&parts)?));
    }
    if below("youtube.com") || below("youtu.be") {
        return Some((Platform::YouTube, youtube(&parts, query, below("youtu.be"))?));
    }
    None
}

fn tiktok(parts: &[&str]) -> Option<String> {
    let at = parts
        .iter()
        .position(|part| matches!(*part, "video" | "photo" | "v"))?;
    let id = parts.get(at + 1)?.trim_end_matches(".html");
    id.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| id.to_owned())
}

fn instagram(parts: &[&str]) -> Option<String> {
    let at = parts
        .iter()
        .position(|part| matches!(*part, "p" | "reel" | "reels" | "tv"))?;
    instagram_id(parts.get(at + 1)?)
}

/// The numeric id that a short code stands for.
pub(super) fn instagram_id(code: &str) -> Option<String> {
    let mut id: u128 = 0;
    for byte in code.bytes().take(CODE_LENGTH) {
        let digit = CODE.iter().position(|letter| *letter == byte)?;
        id = id * 64 + digit as u128;
    }
    (id > 0).then(|| id.to_string())
}

fn youtube(parts: &[&str], query: &str, short_host: bool) -> Option<String> {
    let id = if short_host {
        parts.first().copied()
    } else if let Some(at) = parts
        .iter()
        .position(|part| matches!(*part, "shorts" | "live" | "embed"))
    {
        parts.get(at + 1).copied()
    } else {
        query.split('&').find_map(|pair| pair.strip_prefix("v="))
    }?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (id.len() == 11 && id.bytes().all(plain)).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::post;
    use contract::Platform::{Instagram, TikTok, YouTube};

    #[test]
    fn addresses_name_their_post() {
        for (address, platform, id) in [
            (
                "https://www.tiktok.com/@mia/video/7320768196569599275?lang=en",
                TikTok,
                "7320768196569599275",
            ),
            (
                "tiktok.com/@mia/photo/7320768196569599275",
                TikTok,
                "7320768196569599275",
            ),
            (
                "https://www.instagram.com/p/CSr71Gzlqo4/",
                Instagram,
                "2642468740567312952",
            ),
            (
                "https://instagram.com/mia/reel/CSr71Gzlqo4",
                Instagram,
                "2642468740567312952",
            ),
            (
                "https://www.youtube.com/watch?t=1&v=dQw4w9WgXcQ",
                YouTube,
                "dQw4w9WgXcQ",
            ),
            ("https://youtube.com/shorts/dQw4w9WgXcQ", YouTube, "dQw4w9WgXcQ"),
            ("https://youtu.be/dQw4w9WgXcQ?si=x", YouTube, "dQw4w9WgXcQ"),
        ] {
            assert_eq!(post(address), Some((platform, id.to_owned())), "{address}");
        }
    }

    #[test]
    fn other_addresses_name_none() {
        for address in [
            "",
            "https://example.org/p/CSr71Gzlqo4",
            "https://eviltiktok.com/video/1",
            "https://www.tiktok.com/@mia",
            "https://www.youtube.com/@mia",
            "https://youtu.be/<script>",
            "javascript:alert(1)",
        ] {
            assert_eq!(post(address), None, "{address}");
        }
    }
}
