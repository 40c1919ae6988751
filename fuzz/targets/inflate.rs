#![no_main]

#[path = "../checks/inflate.rs"]
mod inflate;

libfuzzer_sys::fuzz_target!(|input: inflate::Input| inflate::check(input));
