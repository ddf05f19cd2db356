//! The layers point inward: who may depend on whom, as ARCHITECTURE.md draws it. Dependencies of tests are free.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// A crate of ours and which others of ours it may use.
const LAYERS: [(&str, &[&str]); 14] = [
    ("domain", &[]),
    ("auth", &["domain"]),
    ("scheduler", &["domain"]),
    ("http-api", &["auth", "domain"]),
    ("realtime", &["auth", "domain", "http-api"]),
    ("migration", &[]),
    ("persistence", &["domain", "migration"]),
    ("ui", &[]),
    ("app", &["auth", "domain", "http-api", "migration", "persistence", "realtime", "scheduler", "ui"]),
    ("testkit", &[]),
    ("bench", &["domain", "http-api", "testkit"]),
    ("chaos", &["testkit"]),
    ("fuzz", &["domain", "http-api", "realtime"]),
    ("model", &["domain"]),
];

/// Beginnings of the names of other people's crates, and which of ours may use them.
const OUTSIDE: [(&str, &[&str]); 10] = [
    ("sea-orm", &["persistence", "migration", "bench"]),
    ("sqlx", &["persistence", "migration"]),
    ("actix", &["http-api", "realtime", "ui", "bench"]),
    ("rust-embed", &["http-api", "ui"]),
    ("paperclip", &["http-api"]),
    ("jsonwebtoken", &["auth"]),
    ("bcrypt", &["auth"]),
    ("stateright", &["model"]),
    ("clap", &["app", "bench"]),
    ("anyhow", &["app", "bench", "testkit"]),
];

/// What the domain uses of the outside: no I/O, no runtime, no wire format.
const OF_THE_DOMAIN: [&str; 8] =
    ["async-trait", "chrono", "futures-util", "mockall", "thiserror", "tracing", "unicode-normalization", "uuid"];

/// The workspace's crates with the dependencies that they declare for their product, not for tests or builds.
fn declared() -> BTreeMap<String, BTreeSet<String>> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo metadata");
    let product = |package: &Package| {
        let product = package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
        product.map(|dependency| dependency.name.clone()).collect()
    };
    metadata.packages.iter().map(|package| (package.name.to_string(), product(package))).collect()
}

#[test]
fn every_crate_has_its_layer() {
    let known: BTreeSet<String> = LAYERS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let found: BTreeSet<String> = declared().into_keys().collect();
    assert_eq!(found, known, "give a new crate a row in LAYERS and a place in ARCHITECTURE.md");
}

#[test]
fn dependencies_point_inward() {
    let crates = declared();
    for (name, allowed) in LAYERS {
        let ours = crates[name].iter().filter(|dependency| crates.contains_key(*dependency));
        for dependency in ours {
            assert!(allowed.contains(&dependency.as_str()), "{name} may not depend on {dependency}");
        }
    }
}

#[test]
fn each_outside_thing_is_known_to_its_own_layer_only() {
    for (name, dependencies) in declared() {
        for (outside, allowed) in OUTSIDE {
            let known = dependencies.iter().find(|dependency| dependency.starts_with(outside));
            if let Some(dependency) = known {
                assert!(allowed.contains(&name.as_str()), "{name} may not know {dependency}");
            }
        }
    }
}

#[test]
fn the_domain_is_pure() {
    for dependency in &declared()["domain"] {
        assert!(OF_THE_DOMAIN.contains(&dependency.as_str()), "the domain may not know {dependency}");
    }
}
