//! The schema, version by version. A released step is never edited; a new one is added below it, and
//! its fixture made by `FEEDWATCH_WRITE_FIXTURE=1 cargo test -p store --test record life`.

use safekeeping::Steps;

/// One step each: its SQL takes the version before it to its own.
pub(crate) const STEPS: Steps = Steps(&[
    include_str!("schema/0001_first.sql"),
    include_str!("schema/0002_second.sql"),
    include_str!("schema/0003_third.sql"),
    include_str!("schema/0004_fourth.sql"),
]);
