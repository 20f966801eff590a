//! The reading of answers, for those who feed it bytes of chance.

use contract::JobId;
use reqwest::header::HeaderMap;

use crate::answer::Answer;
use crate::refusal::refusal;
use crate::{CallError, Job};

/// Reads a body in every way there is, and gives the refusal that it would be.
pub fn read_answer(status: u16, body: &[u8], secret: &str) -> CallError {
    let answer = Answer {
        status,
        body: body.to_vec(),
    };
    let _ = answer.job_id();
    let _ = answer
        .json()
        .map(|value| Job::read(value, JobId::parse("1").ok().as_ref()));
    refusal(status, &HeaderMap::new(), body, secret)
}
