//! The published contract over HTTP. Only this folder knows about requests and answers.

mod answers;
mod auth;
mod body;
mod fields;
mod forms;
mod guard;
mod handlers;
mod openapi;
mod own;
mod router;
mod scope;

pub(crate) use router::{Api, serve};
