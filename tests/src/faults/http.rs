//! Just enough HTTP to read what arrived and to answer anything, including what is wrong.

use std::io::{self, Read};

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// To start a job.
    Create,
    /// To read a job.
    Read,
    /// To change a job.
    Update,
    /// To stop a job.
    Stop,
    /// To list jobs.
    List,
    /// Anything else, such as a tunnel.
    Other,
}

/// A request as it arrived.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// With its query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as far as it was read.
    pub body: Vec<u8>,
}

impl Request {
    /// The first header of this name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// How long the body is to be.
    pub fn length(&self) -> usize {
        self.header("content-length")
            .and_then(|text| text.parse().ok())
            .unwrap_or(0)
    }

    /// The number in `/v1/user_jobs/{number}` and below.
    pub fn job(&self) -> Option<u64> {
        self.steps()?.first()?.parse().ok()
    }

    /// What it asks for.
    pub fn kind(&self) -> Kind {
        let steps = self.steps().unwrap_or_else(|| vec!["elsewhere"]);
        match (self.method.as_str(), &steps[..]) {
            ("POST", []) => Kind::Create,
            ("GET", []) => Kind::List,
            ("GET", [_]) => Kind::Read,
            ("PUT", [_]) => Kind::Update,
            ("PATCH", [_, "stop"]) => Kind::Stop,
            _ => Kind::Other,
        }
    }

    /// The steps of the path below `/v1/user_jobs`.
    fn steps(&self) -> Option<Vec<&str>> {
        let path = self.path.split('?').next()?.strip_prefix("/v1/user_jobs")?;
        Some(path.split('/').filter(|step| !step.is_empty()).collect())
    }

    /// The fields of a multipart form.
    pub fn form(&self) -> Vec<(String, String)> {
        let boundary = self
            .header("content-type")
            .and_then(|kind| kind.split("boundary=").nth(1))
            .unwrap_or("-");
        let text = String::from_utf8_lossy(&self.body).into_owned();
        text.split(&format!("--{boundary}"))
            .filter_map(|part| {
                let (head, value) = part.split_once("\r\n\r\n")?;
                let name = head.split("name=\"").nth(1)?.split('"').next()?;
                Some((name.to_owned(), value.trim_end_matches("\r\n").to_owned()))
            })
            .collect()
    }
}

/// Reads a head; nothing where the other side closed or sent something else.
///
/// # Errors
/// The connection's.
pub fn read_head(wire: &mut impl Read) -> io::Result<Option<Request>> {
    let mut bytes = Vec::new();
    let mut one = [0_u8; 1];
    while !bytes.ends_with(b"\r\n\r\n") {
        if bytes.len() > 64 * 1024 || wire.read(&mut one)? == 0 {
            return Ok(None);
        }
        bytes.push(one[0]);
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = text.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let headers = lines.filter_map(|line| line.split_once(':'));
    Ok(Some(Request {
        method: first.next().unwrap_or_default().to_owned(),
        path: first.next().unwrap_or_default().to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect(),
        body: Vec::new(),
    }))
}

/// Reads so much of the body.
///
/// # Errors
/// The connection's, or that it ended early.
pub fn read_body(wire: &mut impl Read, request: &mut Request, length: usize) -> io::Result<()> {
    let mut body = vec![0; length];
    wire.read_exact(&mut body)?;
    request.body = body;
    Ok(())
}

/// An answer with this status, these header lines and this body.
pub fn answer(status: u16, headers: &[&str], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let more = headers
        .iter()
        .map(|line| format!("{line}\r\n"))
        .collect::<String>();
    let head = format!(
        "HTTP/1.1 {status} Said\r\nContent-Length: {}\r\nConnection: close\r\n{more}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// An answer in JSON.
pub fn json(status: u16, body: &serde_json::Value) -> Vec<u8> {
    answer(status, &["Content-Type: application/json"], body.to_string())
}
