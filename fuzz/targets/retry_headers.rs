#![no_main]

#[path = "../checks/retry_headers.rs"]
mod retry_headers;

libfuzzer_sys::fuzz_target!(|input: retry_headers::Input| retry_headers::check(input));
