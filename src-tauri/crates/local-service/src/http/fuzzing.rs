use bytes::Bytes;
use contract::MonitorSpec;

use super::body::Sent;
use super::{fields, forms};

/// Reads a body of this type as a create and as an update.
pub(crate) async fn read_form(kind: &str, body: Vec<u8>) {
    let sent = Sent {
        types: vec![kind.to_owned()],
        body: Bytes::from(body),
    };
    let Ok(form) = forms::read(sent).await else {
        return;
    };
    let wanted = fields::read_create(&form);
    let _ = MonitorSpec::parse_noting(&wanted.draft, wanted.problems);
    if let Ok((draft, problems)) = fields::read_update(&form) {
        let _ = MonitorSpec::parse_noting(&draft, problems);
    }
}
