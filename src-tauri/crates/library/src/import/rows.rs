//! The rows of a file, one at a time, whatever its form. A row never takes more memory than
//! [`ROW_MAX`], however long the file is.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::Value;

use super::{RowTrouble, Trouble};

/// The largest row taken: 16 MiB, many times any post with its comments.
pub(super) const ROW_MAX: u64 = 16 * 1024 * 1024;

/// What each row is handed to; it may end the reading.
pub(super) type Take<'a> = dyn FnMut(Result<Value, Trouble>) -> ControlFlow<()> + 'a;

/// Counts what was read, for the progress, and ends a row that grows without end.
pub(super) struct Counted<R> {
    inner: R,
    /// Bytes read so far.
    read: Rc<Cell<u64>>,
    /// Bytes of the current row.
    row: Rc<Cell<u64>>,
}

impl<R: Read> Counted<R> {
    pub(super) fn new(inner: R, read: Rc<Cell<u64>>) -> Self {
        Self {
            inner,
            read,
            row: Rc::default(),
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.row.get() > ROW_MAX {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "a row is larger than any post",
            ));
        }
        let count = self.inner.read(into)?;
        self.read.set(self.read.get() + count as u64);
        self.row.set(self.row.get() + count as u64);
        Ok(count)
    }
}

fn unreadable(error: &dyn fmt::Display) -> Trouble {
    Trouble::new("", RowTrouble::Unreadable, &error.to_string())
}

/// The items of one JSON array. Text that is no JSON ends the reading: nobody knows where the next
/// item would begin.
pub(super) fn json_array<R: Read>(counted: Counted<R>, take: &mut Take<'_>) {
    let row = Rc::clone(&counted.row);
    let mut reader = serde_json::Deserializer::from_reader(BufReader::with_capacity(256 * 1024, counted));
    let mut stopped = false;
    let items = Items {
        take,
        row: &row,
        stopped: &mut stopped,
    };
    if let Err(error) = reader.deserialize_seq(items)
        && !stopped
    {
        let what = if row.get() > ROW_MAX {
            RowTrouble::TooLarge
        } else {
            RowTrouble::Unreadable
        };
        let _ = take(Err(Trouble::new("", what, &error.to_string())));
    }
}

struct Items<'a, 'b> {
    take: &'a mut Take<'b>,
    row: &'a Cell<u64>,
    stopped: &'a mut bool,
}

impl<'de> Visitor<'de> for Items<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element_seed(Whole)? {
            self.row.set(0);
            if (self.take)(Ok(item)).is_break() {
                *self.stopped = true;
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// One item as a whole.
struct Whole;

impl<'de> DeserializeSeed<'de> for Whole {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        serde::Deserialize::deserialize(from)
    }
}

/// One JSON object in each line; a line that is none is a problem of its own.
pub(super) fn json_lines<R: Read>(counted: Counted<R>, take: &mut Take<'_>) -> io::Result<()> {
    let row = Rc::clone(&counted.row);
    let mut reader = BufReader::with_capacity(256 * 1024, counted);
    let mut line = Vec::new();
    loop {
        line.clear();
        row.set(0);
        let count = (&mut reader).take(ROW_MAX).read_until(b'\n', &mut line)?;
        if count == 0 {
            return Ok(());
        }
        let too_large = count as u64 == ROW_MAX && line.last() != Some(&b'\n');
        if too_large {
            skip_line(&mut reader, &row)?;
        }
        let text = line.trim_ascii();
        if text.is_empty() {
            continue;
        }
        let item = if too_large {
            Err(Trouble::new("", RowTrouble::TooLarge, ""))
        } else {
            serde_json::from_slice(text).map_err(|error| unreadable(&error))
        };
        if take(item).is_break() {
            return Ok(());
        }
    }
}

fn skip_line<R: Read>(reader: &mut BufReader<Counted<R>>, row: &Cell<u64>) -> io::Result<()> {
    loop {
        row.set(0);
        let piece = reader.fill_buf()?;
        if piece.is_empty() {
            return Ok(());
        }
        let end = piece.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(piece.len(), |at| at + 1);
        reader.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// A table's rows with their heading.
pub(super) fn table<R: Read>(
    counted: Counted<R>,
    delimiter: u8,
    take: &mut dyn FnMut(Result<&csv::StringRecord, Trouble>) -> ControlFlow<()>,
) {
    let row = Rc::clone(&counted.row);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .buffer_capacity(256 * 1024)
        .from_reader(counted);
    // The heading was looked at before.
    let _ = reader.byte_headers();
    let mut bytes = csv::ByteRecord::new();
    loop {
        row.set(0);
        let ended = match reader.read_byte_record(&mut bytes) {
            Ok(false) => return,
            Ok(true) => take(text_of(&bytes).as_ref().map_err(Clone::clone)),
            Err(error) if error.is_io_error() => {
                let what = if row.get() > ROW_MAX {
                    RowTrouble::TooLarge
                } else {
                    RowTrouble::Unreadable
                };
                let _ = take(Err(Trouble::new("", what, &error.to_string())));
                return;
            }
            Err(error) => take(Err(unreadable(&error))),
        };
        if ended.is_break() {
            return;
        }
    }
}

fn text_of(bytes: &csv::ByteRecord) -> Result<csv::StringRecord, Trouble> {
    csv::StringRecord::from_byte_record(bytes.clone()).map_err(|error| unreadable(&error))
}

/// A row of an Apify table as the item it was made from: `authorMeta/name` is a key within a key.
pub(super) fn nested(headings: &[String], cells: &csv::StringRecord) -> Value {
    let mut item = Value::Object(serde_json::Map::new());
    for (heading, cell) in headings.iter().zip(cells) {
        if !cell.is_empty() {
            put(&mut item, heading, cell);
        }
    }
    item
}

fn put(item: &mut Value, heading: &str, cell: &str) {
    let mut below = item;
    let mut keys = heading.split(['/', '.']).peekable();
    while let Some(key) = keys.next() {
        let Value::Object(map) = below else { return };
        if keys.peek().is_none() {
            map.insert(key.to_owned(), Value::String(cell.to_owned()));
            return;
        }
        below = map
            .entry(key.to_owned())
            .or_insert_with(|| Value::Object(serde_json::Map::new()));
    }
}
