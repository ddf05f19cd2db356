//! The rules of the lock: one decision each.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::lock::Action;
use samples::{RULES, Scene};

fn decide(criterion: &mut Criterion) {
    let scene = Scene::default();
    let (free, held, requested) = (scene.free.clone(), scene.held(), scene.requested());
    let release = scene.command(scene.holder, Action::Release);
    let mut group = criterion.benchmark_group("decide");
    for (name, state, command) in [
        ("acquire", &free, scene.acquire()),
        ("renew", &held, scene.acquire()),
        ("release", &held, release),
        ("request control", &held, scene.request()),
        ("approve", &requested, scene.approve()),
    ] {
        assert!(RULES.decide(state, &command, scene.now).is_ok(), "{name} is refused");
        group.bench_function(name, |bencher| {
            bencher.iter(|| RULES.decide(black_box(state), black_box(&command), scene.now));
        });
    }
    group.finish();
}

criterion_group!(benches, decide);
criterion_main!(benches);
