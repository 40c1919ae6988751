#![no_main]

#[path = "../checks/postgres_text.rs"]
mod postgres_text;

libfuzzer_sys::fuzz_target!(|input: postgres_text::Input| postgres_text::check(input));
