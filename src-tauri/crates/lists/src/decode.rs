//! Bytes to text: spreadsheets and old systems write more than UTF-8.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::ListError;

/// Bytes that are looked at to tell UTF-16 without a mark from other text.
const LOOKED_AT: usize = 512;

/// The text of these bytes: by their mark, as UTF-16 where every other byte is zero, as UTF-8 where
/// they are, and as Windows-1252, which older spreadsheets write, otherwise.
pub(crate) fn text_of(bytes: &[u8]) -> Result<String, ListError> {
    let encoding = encoding_rs::Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| unmarked_utf16(bytes))
        .unwrap_or_else(|| match std::str::from_utf8(bytes) {
            Ok(_) => UTF_8,
            Err(_) => WINDOWS_1252,
        });
    let (text, _, _) = encoding.decode(bytes);
    if text.contains('\0') {
        return Err(ListError::NotAList);
    }
    Ok(text.into_owned())
}

/// Text in Latin letters has a zero in every other byte of UTF-16; nothing else has.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let looked_at = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |parity: usize| {
        let half = looked_at.iter().skip(parity).step_by(2);
        half.filter(|byte| **byte == 0).count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), looked_at.len() / 2);
    match () {
        () if half == 0 => None,
        () if odd * 10 >= half * 7 && even == 0 => Some(UTF_16LE),
        () if even * 10 >= half * 7 && odd == 0 => Some(UTF_16BE),
        () => None,
    }
}
