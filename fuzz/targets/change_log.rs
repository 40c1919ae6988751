#![no_main]

#[path = "../checks/change_log.rs"]
mod change_log;

libfuzzer_sys::fuzz_target!(|input: change_log::Input| change_log::check(input));
