#![no_main]

#[path = "../checks/header_values.rs"]
mod header_values;

libfuzzer_sys::fuzz_target!(|input: header_values::Input| header_values::check(input));
