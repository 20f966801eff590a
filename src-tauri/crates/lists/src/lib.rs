//! Lists of targets, as people keep them: a spreadsheet, a CSV file, lines pasted from anywhere.
//!
//! A [`Table`] is what a file holds, [`guess_roles`] says what its columns probably mean, and
//! [`read_rows`] turns each row into a draft of a monitor, with everything that is wrong about it at
//! once. [`understand`] reads one cell: a link of a platform, `@name`, `#tag` or words. Nothing is
//! asked of a network, and nothing in a list can take more memory or time than the bounds here say.
//!
//! May use: contract for the vocabulary. Deliberately absent: the record, prices, the window; whether
//! a row is watched already or can be paid for is decided where those are known (monitoring).

mod cells;
mod columns;
mod decode;
mod error;
mod export;
mod reading;
mod rows;
mod separated;
mod sheet;
mod table;

pub use columns::{Role, guess_roles};
pub use error::ListError;
pub use export::{Leftover, write_leftovers};
pub use reading::{ReadNote, Reading, understand};
pub use rows::{Defaults, Row, WrongCell, read_rows};
pub use table::{Line, Table};

/// Rows that are read of a list at most; the rest is told of, not read.
pub const ROWS_MAX: usize = 10_000;
/// Bytes of a file, or of a pasted text, at most.
pub const BYTES_MAX: u64 = 10 * 1024 * 1024;
/// What a spreadsheet may unfold to, in bytes. Ten thousand rows stay far below.
pub(crate) const UNFOLDED_MAX: u64 = 64 * 1024 * 1024;
/// Columns that are kept of each row.
pub(crate) const COLUMNS_MAX: usize = 40;
/// Characters that are kept of a cell: longer than any name, search or link.
pub(crate) const CELL_MAX: usize = 2_000;
