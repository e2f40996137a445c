//! Every stage from a picture's bytes to a photo's bytes, one thread, warm.
//!
//! The picture is made by `phone`, so that anybody can run this.

#![expect(clippy::unwrap_used, reason = "a bench panics like a test")]
#![allow(missing_docs, reason = "made by criterion's macros")]

mod phone;

use std::hint::black_box;
use std::time::Duration;

use catalogue::{Catalogue, PhotoSpec};
use criterion::{Criterion, criterion_group, criterion_main};
use imaging::{Affine, JpegTarget, Limits, RgbImage, decode, encode_jpeg, warp};
use vision::matting::{self, HeadPlace};
use vision::{RtenEngine, points};

fn specification() -> PhotoSpec {
    let catalogue = Catalogue::embedded().unwrap();
    catalogue.specification(catalogue.document("身份证").unwrap(), None)
}

fn target(spec: &PhotoSpec) -> JpegTarget {
    JpegTarget {
        dpi: spec.dpi.0,
        min_bytes: spec.file.min_bytes,
        max_bytes: spec.file.max_bytes,
        min_quality: spec.file.min_quality.unwrap_or(50),
    }
}

fn read(bytes: &[u8]) -> RgbImage {
    decode(bytes, &Limits::default()).unwrap().image
}

fn stages(c: &mut Criterion) {
    let engine = RtenEngine::new();
    let spec = specification();
    // 3000 × 4000 and 900 × 1200: 12 and about 1 megapixels.
    for (name, width) in [("12mp", 3000), ("1mp", 900)] {
        let bytes = phone::picture(width);
        if let Some(folder) = std::env::var_os("HUIZHI_BENCH_PICTURES") {
            std::fs::write(
                std::path::Path::new(&folder).join(format!("{name}.jpg")),
                &bytes,
            )
            .unwrap();
        }
        c.bench_function(&format!("whole {name}"), |b| {
            b.iter(|| {
                let photo = portrait::make(&engine, read(&bytes), &spec, &mut |_| {}).unwrap();
                encode_jpeg(&photo.cut_out.on(spec.background.rgb), &target(&spec)).unwrap()
            });
        });
        c.bench_function(&format!("decode {name}"), |b| {
            b.iter(|| read(black_box(&bytes)))
        });
        let picture = read(&bytes);
        c.bench_function(&format!("look {name}"), |b| {
            b.iter(|| vision::look(&engine, black_box(&picture)).unwrap());
        });
    }

    // What follows works on the canvas, whatever the picture's size was.
    let picture = read(&phone::picture(900));
    let photo = portrait::make(&engine, picture.clone(), &spec, &mut |_| {}).unwrap();
    // The frame with a margin, as finely as make draws it; and the sketch.
    let drawn = |density: f64| {
        let (side, above) = (14.0, 22.0);
        let map = photo
            .frame
            .map
            .then(&Affine::translation(side, above))
            .then(&Affine::scaling(density));
        let size = |length: f64| (length * density).round() as u32;
        (map, size(386.0), size(481.0))
    };
    let (map, width, height) = drawn(1.6);
    c.bench_function("canvas: warp", |b| {
        b.iter(|| warp(&picture, &map, width, height))
    });
    let canvas = warp(&picture, &map, width, height).image;
    let head_on = |map: &Affine| {
        let at = |index| map.apply(photo.face.landmarks.at(index));
        HeadPlace {
            oval: photo
                .face
                .landmarks
                .pick(&points::FACE_OVAL)
                .map(|p| map.apply(p))
                .collect(),
            face_width: at(points::LEFT_EAR_ROOT).distance(at(points::RIGHT_EAR_ROOT)),
            chin: at(points::CHIN),
        }
    };
    let (sketch_map, sketch_width, sketch_height) = drawn(0.53);
    c.bench_function("sketch: warp", |b| {
        b.iter(|| warp(&picture, &sketch_map, sketch_width, sketch_height))
    });
    let sketch = warp(&picture, &sketch_map, sketch_width, sketch_height).image;
    c.bench_function("sketch: segment", |b| {
        b.iter(|| vision::segment(&engine, &sketch).unwrap());
    });
    let person = vision::segment(&engine, &sketch).unwrap();
    let sketched_head = head_on(&sketch_map);
    c.bench_function("sketch: isolate", |b| {
        b.iter(|| matting::isolate(&sketch, &person, &sketched_head, &[]));
    });
    let probability = vision::segment(&engine, &canvas).unwrap();
    let head = head_on(&map);
    c.bench_function("matting: trimap", |b| {
        b.iter(|| matting::trimap(&probability, &head))
    });
    let trimap = matting::trimap(&probability, &head);
    c.bench_function("matting: closed form", |b| {
        b.iter(|| matting::closed_form(&canvas, &trimap, &probability));
    });
    let alpha = matting::closed_form(&canvas, &trimap, &probability);
    c.bench_function("foreground: layers", |b| {
        b.iter(|| matting::layers(&canvas, &alpha))
    });
    let image = photo.cut_out.on(spec.background.rgb);
    c.bench_function("encode", |b| {
        b.iter(|| encode_jpeg(black_box(&image), &target(&spec)).unwrap());
    });
}

criterion_group! {
    name = all;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4));
    targets = stages
}
criterion_main!(all);
