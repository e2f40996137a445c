//! Networks of an operator's own, of the shapes that real ones have. The files are
//! `scripts/make_test_networks.py`'s; each sees a person wherever red is bright.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::num::NonZeroU32;

use imaging::RgbImage;
use vision::{AddedModel, AlsoGiven, Answer, Channels, Fit, Layout, ModelForm};

fn network(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/networks/{name}.onnx", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

fn side(px: u32) -> NonZeroU32 {
    NonZeroU32::new(px).unwrap()
}

fn form(width: u32, height: u32, mean: [f32; 3], deviation: [f32; 3]) -> ModelForm {
    ModelForm {
        input: None,
        output: None,
        width: side(width),
        height: side(height),
        fit: Fit::Pad,
        layout: Layout::Nchw,
        channels: Channels::Rgb,
        mean,
        deviation,
        answer: Answer::Alpha,
        also: Vec::new(),
    }
}

fn modnet() -> ModelForm {
    form(512, 512, [127.5; 3], [127.5; 3])
}

fn birefnet() -> ModelForm {
    ModelForm {
        fit: Fit::Stretch,
        answer: Answer::Logit,
        ..form(
            1024,
            1024,
            [123.675, 116.28, 103.53],
            [58.395, 57.12, 57.375],
        )
    }
}

fn isnet() -> ModelForm {
    ModelForm {
        fit: Fit::Stretch,
        ..form(1024, 1024, [128.0; 3], [256.0; 3])
    }
}

fn rvm() -> ModelForm {
    let one = |name: &str, shape: &[usize], value| AlsoGiven {
        name: name.to_owned(),
        shape: shape.to_vec(),
        value,
    };
    let mut also: Vec<AlsoGiven> = ["r1i", "r2i", "r3i", "r4i"]
        .map(|name| one(name, &[1; 4], 0.0))
        .into();
    also.push(one("downsample_ratio", &[1], 1.0));
    ModelForm {
        input: Some("src".into()),
        output: Some("pha".into()),
        also,
        ..form(512, 640, [0.0; 3], [255.0; 3])
    }
}

fn custom() -> ModelForm {
    ModelForm {
        layout: Layout::Nhwc,
        channels: Channels::Bgr,
        ..form(80, 96, [0.0; 3], [1.0; 3])
    }
}

/// Black, with a red square in the lower right half.
fn canvas(width: u32, height: u32) -> RgbImage {
    let mut canvas = RgbImage::filled(width, height, [0, 255, 255]);
    for y in height / 2..height {
        for x in width / 2..width {
            canvas.put(x, y, [255, 0, 0]);
        }
    }
    canvas
}

#[track_caller]
fn check(name: &str, form: ModelForm, (width, height): (u32, u32)) {
    let model = AddedModel::load(name, form, network(name)).unwrap();
    let person = model.outline(&canvas(width, height)).unwrap();
    assert_eq!((person.width(), person.height()), (width, height), "{name}");
    // Away from the square's edge by what the network's size blurs.
    let margin = (width.max(height) / 40).max(2);
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (x.abs_diff(width / 2), y.abs_diff(height / 2));
            if dx <= margin || dy <= margin {
                continue;
            }
            let expected = x > width / 2 && y > height / 2;
            let said = person.at(x, y);
            assert!(
                (said - f32::from(u8::from(expected))).abs() < 0.02,
                "{name} at ({x}, {y}): {said}"
            );
        }
    }
}

#[test]
fn each_kind_tells_the_person_on_a_canvas_of_any_aspect() {
    for size in [(541, 673), (300, 200), (96, 97)] {
        check("modnet", modnet(), size);
        check("rvm", rvm(), size);
        check("custom", custom(), size);
    }
    check("birefnet", birefnet(), (541, 673));
    check("isnet", isnet(), (541, 673));
}

#[track_caller]
fn refused(name: &str, form: ModelForm, bytes: Vec<u8>, code: &str) {
    let error = AddedModel::load(name, form, bytes).unwrap_err();
    assert_eq!(error.code(), code, "{name}: {error}");
}

#[test]
fn what_does_not_answer_as_said_is_refused() {
    let of = |change: fn(&mut ModelForm)| {
        let mut form = modnet();
        change(&mut form);
        form
    };
    for (name, form, code) in [
        ("three-planes", modnet(), "model-answer"),
        ("not-a-number", modnet(), "model-answer"),
        ("birefnet", modnet(), "model-answer"),
        ("modnet", of(|f| f.layout = Layout::Nhwc), "model-answer"),
        (
            "modnet",
            of(|f| f.input = Some("src".into())),
            "model-no-such-name",
        ),
        (
            "modnet",
            of(|f| f.output = Some("input".into())),
            "model-no-such-name",
        ),
        ("rvm", modnet(), "model-answer"),
        ("modnet", of(|f| f.width = side(4097)), "model-form"),
        ("modnet", of(|f| f.height = side(u32::MAX)), "model-form"),
        ("modnet", of(|f| f.deviation[1] = 0.0), "model-form"),
        ("modnet", of(|f| f.mean[2] = f32::NAN), "model-form"),
        (
            "modnet",
            of(|f| {
                f.also = vec![AlsoGiven {
                    name: "input".into(),
                    shape: vec![usize::MAX, 2],
                    value: 0.0,
                }]
            }),
            "model-form",
        ),
    ] {
        refused(name, form, network(name), code);
    }
    let whole = network("modnet");
    refused("empty", modnet(), Vec::new(), "model-unreadable");
    refused(
        "cut",
        modnet(),
        whole[..whole.len() / 2].to_vec(),
        "model-unreadable",
    );
    refused(
        "text",
        modnet(),
        b"not a network".to_vec(),
        "model-unreadable",
    );
}
