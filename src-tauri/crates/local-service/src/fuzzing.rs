//! The reading of what clients send, for those who feed it bytes of chance.

/// Reads a body of this type as a create and as an update.
pub async fn read_form(kind: &str, body: Vec<u8>) {
    crate::http::fuzzing::read_form(kind, body).await;
}
