//! Three encodings, one form: multipart (the published page), urlencoded and JSON (other clients).

use axum::body::Bytes;
use futures_util::stream;
use serde_json::{Map, Value};

use super::body::Sent;
use crate::refusal::Refusal;

/// The fields of a body by their names in the form; a nested `user_job` of JSON is spelled out as
/// `user_job[data]`. Of a name that comes twice the last counts.
pub(super) type Form = Map<String, Value>;

/// Reads the form, whatever its encoding. A request without a body has an empty one.
pub(super) async fn read(sent: Sent) -> Result<Form, Refusal> {
    if sent.types.is_empty() && sent.body.is_empty() {
        return Ok(Form::new());
    }
    match Encoding::of(&sent.types) {
        Some(Encoding::Multipart) => multipart(&sent.types, sent.body).await,
        Some(Encoding::Urlencoded) => urlencoded(&sent.body),
        Some(Encoding::Json) => json(&sent.body),
        None => Err(Refusal::MediaType),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Multipart,
    Urlencoded,
    Json,
}

impl Encoding {
    fn of(types: &[String]) -> Option<Self> {
        types.iter().find_map(|kind| {
            let name = kind
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase();
            match name.as_str() {
                "multipart/form-data" => Some(Self::Multipart),
                "application/x-www-form-urlencoded" => Some(Self::Urlencoded),
                "application/json" => Some(Self::Json),
                _ => None,
            }
        })
    }
}

async fn multipart(types: &[String], body: Bytes) -> Result<Form, Refusal> {
    let stated = types.iter().find_map(|kind| multer::parse_boundary(kind).ok());
    let Some(boundary) = stated.or_else(|| first_line_boundary(&body)) else {
        return Err(invalid("The multipart form has no boundary"));
    };
    let whole = stream::iter([Ok::<_, std::convert::Infallible>(body)]);
    let mut parts = multer::Multipart::new(whole, boundary);
    let mut form = Form::new();
    while let Some(part) = parts
        .next_field()
        .await
        .map_err(|_| invalid("The multipart form is damaged"))?
    {
        let Some(name) = part.name().map(str::to_owned) else {
            continue;
        };
        let bytes = part
            .bytes()
            .await
            .map_err(|_| invalid("The multipart form is damaged"))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| not_utf8(&name))?;
        form.insert(name, Value::from(text));
    }
    Ok(form)
}

/// A client that sets the header by hand may leave the boundary out; it stands in the first line too.
fn first_line_boundary(body: &[u8]) -> Option<String> {
    let line = body.split(|byte| *byte == b'\n').next()?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let boundary = std::str::from_utf8(line.strip_prefix(b"--")?).ok()?;
    // RFC 2046 allows 1 to 70 characters.
    (1..=70).contains(&boundary.len()).then(|| boundary.to_owned())
}

fn urlencoded(body: &[u8]) -> Result<Form, Refusal> {
    let mut form = Form::new();
    for (name, value) in url::form_urlencoded::parse(body) {
        // The decoder puts this sign where the bytes are not UTF-8; no real value holds it.
        if name.contains('\u{FFFD}') || value.contains('\u{FFFD}') {
            return Err(not_utf8(&name));
        }
        form.insert(name.into_owned(), Value::from(value.into_owned()));
    }
    Ok(form)
}

fn json(body: &[u8]) -> Result<Form, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| not_utf8("the body"))?;
    let Ok(Value::Object(mut form)) = serde_json::from_str(text) else {
        return Err(invalid("The body is not a JSON object"));
    };
    if let Some(Value::Object(nested)) = form.remove("user_job") {
        form.extend(
            nested
                .into_iter()
                .map(|(name, value)| (format!("user_job[{name}]"), value)),
        );
    }
    Ok(form)
}

fn not_utf8(name: &str) -> Refusal {
    Refusal::Invalid(format!("{name} is not valid UTF-8 text"))
}

fn invalid(text: &str) -> Refusal {
    Refusal::Invalid(text.to_owned())
}
