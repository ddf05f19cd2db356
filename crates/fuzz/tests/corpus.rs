//! What the fuzzers have found worth keeping, once more.

use std::{fs, path::Path};

use fuzz::TARGETS;

#[test]
fn the_corpus_holds() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (name, target) in TARGETS {
        let inputs: Vec<_> = fs::read_dir(corpus.join(name)).expect(name).map(|input| input.unwrap().path()).collect();
        assert!(!inputs.is_empty(), "{name} has no corpus");
        for input in &inputs {
            // Which one it was is told before its panic.
            println!("{}", input.display());
            target(&fs::read(input).unwrap());
        }
    }
}

#[test]
fn every_folder_of_the_corpus_has_its_target() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for folder in fs::read_dir(corpus).unwrap() {
        let name = folder.unwrap().file_name();
        assert!(TARGETS.iter().any(|(target, _)| name == *target), "nobody replays {}", name.display());
    }
}
