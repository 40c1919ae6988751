//! Event streams, as the HTML standard has them, over bytes that come in pieces of any length.
//!
//! Each byte is looked at once: what is left of a line when a piece ends is kept, and not read again.

use std::borrow::Cow;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Room that is kept from one event for the next.
const MAX_KEPT: usize = 64 * 1024;

/// An event of a stream.
#[derive(Debug, PartialEq)]
pub struct Event<'a> {
    /// Its name; empty where it has none.
    pub name: Cow<'a, str>,
    /// The id that was said last, by it or by one before it.
    pub id: Cow<'a, str>,
    /// Its data.
    pub data: Cow<'a, str>,
}

/// An event is larger than the limit.
#[derive(Debug, PartialEq)]
pub struct TooLarge;

/// Reads events from the pieces of a stream.
pub struct EventReader {
    /// The beginning of a line whose end has not come yet.
    line: Vec<u8>,
    name: Vec<u8>,
    data: Vec<u8>,
    has_data: bool,
    id: Vec<u8>,
    is_begun: bool,
    /// The last line ended with a carriage return: a line feed right after it belongs to it.
    skips_line_feed: bool,
    max_bytes: usize,
}

impl EventReader {
    /// Reads events of so many bytes at most.
    pub fn new(max_bytes: usize) -> Self {
        Self {
            line: Vec::new(),
            name: Vec::new(),
            data: Vec::new(),
            has_data: false,
            id: Vec::new(),
            is_begun: false,
            skips_line_feed: false,
            max_bytes,
        }
    }

    /// Takes the next piece, and tells of the events that end in it. After an error nothing more can be read.
    pub fn read(&mut self, mut piece: &[u8], mut tell: impl FnMut(Event<'_>)) -> Result<(), TooLarge> {
        if piece.is_empty() {
            return Ok(());
        }
        if std::mem::take(&mut self.skips_line_feed) {
            piece = piece.strip_prefix(b"\n").unwrap_or(piece);
        }
        while let Some(end) = memchr::memchr2(b'\n', b'\r', piece) {
            let (start, rest) = piece.split_at(end);
            self.check(start.len())?;
            if self.line.is_empty() {
                self.end_line(start, &mut tell);
            } else {
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(start);
                self.end_line(&line, &mut tell);
                line.clear();
                line.shrink_to(MAX_KEPT);
                self.line = line;
            }
            piece = match rest {
                [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => rest,
                [_, rest @ ..] => {
                    self.skips_line_feed = rest.is_empty();
                    rest
                }
                [] => rest,
            };
        }
        self.check(piece.len())?;
        self.line.extend_from_slice(piece);
        Ok(())
    }

    /// The bytes of the event that has begun.
    pub fn held(&self) -> usize {
        self.line.len() + self.data.len() + self.name.len() + self.id.len()
    }

    fn check(&self, more: usize) -> Result<(), TooLarge> {
        if self.held() + more > self.max_bytes { Err(TooLarge) } else { Ok(()) }
    }

    fn end_line(&mut self, line: &[u8], tell: &mut impl FnMut(Event<'_>)) {
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        let line = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| is_first).unwrap_or(line);
        if line.is_empty() {
            self.end_event(tell);
            return;
        }
        let (field, value) = match memchr::memchr(b':', line) {
            Some(colon) => {
                let (field, value) = line.split_at(colon);
                let value = value.strip_prefix(b":").unwrap_or(value);
                (field, value.strip_prefix(b" ").unwrap_or(value))
            }
            None => (line, &[][..]),
        };
        match field {
            b"data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push(b'\n');
                }
                self.data.extend_from_slice(value);
            }
            b"event" => value.clone_into(&mut self.name),
            b"id" if memchr::memchr(0, value).is_none() => value.clone_into(&mut self.id),
            _ => {}
        }
    }

    fn end_event(&mut self, tell: &mut impl FnMut(Event<'_>)) {
        if std::mem::take(&mut self.has_data) {
            let text = String::from_utf8_lossy;
            tell(Event { name: text(&self.name), id: text(&self.id), data: text(&self.data) });
        }
        self.name.clear();
        self.data.clear();
        // One event that is large must not be paid for as long as the stream goes on.
        self.data.shrink_to(MAX_KEPT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Told = (String, String, String);

    fn read(pieces: &[&[u8]], max_bytes: usize) -> Result<Vec<Told>, TooLarge> {
        let (mut reader, mut told) = (EventReader::new(max_bytes), Vec::new());
        for piece in pieces {
            reader.read(piece, |event| {
                told.push((event.name.into_owned(), event.id.into_owned(), event.data.into_owned()));
            })?;
        }
        Ok(told)
    }

    #[test]
    fn events_are_the_same_wherever_the_stream_is_cut() {
        let whole = "\u{feff}id: 0,1,106\r\nevent: batch\r\ndata: {\"ä\":1}\r\n\r\n: ping\n\ndata\rdata:  two €\r\rid: a\0b\ndata: [DONE]\n\ndata: cut";
        let expected: Vec<Told> =
            [("batch", "0,1,106", "{\"ä\":1}"), ("", "0,1,106", "\n two €"), ("", "0,1,106", "[DONE]")]
                .map(|(name, id, data)| (name.to_owned(), id.to_owned(), data.to_owned()))
                .into();
        let bytes = whole.as_bytes();
        assert_eq!(read(&[bytes], 1_000).unwrap(), expected);
        for cut in 0..=bytes.len() {
            let (start, rest) = bytes.split_at(cut);
            assert_eq!(read(&[start, rest], 1_000).unwrap(), expected, "cut at {cut}");
            assert_eq!(read(&[start, b"", rest], 1_000).unwrap(), expected, "with nothing at {cut}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(read(&single, 1_000).unwrap(), expected);
    }

    /// What reads it again with each piece needs ten seconds for this, and more than a hundred without optimization.
    #[test]
    fn eight_megabytes_in_a_thousand_pieces_are_read_in_linear_time() {
        let event = [b"data: ".as_slice(), &vec![b'x'; 8 * 1024 * 1024], b"\n\n"].concat();
        let mut largest = 0;
        let mut reader = EventReader::new(16 * 1024 * 1024);
        let begun = std::time::Instant::now();
        for piece in event.chunks(event.len() / 1_024) {
            reader.read(piece, |event| largest = largest.max(event.data.len())).unwrap();
        }
        assert_eq!(largest, 8 * 1024 * 1024);
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
        assert!(reader.line.capacity() <= MAX_KEPT && reader.data.capacity() <= MAX_KEPT);
    }

    #[test]
    fn an_event_has_a_limit_in_one_line_and_in_many() {
        assert!(read(&[b"data: 12345\n\n"], 11).is_ok());
        assert_eq!(read(&[b"data: 123456\n\n"], 11), Err(TooLarge));
        assert_eq!(read(&[b"data: 1234", b"56"], 11), Err(TooLarge));
        assert_eq!(read(&[&b"data: 1\n".repeat(100)], 100), Err(TooLarge));
        assert!(read(&[&b"data: 1\n\n".repeat(100)], 100).is_ok());
    }
}
