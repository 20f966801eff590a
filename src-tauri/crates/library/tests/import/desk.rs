//! A library, and a desk at which files are brought in.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use contract::{AgentId, UnixMillis};
use library::import::{ImportLook, ImportOrder, ImportReport, look, run};
use library::{Library, PostCard, PostDetail, PostQuery, Reader};
use tempfile::TempDir;

pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) library: Mutex<Library>,
    pub(crate) reader: Reader,
}

pub(crate) fn agent() -> AgentId {
    AgentId::parse("this-computer").unwrap()
}

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/import/fixtures")
        .join(name)
}

pub(crate) fn order(path: &Path, seen: &ImportLook) -> ImportOrder {
    ImportOrder {
        path: path.to_owned(),
        agent: agent(),
        form: seen.form,
        mapping: seen.mapping.clone(),
        platform: None,
        // After every fixture was made, however old the checkout is.
        at: UnixMillis(4_000_000_000_000),
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let library = Mutex::new(Library::open(&path).unwrap());
        let reader = Reader::open(&path).unwrap();
        Self {
            folder,
            library,
            reader,
        }
    }

    /// Brings in a file just as its first look reads it.
    pub(crate) fn bring(&self, path: &Path) -> ImportReport {
        self.bring_as(&order(path, &look(path).unwrap()))
    }

    pub(crate) fn bring_as(&self, order: &ImportOrder) -> ImportReport {
        run(&self.library, order, &mut |_| ControlFlow::Continue(())).unwrap()
    }

    /// Writes a file and brings it in.
    pub(crate) fn bring_text(&self, name: &str, text: &str) -> ImportReport {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        self.bring(&path)
    }

    pub(crate) fn posts(&self) -> Vec<PostCard> {
        let query = PostQuery {
            limit: 500,
            ..PostQuery::default()
        };
        self.reader.page(&agent(), &query).unwrap().posts
    }

    pub(crate) fn post(&self, native_id: &str) -> PostDetail {
        let card = self
            .posts()
            .into_iter()
            .find(|post| post.native_id == native_id)
            .unwrap();
        self.reader.post(&agent(), card.id).unwrap().unwrap()
    }

    /// Everything in the library as text, to compare.
    pub(crate) fn all(&self) -> String {
        let library = self.library.lock().unwrap_or_else(PoisonError::into_inner);
        drop(library);
        let details: Vec<_> = self
            .posts()
            .iter()
            .map(|card| self.post(&card.native_id))
            .collect();
        let stable = details.into_iter().map(|mut detail| {
            detail.imported = None;
            detail
        });
        format!("{:#?}", stable.collect::<Vec<_>>())
    }
}
