//! Whatever a compressed stream holds: it comes to the same wherever it is cut, in steps that are bounded.

use hairtrigger_core::decode::GradualInflate;

pub type Input<'a> = (u8, &'a [u8]);

const MAX_STEP: usize = 128 * 1024;
/// A few kilobytes come to a few megabytes at most.
const MAX_WHOLE: usize = 8 * 1024 * 1024;

/// What pieces come to, or nothing where they are damaged.
fn inflate(pieces: &[&[u8]]) -> Option<Vec<u8>> {
    let (mut inflate, mut whole) = (GradualInflate::default(), Vec::new());
    for piece in pieces {
        let mut piece = *piece;
        while !piece.is_empty() {
            let (bytes, rest) = inflate.inflate(piece).ok()?;
            assert!(bytes.len() <= MAX_STEP && (rest.len() < piece.len() || !bytes.is_empty()));
            whole.extend(bytes);
            assert!(whole.len() <= MAX_WHOLE);
            piece = rest;
        }
    }
    Some(whole)
}

pub fn check(input: Input<'_>) {
    let (cut, bytes) = input;
    let Some(whole) = inflate(&[bytes]) else { return };
    let (start, rest) = bytes.split_at(usize::from(cut).min(bytes.len()));
    assert_eq!(inflate(&[start, rest]), Some(whole), "cut at {cut}");
}
