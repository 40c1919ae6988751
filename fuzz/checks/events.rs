//! Whatever a stream of events holds: it says the same wherever it is cut, and holds no more than its limit.

use hairtrigger_core::subscription::{EventReader, text_of};

pub type Input<'a> = (u8, &'a [u8]);

const MAX_BYTES: usize = 1_024;

/// The events up to the end, or up to what is too large.
fn read(pieces: &[&[u8]]) -> (Vec<[String; 3]>, bool) {
    let (mut reader, mut events) = (EventReader::new(MAX_BYTES), Vec::new());
    for piece in pieces {
        let mut left = *piece;
        loop {
            match reader.read(&mut left) {
                Ok(Some(event)) => {
                    events.push([event.name, event.id.unwrap_or_default(), text_of(event.data)]);
                }
                Ok(None) => break,
                Err(_) => return (events, false),
            }
        }
    }
    (events, true)
}

pub fn check(input: Input<'_>) {
    let (cut, bytes) = input;
    let whole = read(&[bytes]);
    let (start, rest) = bytes.split_at(usize::from(cut).min(bytes.len()));
    assert_eq!(read(&[start, b"", rest]), whole, "cut at {cut}");
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(read(&single), whole, "byte by byte");
    // What is no UTF-8 grows when it is made text.
    assert!(whole.0.iter().flatten().all(|text| text.len() <= 3 * MAX_BYTES));
}
