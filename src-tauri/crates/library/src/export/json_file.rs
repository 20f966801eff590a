use std::io::{self, Write};

use serde_json::{Map, Number, Value};

use super::columns::{Cell, NAMES, row, time};
use super::{ExportError, Sink};
use crate::PostCard;

/// A list of objects, one in each line.
pub(super) struct JsonFile<W: Write> {
    to: W,
    first: bool,
}

impl<W: Write> JsonFile<W> {
    pub(super) fn begin(mut to: W) -> Result<Self, ExportError> {
        to.write_all(b"[")?;
        Ok(Self { to, first: true })
    }

    pub(super) fn end(mut self) -> Result<W, ExportError> {
        self.to.write_all(b"\n]\n")?;
        Ok(self.to)
    }
}

impl<W: Write> Sink for JsonFile<W> {
    fn put(&mut self, post: &PostCard) -> Result<(), ExportError> {
        let object: Map<String, Value> = NAMES
            .into_iter()
            .map(str::to_owned)
            .zip(row(post).map(value))
            .collect();
        self.to.write_all(if self.first { b"\n" } else { b",\n" })?;
        self.first = false;
        serde_json::to_writer(&mut self.to, &object).map_err(io::Error::from)?;
        Ok(())
    }
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Text(text) => text.into(),
        Cell::Whole(number) => number.into(),
        Cell::Part(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        Cell::Time(seconds) => time(seconds).into(),
        Cell::Nothing => Value::Null,
    }
}
