//! The reading of what clients send, for those who feed it bytes of chance.

pub use crate::http::fuzzing::read_form;
