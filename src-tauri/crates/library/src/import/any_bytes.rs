//! Properties of reading: whatever a file holds, nothing panics, and every post can be told from others.

use contract::AgentId;
use proptest::prelude::*;

use super::fuzzing::read_file;
use crate::Post;

/// Files as the tools make them, to be spoilt.
const FILES: [&[u8]; 4] = [
    include_bytes!("../../tests/import/fixtures/made_apify_tiktok.json"),
    include_bytes!("../../tests/import/fixtures/made_apify_tiktok.csv"),
    include_bytes!("../../tests/import/fixtures/made_table.csv"),
    include_bytes!("../../tests/import/fixtures/made_zeeschuimer.ndjson"),
];

fn read(bytes: &[u8]) -> Vec<Post> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made");
    std::fs::write(&path, bytes).unwrap();
    read_file(&path, AgentId::parse("made").unwrap())
}

#[test]
fn what_is_spoilt_below_is_read_where_nothing_is_spoilt() {
    assert!(FILES.iter().all(|file| !read(file).is_empty()));
}

proptest! {
    #[test]
    fn files_with_anything_in_any_place_never_panic(
        at in any::<prop::sample::Index>(), cut in 0_usize..40, put in prop::collection::vec(any::<u8>(), 0..40)
    ) {
        for file in FILES {
            let at = at.index(file.len());
            let mut spoilt = file.to_vec();
            spoilt.splice(at..(at + cut).min(file.len()), put.clone());
            prop_assert!(read(&spoilt).iter().all(|post| !post.native_id.is_empty()));
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes);
    }
}
