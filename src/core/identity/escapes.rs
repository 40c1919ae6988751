//! Undoes the escapes of a text, one layer at a time, and knows where its bytes came from.

use std::ops::Range;

use memchr::memchr3;
use zeroize::Zeroizing;

/// A text whose outermost escapes are undone.
pub struct Unescaped {
    pub bytes: Zeroizing<Vec<u8>>,
    /// The ends of the bytes that were escapes: here, and in the text before.
    ends: Vec<(usize, usize)>,
}

impl Unescaped {
    /// Undoes percent-encoding, the escapes of JSON, JavaScript, Python and C, and those of HTML; `None` for a
    /// text without any. Reads each byte a bounded number of times.
    pub fn of(text: &[u8]) -> Option<Self> {
        let first = Escape::find(text, 0)?;
        // As long as it can become: a buffer that grows leaves copies behind that nobody wipes.
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
        let mut ends = Vec::new();
        let mut copied = 0;
        let mut next = Some(first);
        while let Some(escape) = next {
            bytes.extend_from_slice(text.get(copied..escape.start).unwrap_or_default());
            bytes.push(escape.byte);
            ends.push((bytes.len(), escape.end));
            copied = escape.end;
            next = Escape::find(text, copied);
        }
        bytes.extend_from_slice(text.get(copied..).unwrap_or_default());
        Some(Self { bytes, ends })
    }

    /// Finds where these ranges of it, in order and apart from each other, stand in the text before.
    pub fn sources(&self, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let mut ends = self.ends.iter().peekable();
        let mut last = (0, 0);
        let mut source = |offset: usize| {
            while let Some(end) = ends.next_if(|(end, _)| *end <= offset) {
                last = *end;
            }
            last.1 + (offset - last.0)
        };
        ranges.into_iter().map(|range| source(range.start)..source(range.end)).collect()
    }
}

struct Escape {
    start: usize,
    end: usize,
    /// The byte it stands for; one that is not ASCII is of no interest, and becomes 255.
    byte: u8,
}

impl Escape {
    /// The first escape from an offset on.
    fn find(text: &[u8], mut from: usize) -> Option<Self> {
        loop {
            let rest = text.get(from..)?;
            // Where marks stand close together a search costs more than a look.
            let start = match rest {
                [b'%' | b'\\' | b'&', ..] => 0,
                [_, b'%' | b'\\' | b'&', ..] => 1,
                _ => memchr3(b'%', b'\\', b'&', rest)?,
            };
            let rest = rest.get(start..)?;
            // A text that was quoted several times has several backslashes; they are counted once.
            let backslashes = rest.iter().take_while(|byte| **byte == b'\\').count();
            let mark = backslashes.max(1);
            let body = rest.get(mark..)?;
            let read = match rest.first()? {
                b'%' => percent(body),
                b'&' => entity(body),
                _ => backslash(body),
            };
            let start = from + start;
            match read {
                Some((value, length)) => {
                    let byte = u8::try_from(value).ok().filter(u8::is_ascii).unwrap_or(u8::MAX);
                    return Some(Self { start, end: start + mark + length, byte });
                }
                None => from = start + mark,
            }
        }
    }
}

/// The value of an escape, and its length without the mark it begins with.
type Read = Option<(u32, usize)>;

/// `%74`, `%u0074`.
fn percent(text: &[u8]) -> Read {
    match text {
        [b'u' | b'U', digits @ ..] => behind(1, exactly(digits, 4)),
        digits => exactly(digits, 2),
    }
}

/// `\u0074`, `\u{74}`, `\U00000074`, `\x74`, `\164`, and line breaks, which stand within what is long.
fn backslash(text: &[u8]) -> Read {
    match text {
        [b'u' | b'x', b'{', digits @ ..] => {
            let (value, length) = number(digits, 16, usize::MAX)?;
            (digits.get(length) == Some(&b'}')).then_some((value, length + 3))
        }
        [b'u', digits @ ..] => behind(1, exactly(digits, 4)),
        [b'U', digits @ ..] => behind(1, exactly(digits, 8)),
        [b'x', digits @ ..] => behind(1, exactly(digits, 2)),
        [b'n' | b'r', ..] => Some((u32::from(b'\n'), 1)),
        // As many digits as a byte can have.
        [b'0', ..] => number(text, 8, 4),
        [b'1'..=b'3', ..] => number(text, 8, 3),
        _ => number(text, 8, 2),
    }
}

