#![no_main]

#[path = "../checks/hand_over.rs"]
mod hand_over;

libfuzzer_sys::fuzz_target!(|input: hand_over::Input| hand_over::check(input));
