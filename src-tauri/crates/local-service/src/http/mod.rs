//! The published contract over HTTP. Only this folder knows about requests and answers.

mod answers;
#[cfg(test)]
mod any_bytes;
mod auth;
mod body;
mod fields;
mod forms;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod guard;
mod handlers;
mod openapi;
mod own;
mod router;
mod scope;

pub(crate) use router::{Api, serve};
