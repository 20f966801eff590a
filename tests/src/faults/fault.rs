//! What may happen to one request, and doing it.

use std::io::{self, Read, Write};
use std::thread;
use std::time::Duration;

use super::http::{Request, read_body};

/// What happens to one request. The service acts as the contract says, unless its name says otherwise.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Acts and answers.
    None,
    /// Closes once the head was read, before the body.
    DropBeforeBody,
    /// Closes in the middle of the body.
    DropWithinBody,
    /// Reads all, does nothing, closes.
    DropUnacted,
    /// Acts, and closes without an answer.
    ActThenDrop,
    /// Acts, and says nothing until the other side gives up.
    ActThenHold,
    /// Does nothing and sends these bytes.
    Say(Vec<u8>),
    /// Acts and sends these bytes.
    ActThenSay(Vec<u8>),
    /// Acts and answers after a while.
    Late(Duration),
    /// Acts and answers byte by byte.
    Drip(Duration),
    /// Acts and sends a head with this status, then so many bytes of blanks.
    Flood(u16, u64),
}

impl Fault {
    /// Lets it happen. `act` does what was asked for and gives the answer.
    ///
    /// # Errors
    /// The connection's.
    pub fn happen(
        &self,
        wire: &mut (impl Read + Write),
        request: &mut Request,
        act: impl Fn(&Request) -> Vec<u8>,
    ) -> io::Result<()> {
        let length = request.length();
        match self {
            Self::DropBeforeBody => return Ok(()),
            Self::DropWithinBody => return read_body(wire, request, length / 2),
            _ => read_body(wire, request, length)?,
        }
        match self {
            Self::DropBeforeBody | Self::DropWithinBody | Self::DropUnacted => {}
            Self::ActThenDrop => drop(act(request)),
            Self::ActThenHold => {
                act(request);
                // Ends when the other side closes; what it sends meanwhile is of no interest.
                io::copy(wire, &mut io::sink())?;
            }
            Self::Say(bytes) => wire.write_all(bytes)?,
            Self::ActThenSay(bytes) => {
                act(request);
                wire.write_all(bytes)?;
            }
            Self::None => wire.write_all(&act(request))?,
            Self::Late(wait) => {
                let said = act(request);
                thread::sleep(*wait);
                wire.write_all(&said)?;
            }
            Self::Drip(pause) => drip(wire, &act(request), *pause)?,
            Self::Flood(status, bytes) => {
                act(request);
                flood(wire, *status, *bytes)?;
            }
        }
        wire.flush()
    }
}

fn drip(wire: &mut impl Write, said: &[u8], pause: Duration) -> io::Result<()> {
    for byte in said {
        wire.write_all(&[*byte])?;
        wire.flush()?;
        thread::sleep(pause);
    }
    Ok(())
}

fn flood(wire: &mut impl Write, status: u16, bytes: u64) -> io::Result<()> {
    wire.write_all(format!("HTTP/1.1 {status} Said\r\nContent-Length: {bytes}\r\n\r\n").as_bytes())?;
    let piece = [b' '; 64 * 1024];
    let mut left = bytes;
    while left > 0 {
        let now = usize::try_from(left).unwrap_or(piece.len()).min(piece.len());
        wire.write_all(&piece[..now])?;
        left -= now as u64;
    }
    Ok(())
}
