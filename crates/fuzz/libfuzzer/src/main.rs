//! Every target in one binary: the variable TARGET says which.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<fuzz::Target> = LazyLock::new(|| {
    let wanted = std::env::var("TARGET").expect("TARGET names a target");
    let found = fuzz::TARGETS.iter().find(|(name, _)| *name == wanted);
    found.unwrap_or_else(|| panic!("there is no target {wanted}")).1
});

fuzz_target!(|bytes: &[u8]| TARGET(bytes));
