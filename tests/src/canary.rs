//! Searches for a planted secret, plain and in the forms in which secrets travel.
#![allow(
    clippy::unwrap_used,
    reason = "this searches for tests; what cannot be read fails the test"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// A secret in every form in which it might lie around.
#[derive(Debug)]
pub struct Canary(Vec<Vec<u8>>);

impl Canary {
    /// The secret as it is, its middle, and what base64, hex, percent signs and wide letters make of it.
    /// It has at least 24 bytes, all ASCII, so that no form is found by chance.
    pub fn of(secret: &str) -> Self {
        assert!(secret.is_ascii() && secret.len() >= 24, "too short to search for");
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let middle = secret[secret.len() / 4..secret.len() * 3 / 4].to_owned();
        let mut forms = vec![secret.to_owned(), middle, hex, percent];
        // In base64 a text looks different at each of three places; the inner part is the same in all.
        forms.extend((0..3).map(|skip| base64(&secret.as_bytes()[skip..])[..20].to_owned()));
        let wide = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        Self(forms.into_iter().map(String::into_bytes).chain([wide]).collect())
    }

    /// Every form.
    pub fn forms(&self) -> &[Vec<u8>] {
        &self.0
    }

    /// Whether these bytes hold it in any form.
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        let holds = |form: &Vec<u8>| bytes.windows(form.len()).any(|window| window == form);
        self.0.iter().any(holds)
    }

    /// The files of this list that hold it.
    pub fn files(&self, files: &[PathBuf]) -> Vec<String> {
        // A socket or a file that just went holds nothing.
        let holds = |path: &&PathBuf| fs::read(path).is_ok_and(|bytes| self.is_in(&bytes));
        let found = files.iter().filter(holds);
        found.map(|path| path.display().to_string()).collect()
    }
}

/// Every file below this folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let deeper = |path: PathBuf| {
        if path.is_dir() {
            files_below(&path)
        } else {
            vec![path]
        }
    };
    entries.flat_map(|entry| deeper(entry.path())).collect()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |bits: u32| char::from(LETTERS[(bits & 63) as usize]);
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            [
                letter(bits >> 18),
                letter(bits >> 12),
                letter(bits >> 6),
                letter(bits),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_finds_a_secret_in_every_form_and_at_every_place() {
        let secret = "gen_live_canary_7Qx2Zp9Lw4";
        let canary = Canary::of(secret);
        for form in canary.forms() {
            assert!(canary.is_in(&[b"before ", form.as_slice(), b" after"].concat()));
        }
        for before in ["", "a", "ab"] {
            let text = base64(format!("{before}{secret}").as_bytes());
            assert!(canary.is_in(text.as_bytes()), "{text}");
        }
        assert!(!canary.is_in(b"nothing to see here"));
    }
}
