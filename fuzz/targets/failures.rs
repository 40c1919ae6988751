#![no_main]

#[path = "../checks/failures.rs"]
mod failures;

libfuzzer_sys::fuzz_target!(|input: failures::Input| failures::check(input));
