#!/usr/bin/env bash
# Feeds the targets, one after the other, for so many seconds each: fuzz.sh 300, or fuzz.sh 60 frames queries.
# What is found stops it, and lies in the folder named then. New inputs worth keeping are merged into corpus/.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-60}
shift || true
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || targets=(accounts appointments cursors frames headers queries)

host=$(rustc -vV | sed -n 's/^host: //p')
folder=${CARGO_TARGET_DIR:-$PWD/../../target}/libfuzzer
# The compiler's own passes that libFuzzer is steered by. They need no nightly toolchain; a sanitizer would.
sanitizer_coverage='-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing'
# With a target named, procedural macros and build scripts are compiled without them.
RUSTFLAGS=$(tr '\n' ' ' <<<"$sanitizer_coverage") CARGO_TARGET_DIR=$folder \
  cargo build --release --target "$host" --manifest-path libfuzzer/Cargo.toml --jobs "${JOBS:-1}"
fuzzer=$folder/$host/release/libfuzzer

for target in "${targets[@]}"; do
  grown=$folder/grown/$target found=$folder/found/$target/
  mkdir -p "$grown" "$found"
  printf '\n== %s, %s s\n' "$target" "$seconds"
  TARGET=$target "$fuzzer" -max_total_time="$seconds" -max_len=4096 -timeout=10 -dict=words.txt -print_final_stats=1 \
    -artifact_prefix="$found" "$grown" "corpus/$target"
  # The fewest and shortest inputs that reach as much.
  TARGET=$target "$fuzzer" -set_cover_merge=1 -max_len=4096 "corpus/$target" "$grown"
done
