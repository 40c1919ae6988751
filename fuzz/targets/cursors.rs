#![no_main]

#[path = "../checks/cursors.rs"]
mod cursors;

libfuzzer_sys::fuzz_target!(|input: cursors::Input| cursors::check(input));
