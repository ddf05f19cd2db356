//! Explores the protocol whole, within bounds, and shows that what is broken on purpose is found.

use model::{Breakage, Protocol, Scenario, Wish};
use stateright::{Checker, Model};

use Wish::{
    Acquire, ApproveControl, ApproveRelease, AskControl, AskRelease, Cancel, Edit, ForceRelease, RejectControl,
    Release, WithdrawControl,
};

const QUIET: Scenario = Scenario {
    wishes: [&[], &[], &[]],
    commands: [0; 3],
    held: false,
    ticks: 3,
    losses: 0,
    crashes: 0,
    dismissals: false,
    breakage: None,
};

/// Everything that can happen within these bounds.
fn explore(name: &str, scenario: Scenario) {
    let checker = Protocol(scenario).checker().threads(threads()).spawn_dfs().join();
    println!("{name}: {} states, at most {} steps", checker.unique_state_count(), checker.max_depth());
    checker.assert_properties();
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

#[test]
fn three_race_for_a_free_lock() {
    explore(
        "a race",
        Scenario {
            wishes: [&[Acquire, Edit, Release], &[Acquire], &[Acquire, Edit]],
            commands: [2, 1, 1],
            losses: 1,
            ..QUIET
        },
    );
}

#[test]
fn control_is_asked_for() {
    explore(
        "control",
        Scenario {
            wishes: [&[Edit, ApproveControl, RejectControl], &[AskControl, Edit], &[Acquire]],
            commands: [1, 2, 1],
            held: true,
            losses: 1,
            ..QUIET
        },
    );
}

#[test]
fn a_release_is_asked_for_and_forced() {
    explore(
        "release",
        Scenario {
            wishes: [&[Edit, ApproveRelease], &[AskRelease, ForceRelease], &[Acquire]],
            commands: [1, 2, 1],
            held: true,
            crashes: 1,
            ..QUIET
        },
    );
}

#[test]
fn people_are_dismissed() {
    explore(
        "dismissals",
        Scenario {
            wishes: [&[Edit, Cancel], &[AskControl, WithdrawControl, ForceRelease], &[Acquire]],
            commands: [1, 2, 1],
            held: true,
            dismissals: true,
            ..QUIET
        },
    );
}

/// The shortest way to something that must not be.
fn is_found(breakage: Breakage, scenario: Scenario) {
    let intact = Protocol(scenario.clone()).checker().spawn_bfs().join();
    assert!(wrongs(&intact).is_empty(), "{breakage:?} is found where nothing is broken: {:?}", wrongs(&intact));
    let broken = Protocol(Scenario { breakage: Some(breakage), ..scenario }).checker().spawn_bfs().join();
    let wrongs = wrongs(&broken);
    assert!(!wrongs.is_empty(), "{breakage:?} is not found among {} states", broken.unique_state_count());
    for (property, steps) in wrongs {
        println!("{breakage:?}: \"{property}\" does not hold after {steps}");
    }
}

fn wrongs(checker: &impl Checker<Protocol>) -> Vec<(&'static str, String)> {
    let properties = checker.model().properties();
    let sometimes = |name| {
        let property = properties.iter().find(|property| property.name == name);
        property.is_some_and(|property| property.expectation == stateright::Expectation::Sometimes)
    };
    let found = checker.discoveries().into_iter().filter(|(name, _)| !sometimes(*name));
    found.map(|(name, path)| (name, format!("{:?}", path.into_actions()))).collect()
}

#[test]
fn a_commit_without_compare_and_set_is_found() {
    let scenario = Scenario { wishes: [&[Acquire], &[], &[Acquire]], commands: [1, 0, 1], ..QUIET };
    is_found(Breakage::NoCompareAndSet, scenario);
}

#[test]
fn a_late_commit_is_found() {
    let scenario = Scenario { wishes: [&[Edit], &[], &[]], commands: [1, 0, 0], held: true, ..QUIET };
    is_found(Breakage::LateCommit, scenario);
}

#[test]
fn a_commit_of_the_dismissed_is_found() {
    let scenario = Scenario { wishes: [&[Edit], &[], &[]], commands: [1, 0, 0], held: true, dismissals: true, ..QUIET };
    is_found(Breakage::Unrelied, scenario);
}

#[test]
fn a_rule_that_does_not_look_who_holds_is_found() {
    let scenario = Scenario { wishes: [&[], &[], &[Edit]], commands: [0, 0, 1], held: true, ..QUIET };
    is_found(Breakage::AnybodyHolds, scenario);
}
