//! Undoes the content encodings that the client asks for, never beyond a limit.

use std::cell::Cell;
use std::io::{self, Read};

use flate2::bufread::GzDecoder;

use super::effort::{Effort, Metered};

/// The compression of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

const BUFFER_SIZE: usize = 4_096;
/// Servers write one; files that were compressed in parts are no answers.
const MAX_MEMBERS: usize = 64;

impl Encoding {
    /// Reads a `content-encoding` header; nothing is undone that was not asked for.
    pub fn of(header: &str) -> Option<Self> {
        match header.trim() {
            name if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") => {
                Some(Self::Gzip)
            }
            name if name.eq_ignore_ascii_case("br") => Some(Self::Brotli),
            _ => None,
        }
    }

    /// Inflates as much of a body as `limit` bytes hold, and says if there is more.
    pub fn inflate(self, body: &[u8], limit: usize, effort: Effort) -> io::Result<(Vec<u8>, bool)> {
        let came = Cell::new(0);
        let mut body = Metered::new(body, effort, &came);
        let mut inflated = Inflated { bytes: Vec::new(), limit, came: &came };
        let has_more = match self {
            Self::Gzip => inflated.read_members(&mut body)?,
            Self::Brotli => inflated.read(brotli_decompressor::Decompressor::new(&mut body, BUFFER_SIZE))?,
        };
        Ok((inflated.bytes, has_more))
    }
}

/// What a body came to so far.
struct Inflated<'a> {
    bytes: Vec<u8>,
    limit: usize,
    came: &'a Cell<usize>,
}

impl Inflated<'_> {
    fn read_members(&mut self, body: &mut Metered<'_>) -> io::Result<bool> {
        for _ in 0..MAX_MEMBERS {
            if self.read(GzDecoder::new(&mut *body))? {
                return Ok(true);
            }
            if body.is_empty() {
                return Ok(false);
            }
        }
        Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("it has more than {MAX_MEMBERS} members of gzip"),
        ))
    }

    /// Reads what the limit allows, and says if there is more.
    fn read(&mut self, body: impl Read) -> io::Result<bool> {
        let mut body = Counted(body, self.came);
        let room = self.limit.saturating_sub(self.bytes.len());
        body.by_ref().take(room as u64).read_to_end(&mut self.bytes)?;
        Ok(self.bytes.len() >= self.limit && body.read(&mut [0])? > 0)
    }
}

/// Counts what is read of something.
struct Counted<'a, R>(R, &'a Cell<usize>);

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(into)?;
        self.1.set(self.1.get() + count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn inflate(body: &[u8], limit: usize) -> io::Result<(Vec<u8>, bool)> {
        Encoding::Gzip.inflate(body, limit, Effort::LARGE)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).expect("written");
        encoder.finish().expect("finished")
    }

    #[test]
    fn inflates_within_the_limit_and_no_further() {
        let body = gzip(&vec![b'a'; 1_000_000]);
        assert!(body.len() < 2_000);
        let inflate_body = |limit| inflate(&body, limit).map(|(text, more)| (text.len(), more));
        assert_eq!(inflate_body(1_000_000).expect("inflated"), (1_000_000, false));
        assert_eq!(inflate_body(999_999).expect("inflated"), (999_999, true));
        let twice = [gzip(b"a"), gzip(b"b")].concat();
        assert_eq!(inflate(&twice, 10).expect("inflated").0, b"ab");
    }

    #[test]
    fn what_is_damaged_or_cut_short_is_an_error() {
        let body = gzip(b"a text that is long enough");
        assert!(inflate(&body[..body.len() - 3], 100).is_err());
        assert!(inflate(b"no gzip", 100).is_err());
        assert!(Encoding::Brotli.inflate(b"\x8b\x05\x80ab", 100, Effort::LARGE).is_err());
    }

    #[test]
    fn members_are_bounded_whatever_they_come_to() {
        assert_eq!(inflate(&gzip(b"a").repeat(MAX_MEMBERS), 100).expect("inflated").0, [b'a'; MAX_MEMBERS]);
        for member in [gzip(b""), gzip(b"a")] {
            let error = inflate(&member.repeat(MAX_MEMBERS + 1), 100).expect_err("too many");
            assert!(error.to_string().contains("64 members"), "{error}");
        }
    }

    #[test]
    fn encodings_are_read_in_any_case() {
        assert_eq!(Encoding::of(" GZIP"), Some(Encoding::Gzip));
        assert_eq!(Encoding::of("br"), Some(Encoding::Brotli));
        assert_eq!([Encoding::of("identity"), Encoding::of("deflate"), Encoding::of("")], [None; 3]);
    }
}
