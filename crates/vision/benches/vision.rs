//! What looking at a picture costs, on one thread.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use imaging::{Affine, Limits, RgbImage, decode, warp};
use vision::{Engine, Network, RtenEngine, look, segment};

fn portrait() -> RgbImage {
    let bytes = include_bytes!("../../../assets/pictures/astronaut.png");
    decode(bytes, &Limits::default())
        .expect("the committed picture decodes")
        .image
}

fn networks(criterion: &mut Criterion) {
    let engine = RtenEngine::new();
    for network in Network::ALL {
        let input = vec![0.25; network.input_shape().iter().product()];
        criterion.bench_function(&format!("network/{network:?}"), |bencher| {
            bencher.iter(|| engine.run(network, black_box(&input)));
        });
    }
    criterion.bench_function("first picture, loading included", |bencher| {
        let image = portrait();
        bencher.iter(|| look(&RtenEngine::new(), black_box(&image)));
    });
}

fn pictures(criterion: &mut Criterion) {
    let engine = RtenEngine::new();
    let small = portrait();
    // A phone's 12 megapixels, upright.
    let phone = warp(&small, &Affine::scaling(3000.0 / 512.0), 3000, 4000).image;
    let canvas = warp(&small, &Affine::scaling(1.4), 716, 882).image;
    criterion.bench_function("look, 512×512", |bencher| {
        bencher.iter(|| look(&engine, black_box(&small)));
    });
    criterion.bench_function("look, 3000×4000", |bencher| {
        bencher.iter(|| look(&engine, black_box(&phone)));
    });
    criterion.bench_function("segment, 716×882", |bencher| {
        bencher.iter(|| segment(&engine, black_box(&canvas)));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = networks, pictures
}
criterion_main!(benches);
