//! Answers an acquire as often as it is told, without I/O: for counting instructions (`just instructions`).

use std::hint::black_box;

use anyhow::Context;
use samples::Scene;

fn main() -> anyhow::Result<()> {
    let times: u64 = std::env::args().nth(1).context("how often?")?.parse()?;
    let scene = Scene::default();
    let acquire = scene.acquire();
    for _ in 0..times {
        black_box(scene.answer(black_box(&scene.free), black_box(&acquire)));
    }
    Ok(())
}
