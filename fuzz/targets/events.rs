#![no_main]

#[path = "../checks/events.rs"]
mod events;

libfuzzer_sys::fuzz_target!(|input: events::Input| events::check(input));
