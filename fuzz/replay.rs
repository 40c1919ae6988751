//! The checks of the fuzz targets without a fuzzer: each over its seeds and over variants of them, the same every time.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::fs;

use arbitrary::{Arbitrary, Unstructured};
use fastrand::Rng;

const VARIANTS: usize = 2_000;
/// Variants that further ones are made of.
const KEPT: usize = 64;
const MAX_LENGTH: usize = 4_096;
/// What a parser may have a branch for.
const WORDS: [&[u8]; 12] =
    [b"\"", b"\\", b"{", b"[", b":", b"\r\n", b"\n\n", b"%2e", b"\0", b"\xff\xff\xff\xff", b"-1", b"\\ud800"];

macro_rules! replay {
    ($($name:ident: $path:literal,)*) => {
        mod checks {
            $(#[path = $path] pub mod $name;)*
        }

        $(#[test]
        fn $name() {
            for bytes in inputs(stringify!($name)) {
                if let Ok(input) = <checks::$name::Input as Arbitrary>::arbitrary_take_rest(Unstructured::new(&bytes)) {
                    checks::$name::check(input);
                }
            }
        })*
    };
}

replay! {
    change_log: "../checks/change_log.rs",
    cursors: "../checks/cursors.rs",
    events: "../checks/events.rs",
    failures: "../checks/failures.rs",
    hand_over: "../checks/hand_over.rs",
    header_values: "../checks/header_values.rs",
    inflate: "../checks/inflate.rs",
    postgres_text: "../checks/postgres_text.rs",
    records: "../checks/records.rs",
    retry_headers: "../checks/retry_headers.rs",
    url: "../checks/url.rs",
}

/// The seeds of a target, then variants of them.
fn inputs(target: &str) -> impl Iterator<Item = Vec<u8>> {
    let folder = format!("{}/../../fuzz/seeds/{target}", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("seeds").map(|entry| entry.expect("a seed").path()).collect();
    files.sort();
    let seeds: Vec<Vec<u8>> = files.into_iter().map(|file| fs::read(file).expect("a seed")).collect();
    let mut random = Rng::with_seed(1);
    let mut varied = seeds.clone();
    let variants = (0..VARIANTS).map(move |_| {
        // Of what was varied before too, so that changes add up.
        let chosen = varied[random.usize(..varied.len())].clone();
        let other = &varied[random.usize(..varied.len())];
        let variant = vary(&mut random, chosen, other);
        if varied.len() < KEPT {
            varied.push(variant.clone());
        } else {
            varied[random.usize(..KEPT)].clone_from(&variant);
        }
        variant
    });
    seeds.into_iter().chain(variants)
}

/// Changes bytes, puts words in, takes parts out, and goes on as another one does.
fn vary(random: &mut Rng, mut bytes: Vec<u8>, other: &[u8]) -> Vec<u8> {
    for _ in 0..random.usize(1..6) {
        let at = random.usize(..=bytes.len());
        let to = random.usize(at..=bytes.len()).min(at + 16);
        match random.u8(..5) {
            0 if at < bytes.len() => bytes[at] = random.u8(..),
            1 if at < bytes.len() => bytes[at] ^= 1 << random.u8(..8),
            2 => drop(bytes.drain(at..to)),
            3 => drop(bytes.splice(at..to, WORDS[random.usize(..WORDS.len())].iter().copied())),
            _ => {
                bytes.truncate(at);
                bytes.extend_from_slice(&other[at.min(other.len())..]);
            }
        }
    }
    bytes.truncate(MAX_LENGTH);
    bytes
}
