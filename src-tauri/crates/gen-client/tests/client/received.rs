//! A request as it came over the wire, taken apart by hand.

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) method: String,
    /// Path and query as sent.
    pub(crate) target: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// A part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// Whole header lines.
    pub(crate) headers: Vec<String>,
    pub(crate) content: String,
}

impl Received {
    /// The request, once it is whole.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let end = find(bytes, b"\r\n\r\n")?;
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let mut first = lines.next()?.split(' ');
        let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length = length.map_or(0, |(_, value)| value.parse::<usize>().unwrap());
        let body = bytes.get(end + 4..end + 4 + length)?.to_vec();
        Some(Self {
            method,
            target,
            headers,
            body,
        })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self
            .headers
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.as_str());
        let first = found.next();
        assert_eq!(found.next(), None, "{name} twice");
        first
    }

    /// The parts of a multipart body, in order.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let kind = self.header("content-type").unwrap();
        let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
        let text = format!("\r\n{}", String::from_utf8(self.body.clone()).unwrap());
        let line = format!("\r\n--{boundary}");
        let mut pieces = text.split(&line);
        assert_eq!(pieces.next(), Some(""), "nothing before the first part");
        let mut parts: Vec<&str> = pieces.collect();
        assert_eq!(parts.pop(), Some("--\r\n"), "the end is marked");
        parts.into_iter().map(part).collect()
    }

    /// Name and content of each part; asserts that no part carries anything else.
    pub(crate) fn fields(&self) -> Vec<(String, String)> {
        self.parts()
            .into_iter()
            .map(|part| (part.name(), part.content))
            .collect()
    }
}

impl Part {
    fn name(&self) -> String {
        assert_eq!(self.headers.len(), 1, "{:?}", self.headers);
        let name = self.headers[0]
            .strip_prefix("Content-Disposition: form-data; name=\"")
            .unwrap();
        name.strip_suffix('"').unwrap().to_owned()
    }
}

fn part(text: &str) -> Part {
    let (head, content) = text.strip_prefix("\r\n").unwrap().split_once("\r\n\r\n").unwrap();
    Part {
        headers: head.split("\r\n").map(str::to_owned).collect(),
        content: content.to_owned(),
    }
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}