/// `&#116;`, `&#x74;`, with any number of leading zeros and, as browsers take it, without the semicolon.
fn entity(text: &[u8]) -> Read {
    let (value, length) = match text {
        [b'#', b'x' | b'X', digits @ ..] => behind(2, number(digits, 16, usize::MAX)),
        [b'#', digits @ ..] => behind(1, number(digits, 10, usize::MAX)),
        [b'a'..=b'z' | b'A'..=b'Z', ..] => return named(text),
        _ => None,
    }?;
    Some((value, length + usize::from(text.get(length) == Some(&b';'))))
}

/// The named entities of the characters that tokens, their encodings and other escapes have.
fn named(text: &[u8]) -> Read {
    const NAMED: &[(&[u8], u8)] = &[
        (b"amp", b'&'),
        (b"bsol", b'\\'),
        (b"equals", b'='),
        (b"lowbar", b'_'),
        (b"num", b'#'),
        (b"percnt", b'%'),
        (b"period", b'.'),
        (b"plus", b'+'),
        (b"semi", b';'),
        (b"sol", b'/'),
    ];
    const LONGEST: usize = 6;
    let length = text.iter().take(LONGEST + 1).position(|byte| *byte == b';')?;
    let name = text.get(..length)?;
    let (_, byte) = NAMED.iter().find(|(known, _)| name.eq_ignore_ascii_case(known))?;
    Some((u32::from(*byte), length + 1))
}

fn behind(mark: usize, read: Read) -> Read {
    read.map(|(value, length)| (value, mark + length))
}

fn exactly(text: &[u8], digits: usize) -> Read {
    number(text, 16, digits).filter(|(_, length)| *length == digits)
}

/// The number a text begins with, of at most so many digits.
fn number(text: &[u8], radix: u32, most: usize) -> Read {
    let digits = text.iter().take(most).map_while(|byte| char::from(*byte).to_digit(radix));
    let (value, length) = digits.fold((0_u32, 0), |(value, length), digit| {
        (value.saturating_mul(radix).saturating_add(digit), length + 1)
    });
    (length > 0).then_some((value, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unescaped(text: &str) -> String {
        let bytes = Unescaped::of(text.as_bytes()).map(|unescaped| unescaped.bytes.to_vec());
        String::from_utf8(bytes.unwrap_or_else(|| text.into())).expect("a text")
    }

    #[test]
    fn escapes_are_undone_once() {
        for (escaped, text) in [
            ("%74%5F%5f", "t__"),
            ("%u0074", "t"),
            (r"\u0074\\u0074\\\\U00000074\u{74}\u{00000074}", "ttttt"),
            (r"\x74\x{74}\\x5F", "tt_"),
            (r"\164\0164\55\60\137", "tt-0_"),
            (r"a\nb\\r\nc", "a\nb\n\nc"),
            ("&#116;&#0116;&#116&#x74;&#X00000074;", "ttttt"),
            ("&amp;#116;&lowbar;&AMP;", "&#116;_&"),
            ("%2574", "%74"),
            ("%5cu0074", r"\u0074"),
            (r"\u0025\u0037\u0034", "%74"),
        ] {
            assert_eq!(unescaped(escaped), text, "{escaped}");
        }
    }

    #[test]
    fn other_texts_have_none() {
        for text in [
            "", "t", "%", "%7", "%zz", "%u007", r"\", r"\\\", r"\u{74", r"\xz", r"\a", "&", "&#;", "&#x;",
            "&nbsp;", "&&",
        ] {
            assert!(Unescaped::of(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_not_ascii_is_one_byte() {
        assert_eq!(*Unescaped::of(r"\u00e9%ff&#99999999999;".as_bytes()).expect("escapes").bytes, [255; 3]);
    }

    #[test]
    fn ranges_are_found_in_the_text_before() {
        let text = "é%41b&#67;d";
        let unescaped = Unescaped::of(text.as_bytes()).expect("escapes");
        let sources = unescaped.sources(vec![0..2, 2..3, 3..5, 5..6]);
        let parts: Vec<_> = sources.into_iter().map(|range| &text[range]).collect();
        assert_eq!(parts, ["é", "%41", "b&#67;", "d"]);
    }
}
