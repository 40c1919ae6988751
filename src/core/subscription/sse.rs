//! Event streams, as the HTML standard has them, over bytes that come in pieces of any length.
//!
//! Each byte is looked at once: what is left of a line when a piece ends is kept, and not read again.

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Room that is kept from one line for the next.
const MAX_KEPT: usize = 64 * 1024;
/// A longer id is none, and no name that is longer means anything.
const MAX_NAME: usize = 256;

/// An event of a stream.
#[derive(Debug, PartialEq)]
pub struct Event {
    /// Its name; empty where it has none.
    pub name: String,
    /// The id that was said since the event before.
    pub id: Option<String>,
    /// Its data, which [`text_of`] makes a text of: where it is large, that is work.
    pub data: Vec<u8>,
}

/// Makes data a text; what is no UTF-8 in it becomes U+FFFD.
pub fn text_of(data: Vec<u8>) -> String {
    String::from_utf8(data).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
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
    id: Option<String>,
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
            id: None,
            is_begun: false,
            skips_line_feed: false,
            max_bytes,
        }
    }

    /// Takes the next event that ends in a piece, and what belongs to it off the beginning of the piece; nothing once all
    /// of the piece is taken. After an error nothing more can be read.
    pub fn read(&mut self, piece: &mut &[u8]) -> Result<Option<Event>, TooLarge> {
        let mut left = *piece;
        if left.is_empty() {
            return Ok(None);
        }
        if std::mem::take(&mut self.skips_line_feed) {
            left = left.strip_prefix(b"\n").unwrap_or(left);
        }
        while let Some(end) = memchr::memchr2(b'\n', b'\r', left) {
            let (start, rest) = left.split_at(end);
            self.check(start.len())?;
            let event = if self.line.is_empty() {
                self.end_line(start)
            } else {
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(start);
                let event = self.end_line(&line);
                line.clear();
                line.shrink_to(MAX_KEPT);
                self.line = line;
                event
            };
            left = match rest {
                [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => rest,
                [_, rest @ ..] => {
                    self.skips_line_feed = rest.is_empty();
                    rest
                }
                [] => rest,
            };
            if event.is_some() {
                *piece = left;
                return Ok(event);
            }
        }
        self.check(left.len())?;
        self.line.extend_from_slice(left);
        *piece = &[];
        Ok(None)
    }

    /// The bytes that it keeps of an event whose end has not come yet.
    pub fn held(&self) -> usize {
        self.line.capacity() + self.data.capacity()
    }

    fn check(&self, more: usize) -> Result<(), TooLarge> {
        let held = self.line.len() + self.data.len() + self.name.len();
        if held + more > self.max_bytes { Err(TooLarge) } else { Ok(()) }
    }

    fn end_line(&mut self, line: &[u8]) -> Option<Event> {
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        let line = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| is_first).unwrap_or(line);
        if line.is_empty() {
            return self.end_event();
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
            b"event" => value.get(..MAX_NAME).unwrap_or(value).clone_into(&mut self.name),
            b"id" if memchr::memchr(0, value).is_none() => {
                let is_one = !value.is_empty() && value.len() <= MAX_NAME;
                self.id = is_one.then(|| String::from_utf8_lossy(value).into_owned());
            }
            _ => {}
        }
        None
    }

    fn end_event(&mut self) -> Option<Event> {
        // What is large is handed over, not kept for as long as the stream goes on.
        let event = std::mem::take(&mut self.has_data).then(|| Event {
            name: String::from_utf8_lossy(&self.name).into_owned(),
            id: self.id.take(),
            data: std::mem::take(&mut self.data),
        });
        self.name.clear();
        event
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Told = (String, Option<String>, String);

    fn read(pieces: &[&[u8]], max_bytes: usize) -> Result<Vec<Told>, TooLarge> {
        let (mut reader, mut told) = (EventReader::new(max_bytes), Vec::new());
        for piece in pieces {
            let mut left = *piece;
            while let Some(event) = reader.read(&mut left)? {
                told.push((event.name, event.id, text_of(event.data)));
            }
            assert!(left.is_empty());
        }
        Ok(told)
    }

    #[test]
    fn events_are_the_same_wherever_the_stream_is_cut() {
        let whole = "\u{feff}id: 0,1,106\r\nevent: batch\r\ndata: {\"ä\":1}\r\n\r\n: ping\n\ndata\rdata:  two €\r\rid: a\0b\ndata: [DONE]\n\ndata: cut";
        let expected: Vec<Told> =
            [("batch", Some("0,1,106"), "{\"ä\":1}"), ("", None, "\n two €"), ("", None, "[DONE]")]
                .map(|(name, id, data)| (name.to_owned(), id.map(str::to_owned), data.to_owned()))
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
            let mut left = piece;
            while let Some(event) = reader.read(&mut left).unwrap() {
                largest = largest.max(event.data.len());
            }
        }
        assert_eq!(largest, 8 * 1024 * 1024);
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
        assert!(reader.held() <= MAX_KEPT);
    }

    #[test]
    fn an_event_has_a_limit_in_one_line_and_in_many() {
        assert!(read(&[b"data: 12345\n\n"], 11).is_ok());
        assert_eq!(read(&[b"data: 123456\n\n"], 11), Err(TooLarge));
        assert_eq!(read(&[b"data: 1234", b"56"], 11), Err(TooLarge));
        assert_eq!(read(&[&b"data: 1\n".repeat(100)], 100), Err(TooLarge));
        assert!(read(&[&b"data: 1\n\n".repeat(100)], 100).is_ok());
    }

    #[test]
    fn an_id_is_of_one_event_and_neither_it_nor_a_name_is_kept_beyond_its_limit() {
        let ids = |stream: &str| -> Vec<Option<String>> {
            let told = read(&[stream.as_bytes()], 100_000).unwrap();
            told.into_iter().map(|(_, id, _)| id).collect()
        };
        let some = |id: &str| Some(id.to_owned());
        assert_eq!(ids("id: 1\ndata: a\n\ndata: b\n\n"), [some("1"), None]);
        assert_eq!(ids("id: 1\n\ndata: a\n\nid: 2\nid:\ndata: b\n\n"), [some("1"), None]);
        let longest = "x".repeat(MAX_NAME);
        assert_eq!(ids(&format!("id:{longest}\ndata: a\n\n")), [some(&longest)]);
        let long = "x".repeat(50_000);
        assert_eq!(ids(&format!("id: 1\nid:{long}\ndata: a\n\n")), [None]);
        let mut reader = EventReader::new(100_000);
        let mut begun: &[u8] = &[b"event:", long.as_bytes(), b"\nid:", long.as_bytes(), b"\n"].concat();
        assert_eq!(reader.read(&mut begun), Ok(None));
        assert!(reader.name.len() == MAX_NAME && reader.id.is_none());
    }

    #[test]
    fn data_that_is_no_text_becomes_one() {
        assert_eq!(text_of(b"a\xffb".to_vec()), "a\u{fffd}b");
    }
}
