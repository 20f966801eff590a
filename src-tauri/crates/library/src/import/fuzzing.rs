//! The reading of files, for those who feed it bytes of chance.

use std::cell::Cell;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;

use contract::{AgentId, Platform, UnixMillis};

use super::rows::Counted;
use super::run::read_items;
use super::{ImportForm, ImportOrder, Item, look};
use crate::Post;

/// When it is, to those who read here: 25 November 2026.
const NOW: UnixMillis = UnixMillis(1_795_600_000_000);

/// Looks at a file, and reads its rows as what it seems to be.
pub fn read_file(path: &Path, agent: AgentId) -> Vec<Post> {
    let Ok(look) = look(path) else {
        return Vec::new();
    };
    let platform = (look.form == ImportForm::Table).then_some(Platform::TikTok);
    let order = ImportOrder {
        path: path.to_owned(),
        agent,
        form: look.form,
        mapping: look.mapping,
        platform,
        at: NOW,
    };
    let mut posts = Vec::new();
    let Ok(file) = File::open(path) else {
        return posts;
    };
    let _ = read_items(&order, Counted::new(file, Rc::new(Cell::new(0))), &mut |item| {
        if let Ok(Item::Post(post, _)) = item {
            posts.push(*post);
        }
        ControlFlow::Continue(())
    });
    posts
}
