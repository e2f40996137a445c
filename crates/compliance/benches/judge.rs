//! All findings on one picture, landmarks and matte being there already; and
//! the view they are read from.

#![expect(clippy::unwrap_used, reason = "a bench panics like a test")]
#![allow(missing_docs, reason = "made by criterion's macros")]

use std::hint::black_box;
use std::time::Duration;

use catalogue::Catalogue;
use compliance::{Evidence, Sample, judge};
use criterion::{Criterion, criterion_group, criterion_main};
use imaging::{Affine, Limits, decode, warp};
use vision::RtenEngine;

fn findings(c: &mut Criterion) {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/pictures/astronaut.png"
    );
    let small = decode(&std::fs::read(path).unwrap(), &Limits::default())
        .unwrap()
        .image;
    // Four times: a face as large as in a phone's portrait.
    let picture = warp(&small, &Affine::scaling(4.0), 2048, 2048).image;
    let catalogue = Catalogue::embedded().unwrap();
    let spec = catalogue.specification(catalogue.document("身份证").unwrap(), None);
    let engine = RtenEngine::new();
    let photo = portrait::make(&engine, picture, &spec, &mut |_| {}).unwrap();
    let composed = photo.cut_out.on(spec.background.rgb);
    let evidence = Evidence {
        focal_length_px: None,
        photo: &photo,
        composed: &composed,
        hands: &[],
        worn: vision::Worn::default(),
        file: None,
        spec: &spec,
    };
    c.bench_function("findings: view", |b| {
        b.iter(|| Sample::new(black_box(&evidence)))
    });
    let look = || vision::hands(&engine, &photo.upright, &photo.face.bounds).unwrap();
    c.bench_function("findings: hands", |b| b.iter(look));
    let worn = || vision::worn(&engine, &photo.upright, &photo.face.landmarks).unwrap();
    c.bench_function("findings: worn", |b| b.iter(worn));
    c.bench_function("findings: all", |b| {
        b.iter(|| {
            let hands = look();
            let worn = worn();
            judge(&Evidence {
                hands: &hands,
                worn,
                ..black_box(evidence)
            })
        });
    });
}

criterion_group! {
    name = all;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4));
    targets = findings
}
criterion_main!(all);
