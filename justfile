# Recipes for people. What CI does, too, stands in .ci/ and is only called from here.

# List the recipes
default:
    @just --list --unsorted

# Run the server; flags follow: just run --port 4000
run *flags:
    cargo run --release -- serve {{ flags }}

# Serve a throw-away database with users and appointments
demo *flags:
    cargo run --release -- demo {{ flags }}

# Bring the schema forward (up), take the last migration back with its data (down), or tell where it stands (status)
migrate what='up':
    cargo run -- migrate {{ what }}

# Make a new migration from the template: just migration add_rooms
migration name:
    #!/usr/bin/env bash
    set -euo pipefail
    name={{ quote(name) }}
    [[ $name =~ ^[a-z][a-z0-9_]*$ ]] || { echo "A name has small letters, digits and underscores: $name" >&2; exit 2; }
    last=$(ls migration/src | sed -nE 's/^m[0-9]{8}_([0-9]{6})_.*\.rs$/\1/p' | sort | tail -n 1)
    module=m$(date -u +%Y%m%d)_$(printf %06d $((10#${last:-0} + 1)))_$name
    cp --no-clobber migration/template.rs "migration/src/$module.rs"
    echo "Made migration/src/$module.rs. Now"
    echo "  1. fill it in;"
    echo "  2. in migration/src/lib.rs, add \`mod $module;\` and, at the end of Migrator::migrations, \`Box::new($module::Migration)\`;"
    echo "  3. follow it in crates/persistence/src/entity and in README.md's tables: tests compare them."

# Run all tests
test:
    .ci/test

# Make what is committed of the web calendar: the API's types, and dist within its budget
ui:
    npm ci --prefix crates/ui/web --no-audit --no-fund --loglevel=error
    npm run --prefix crates/ui/web types
    npm run --prefix crates/ui/web build

# Walk the journeys through the web calendar in Chromium: just journeys, or just journeys e2e/journeys/drag.e2e.ts
journeys *files:
    cargo build --package app
    E2E_BINARY={{ justfile_directory() }}/target/debug/appointments npm run --prefix crates/ui/web e2e -- {{ files }}

# Make the pictures in docs/screenshots
screenshots:
    cargo build --package app
    E2E_BINARY={{ justfile_directory() }}/target/debug/appointments npm run --prefix crates/ui/web screenshots

# Lighthouse on the web calendar with 200 appointments
lighthouse:
    .ci/lighthouse

# Check formatting, lints, the OpenAPI and the AsyncAPI document
check:
    .ci/check

# Format the code
fmt:
    cargo fmt --all

# Print the OpenAPI document
openapi:
    @cargo run --quiet -- openapi

# Check the AsyncAPI document of the WebSocket
asyncapi:
    .ci/lint-asyncapi

# Check what others have written of this (licences, bans, sources, lock files), and list it: SBOMs in target/supply
supply:
    .ci/supply --sbom

# Do all that CI does, installing what is missing (Debian)
ci:
    .ci/run

# Build and start the server with PostgreSQL in Docker
docker-up:
    docker/make-secrets
    docker compose --file docker/compose.yaml up --detach --build --wait
    docker compose --file docker/compose.yaml logs app | grep -E 'Open|Set-up' || true

# Stop both; the data stays in its volumes
docker-down:
    docker compose --file docker/compose.yaml down

# Measure the release build beside the limits of what it stands on: just bench, or just bench --only read,cycle
bench *flags:
    cargo build --release --package app
    cargo run --release --package bench --bin bench -- run {{ flags }}

# Time decisions and serialisation by themselves (criterion), each beside the last run
microbench *flags:
    cargo bench --package bench --bench decide --bench serialise -- {{ flags }}

# Count the instructions of an acquire's answer beyond its I/O (valgrind): the same from run to run, to compare commits
instructions:
    #!/usr/bin/env bash
    set -euo pipefail
    cargo build --release --package bench --bin hot_path
    count() {
        valgrind --tool=callgrind --callgrind-out-file=/dev/null "${CARGO_TARGET_DIR:-target}/release/hot_path" "$1" 2>&1 |
            sed -nE 's/^.*Collected : ([0-9]+)$/\1/p'
    }
    # What starting and ending take is in both, and so in neither.
    few=$(count 1000) many=$(count 3000)
    echo "$(( (many - few) / 2000 )) instructions for each answer"

# Fuzz each target for so many seconds, one after the other: just fuzz, or just fuzz 300 frames queries
fuzz seconds='60' *targets:
    crates/fuzz/fuzz.sh {{ seconds }} {{ targets }}

# Hold the server against its OpenAPI document, with so many examples for each operation: just schemathesis 560
schemathesis examples='20' *flags:
    .ci/schemathesis {{ examples }} {{ flags }}

# Break the rules, one at a time, and see whether a test notices: just mutants, or just mutants --package auth
mutants *flags='--package domain --package auth --package http-api':
    PROPTEST_CASES=64 cargo mutants --output target {{ flags }}

# Print how much of the product's Rust code its tests run through, servers that they start included (cargo-tarpaulin)
coverage *flags='--workspace --exclude chaos --exclude bench --exclude model --exclude fuzz':
    cargo tarpaulin --engine llvm --skip-clean --no-fail-fast --out Stdout --target-dir target/coverage \
        --exclude-files '*/tests/*' {{ flags }} -- --skip people_at_the_calendar

# Lock work on three nodes while nodes, network, clocks, disk and database fail, checked: just chaos, or just chaos --seed 42
chaos *flags:
    cargo build --package app --package chaos
    "${CARGO_TARGET_DIR:-target}/debug/chaos" --seconds 180 --faults 500 --binary "${CARGO_TARGET_DIR:-target}/debug/appointments" {{ flags }}

# The same for twenty minutes: 2,000 faults and 50,000 operations at least; the report is also written to target/chaos-long
chaos-long *flags:
    cargo build --package app --package chaos
    "${CARGO_TARGET_DIR:-target}/debug/chaos" --seconds 1200 --faults 2000 --operations 50000 --out "${CARGO_TARGET_DIR:-target}/chaos-long" --binary "${CARGO_TARGET_DIR:-target}/debug/appointments" {{ flags }}

# Show that chaos catches a server without its compare-and-set: just chaos-sabotage, or with the schema's backstop --kept
chaos-sabotage *flags:
    crates/chaos/sabotage {{ flags }}
