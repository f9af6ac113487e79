//! `log` for libFuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|octets: &[u8]| {
    yinxin_fuzz::entry::log(octets);
});
