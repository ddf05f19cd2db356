//! From the domain to what clients see: one appointment with its lock, its tag, and a snapshot of 200.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use http_api::view::{AppointmentView, etag};
use samples::{Scene, appointment};

fn one(criterion: &mut Criterion) {
    let scene = Scene::default();
    let (state, acquire) = (scene.held(), scene.acquire());
    let view = AppointmentView::of(&state).expect("there is an appointment");
    assert!(view.appointment_lock.is_some());
    let mut group = criterion.benchmark_group("appointment");
    group.bench_function("view", |bencher| bencher.iter(|| AppointmentView::of(black_box(&state))));
    group.bench_function("json", |bencher| bencher.iter(|| serde_json::to_string(black_box(&view))));
    group.bench_function("etag", |bencher| bencher.iter(|| etag(black_box(&view))));
    group.bench_function("answer to an acquire", |bencher| {
        bencher.iter(|| scene.answer(black_box(&scene.free), black_box(&acquire)));
    });
    group.finish();
}

/// What a frame `init-appointments` holds; its frame adds a hundred bytes.
fn snapshot(criterion: &mut Criterion) {
    let people = Scene::default().free.people;
    let appointments: Vec<_> = (0..200).map(appointment).collect();
    let views = || appointments.iter().map(|one| AppointmentView::new(one, &people)).collect::<Vec<_>>();
    let made = views();
    let bytes = serde_json::to_string(&made).expect("it is JSON").len();
    let mut group = criterion.benchmark_group("snapshot of 200");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("views", |bencher| bencher.iter(|| black_box(views())));
    group.bench_function("json", |bencher| bencher.iter(|| serde_json::to_string(black_box(&made))));
    group.finish();
}

criterion_group!(benches, one, snapshot);
criterion_main!(benches);
