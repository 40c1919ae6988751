//! Inflates a body that comes piece by piece and may never end.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;

/// So much is inflated in one step: what holds nothing takes some milliseconds per kB to find that out.
const STEP: usize = 256;

/// Inflates gzip as it comes.
pub struct GradualInflate(MultiGzDecoder<Vec<u8>>);

impl Default for GradualInflate {
    fn default() -> Self {
        Self(MultiGzDecoder::new(Vec::new()))
    }
}

impl GradualInflate {
    /// Inflates a beginning of a piece, at most 256 bytes, never to much more than 64 KiB however well it was compressed, and answers what
    /// it came to and what of the piece is left. When nothing is left, everything that the pieces so far say was
    /// answered.
    pub fn inflate<'a>(&mut self, piece: &'a [u8]) -> io::Result<(Vec<u8>, &'a [u8])> {
        let taken = self.0.write(piece.get(..STEP).unwrap_or(piece))?;
        let rest = piece.get(taken..).unwrap_or_default();
        if rest.is_empty() {
            self.0.flush()?;
        } else if taken == 0 && self.0.get_ref().is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "nothing more can be inflated"));
        }
        Ok((std::mem::take(self.0.get_mut()), rest))
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn inflate(pieces: &[&[u8]]) -> io::Result<(Vec<u8>, usize)> {
        let (mut inflate, mut whole, mut largest) = (GradualInflate::default(), Vec::new(), 0);
        for piece in pieces {
            let mut piece = *piece;
            while !piece.is_empty() {
                let (bytes, rest) = inflate.inflate(piece)?;
                largest = largest.max(bytes.len());
                whole.extend(bytes);
                piece = rest;
            }
        }
        Ok((whole, largest))
    }

    #[test]
    fn what_was_flushed_is_there_at_once_wherever_it_is_cut() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"data: 1\n\n").expect("written");
        encoder.flush().expect("flushed");
        let first = encoder.get_ref().clone();
        encoder.write_all(b"data: 2\n\n").expect("written");
        encoder.flush().expect("flushed");
        let both = encoder.get_ref().clone();
        for cut in 0..=first.len() {
            let (start, rest) = first.split_at(cut);
            assert_eq!(inflate(&[start, rest]).expect("inflated").0, b"data: 1\n\n", "cut at {cut}");
        }
        let single: Vec<&[u8]> = both.chunks(1).collect();
        assert_eq!(inflate(&single).expect("inflated").0, b"data: 1\n\ndata: 2\n\n");
    }

    #[test]
    fn little_that_becomes_much_comes_in_steps() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![b'a'; 10_000_000]).expect("written");
        let body = encoder.finish().expect("finished");
        assert!(body.len() < 20_000);
        let (whole, largest) = inflate(&[&body]).expect("inflated");
        assert_eq!(whole.len(), 10_000_000);
        assert!(largest <= 128 * 1024, "{largest}");
        let twice = [body.as_slice(), &body].concat();
        assert_eq!(inflate(&[&twice]).expect("inflated").0.len(), 20_000_000);
    }

    #[test]
    fn what_comes_to_nothing_takes_as_many_steps_as_it_has_bytes() {
        let empty = GzEncoder::new(Vec::new(), Compression::best()).finish().expect("finished");
        let body = empty.repeat(1_000);
        let (mut inflate, mut rest, mut steps) = (GradualInflate::default(), body.as_slice(), 0);
        while !rest.is_empty() {
            let (bytes, left) = inflate.inflate(rest).expect("inflated");
            assert!(bytes.is_empty() && rest.len() - left.len() <= STEP);
            (rest, steps) = (left, steps + 1);
        }
        assert!(steps >= 1_000, "others have their turn between them");
    }

    #[test]
    fn what_is_damaged_is_an_error() {
        assert!(inflate(&[b"no gzip at all, and long enough to see it"]).is_err());
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"some text that is written").expect("written");
        let mut body = encoder.finish().expect("finished");
        body.truncate(body.len() - 8);
        body.extend([0; 64]);
        assert!(inflate(&[&body]).is_err(), "its checksum is wrong");
    }
}
