#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::youtube(bytes));

/// Nothing is searched for without the compiler's coverage.
#[cfg(not(fuzzing))]
fn main() {}
