#![no_main]

#[path = "../checks/url.rs"]
mod url;

libfuzzer_sys::fuzz_target!(|input: url::Input| url::check(input));
