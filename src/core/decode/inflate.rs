//! Undoes the content encodings that the client asks for, never beyond a limit.

use std::io::{self, Read};

/// The compression of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

const BUFFER_SIZE: usize = 4_096;

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
    pub fn inflate(self, body: &[u8], limit: usize) -> io::Result<(Vec<u8>, bool)> {
        match self {
            Self::Gzip => read(flate2::read::MultiGzDecoder::new(body), limit),
            Self::Brotli => read(brotli_decompressor::Decompressor::new(body, BUFFER_SIZE), limit),
        }
    }
}

fn read(mut body: impl Read, limit: usize) -> io::Result<(Vec<u8>, bool)> {
    let mut inflated = Vec::new();
    body.by_ref().take(limit as u64).read_to_end(&mut inflated)?;
    let has_more = inflated.len() >= limit && body.read(&mut [0])? > 0;
    Ok((inflated, has_more))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).expect("written");
        encoder.finish().expect("finished")
    }

    #[test]
    fn inflates_within_the_limit_and_no_further() {
        let body = gzip(&vec![b'a'; 1_000_000]);
        assert!(body.len() < 2_000);
        let inflate = |limit| Encoding::Gzip.inflate(&body, limit).map(|(text, more)| (text.len(), more));
        assert_eq!(inflate(1_000_000).expect("inflated"), (1_000_000, false));
        assert_eq!(inflate(999_999).expect("inflated"), (999_999, true));
        let twice = [gzip(b"a"), gzip(b"b")].concat();
        assert_eq!(Encoding::Gzip.inflate(&twice, 10).expect("inflated").0, b"ab");
    }

    #[test]
    fn what_is_damaged_or_cut_short_is_an_error() {
        let body = gzip(b"a text that is long enough");
        assert!(Encoding::Gzip.inflate(&body[..body.len() - 3], 100).is_err());
        assert!(Encoding::Gzip.inflate(b"no gzip", 100).is_err());
        assert!(Encoding::Brotli.inflate(b"\x8b\x05\x80ab", 100).is_err());
    }

    #[test]
    fn encodings_are_read_in_any_case() {
        assert_eq!(Encoding::of(" GZIP"), Some(Encoding::Gzip));
        assert_eq!(Encoding::of("br"), Some(Encoding::Brotli));
        assert_eq!([Encoding::of("identity"), Encoding::of("deflate"), Encoding::of("")], [None; 3]);
    }
}
