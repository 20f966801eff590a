use contract::Money;
use library::{Comment, Post};

use crate::Note;

/// What a source brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Collected {
    /// Posts, newest first, each once.
    pub posts: Vec<Post>,
    /// Comments of these posts.
    pub comments: Vec<Comment>,
    /// What could not be applied, and what the person should know about the data.
    pub notes: Vec<Note>,
    /// What the platform or provider charged the person for it; nothing for free sources.
    pub cost: Money,
}
