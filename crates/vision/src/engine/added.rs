//! A network for the person's outline that an operator added.
//!
//! Takes the file's bytes and how the network wants its picture; gives what the
//! built-in segmentation gives, a person probability as large as the canvas.
//! Matting, colours and what is judged stay the program's own.

use std::num::NonZeroU32;
use std::sync::Arc;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::F32;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use imaging::{Affine, Plane, RgbImage, glimpse};
use rten::{ThreadPool, Value, ValueOrView};
use rten_tensor::{AsView as _, Layout as _, Tensor, TensorView};
use serde::{Deserialize, Serialize};

use super::EngineError;
use super::pieces::PiecedNetwork;

/// How an added network takes a picture and what it answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ModelForm {
    /// Name of the input that takes the picture; its first when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Name of the output that is the person; its first when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Size of the picture it takes, px.
    pub width: NonZeroU32,
    /// See `width`.
    pub height: NonZeroU32,
    /// What becomes of the canvas's aspect.
    pub fit: Fit,
    /// Order of the axes.
    #[serde(default)]
    pub layout: Layout,
    /// Order of the channels.
    #[serde(default)]
    pub channels: Channels,
    /// A level 0..255 becomes (level − mean) / deviation, for red, green, blue.
    pub mean: [f32; 3],
    /// See `mean`.
    pub deviation: [f32; 3],
    /// What the output's numbers are.
    #[serde(default)]
    pub answer: Answer,
    /// Inputs beside the picture, filled with one number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AlsoGiven>,
}

/// What becomes of the canvas's aspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// The canvas fills the input, its aspect changed.
    Stretch,
    /// The canvas stands in the middle; its edges go on around it.
    Pad,
}

/// Order of the axes, the batch of one in front.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Channel, row, column.
    #[default]
    Nchw,
    /// Row, column, channel.
    Nhwc,
}

/// Order of the channels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channels {
    /// Red first.
    #[default]
    Rgb,
    /// Blue first.
    Bgr,
}

/// What the output's numbers are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Alpha or a probability, 0..1.
    #[default]
    Alpha,
    /// A probability before the sigmoid.
    Logit,
}

/// An input beside the picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlsoGiven {
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// What it is filled with.
    pub value: f32,
}

/// Largest side of an input, px: a picture of floats at this size takes 200 MB.
const LARGEST_SIDE: u32 = 4096;
/// Most numbers in an input beside the picture.
const MOST_ALSO: usize = 1 << 20;

/// Why a file is not a network that can be used as said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddedModelError {
    /// It does not read as a network.
    #[error("not a network that can be read: {reason}")]
    Unreadable {
        /// The runtime's message.
        reason: String,
    },
    /// It has no input or output of that name.
    #[error("the network has no '{name}'; it has {}", there_are.join(", "))]
    NoSuch {
        /// The name.
        name: String,
        /// Names of its inputs and outputs.
        there_are: Vec<String>,
    },
    /// Sizes or scaling make no sense.
    #[error("'{field}' makes no sense")]
    Form {
        /// Where.
        field: &'static str,
    },
    /// It cannot be run, or its answer has another shape or holds no numbers of that kind.
    #[error("the network does not answer as said: {reason}")]
    Answer {
        /// Why.
        reason: String,
    },
}

impl AddedModelError {
    /// Stable code, for programs and message files.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "model-unreadable",
            Self::NoSuch { .. } => "model-no-such-name",
            Self::Form { .. } => "model-form",
            Self::Answer { .. } => "model-answer",
        }
    }
}

/// A network that is ready to run.
pub struct AddedModel {
    name: String,
    form: ModelForm,
    network: PiecedNetwork,
    /// Which of the network's inputs takes the picture, which output is the person.
    input: usize,
    output: usize,
    also: Vec<(usize, Tensor<f32>)>,
    pool: Arc<ThreadPool>,
}

impl std::fmt::Debug for AddedModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AddedModel({})", self.name)
    }
}

impl AddedModel {
    /// Reads the network `bytes`, called `name`, and runs it once on a grey picture.
    ///
    /// # Errors
    /// When it does not read, has not what `form` says, or does not answer as it says.
    pub fn load(name: &str, form: ModelForm, bytes: Vec<u8>) -> Result<Self, AddedModelError> {
        check_form(&form)?;
        let network = PiecedNetwork::load(&bytes).map_err(|error| AddedModelError::Unreadable {
            reason: error.to_string(),
        })?;
        drop(bytes);
        let inputs: Vec<&str> = network.inputs().collect();
        let outputs: Vec<&str> = network.outputs().collect();
        let place = |name: Option<&str>, among: &[&str]| {
            let found = match name {
                Some(name) => among.iter().position(|known| *known == name),
                None => (!among.is_empty()).then_some(0),
            };
            found.ok_or_else(|| AddedModelError::NoSuch {
                name: name.unwrap_or_default().to_owned(),
                there_are: among.iter().map(|name| (*name).to_owned()).collect(),
            })
        };
        let input = place(form.input.as_deref(), &inputs)?;
        let output = place(form.output.as_deref(), &outputs)?;
        let also = form
            .also
            .iter()
            .map(|given| {
                let at = place(Some(&given.name), &inputs)?;
                Ok((at, Tensor::full(&given.shape, given.value)))
            })
            .collect::<Result<_, _>>()?;
        let added = Self {
            name: name.to_owned(),
            input,
            output,
            also,
            form,
            network,
            pool: Arc::new(ThreadPool::with_num_threads(1)),
        };
        let grey = RgbImage::filled(64, 80, [128; 3]);
        added
            .outline(&grey)
            .map_err(|error| AddedModelError::Answer {
                reason: error.to_string(),
            })?;
        Ok(added)
    }

    /// What the operator calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Probability, 0..1, that a pixel shows the person; as large as `canvas`.
    ///
    /// # Errors
    /// When the network cannot be run or its answer makes no sense.
    pub fn outline(&self, canvas: &RgbImage) -> Result<Plane, EngineError> {
        let (width, height) = (self.form.width.get(), self.form.height.get());
        let place = Placed::of(canvas, (width, height), self.form.fit);
        let seen = glimpse(canvas, &place.map, width, height);
        let picture = self.numbers(&seen);
        let view = TensorView::from_data(self.shape().as_slice(), picture.as_slice());
        let mut inputs: Vec<(usize, ValueOrView<'_>)> = vec![(self.input, view.into())];
        inputs.extend(
            self.also
                .iter()
                .map(|(at, value)| (*at, ValueOrView::from(value.view()))),
        );
        let failed = |reason: String| EngineError::Added { reason };
        let answers = self
            .network
            .run(inputs, &self.pool)
            .map_err(|error| failed(error.to_string()))?;
        let Some(Value::FloatTensor(answer)) = answers.into_iter().nth(self.output) else {
            return Err(failed("its output holds no 32-bit numbers".into()));
        };
        // One plane: a batch and a channel of one, in front or behind.
        let shape: Vec<usize> = answer.shape().iter().copied().filter(|n| *n != 1).collect();
        let &[rows, columns] = shape.as_slice() else {
            return Err(failed(format!(
                "its output has the shape {:?}",
                answer.shape()
            )));
        };
        let said = answer.into_data();
        if said.iter().any(|v| !v.is_finite()) {
            return Err(failed("its output holds what is no number".into()));
        }
        let person: Vec<F32> = said
            .into_iter()
            .map(|v| F32::new(self.form.answer.probability(v)))
            .collect();
        let (columns, rows) = (columns as u32, rows as u32);
        let view = TypedImageRef::new(columns, rows, &person)
            .map_err(|error| failed(error.to_string()))?;
        let (across, down) = (
            f64::from(columns) / f64::from(width),
            f64::from(rows) / f64::from(height),
        );
        let mut out = TypedImage::<F32>::new(canvas.width(), canvas.height());
        let options = ResizeOptions::new()
            .crop(
                place.left * across,
                place.top * down,
                place.width * across,
                place.height * down,
            )
            .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        Resizer::new()
            .resize_typed(&view, &mut out, &options)
            .map_err(|error| failed(error.to_string()))?;
        let data = out.pixels().iter().map(|v| v.0.clamp(0.0, 1.0)).collect();
        Ok(Plane::new(canvas.width(), canvas.height(), data)
            .expect("one value was made for each pixel"))
    }

    fn shape(&self) -> [usize; 4] {
        let (w, h) = (
            self.form.width.get() as usize,
            self.form.height.get() as usize,
        );
        match self.form.layout {
            Layout::Nchw => [1, 3, h, w],
            Layout::Nhwc => [1, h, w, 3],
        }
    }

    /// The picture's levels as the network wants them.
    fn numbers(&self, seen: &RgbImage) -> Vec<f32> {
        let order = match self.form.channels {
            Channels::Rgb => [0, 1, 2],
            Channels::Bgr => [2, 1, 0],
        };
        let (pixels, _) = seen.data().as_chunks::<3>();
        let scaled = |pixel: &[u8; 3], channel: usize| {
            (f32::from(pixel[channel]) - self.form.mean[channel]) / self.form.deviation[channel]
        };
        match self.form.layout {
            Layout::Nchw => order
                .iter()
                .flat_map(|channel| pixels.iter().map(move |p| scaled(p, *channel)))
                .collect(),
            Layout::Nhwc => pixels
                .iter()
                .flat_map(|p| order.map(|channel| scaled(p, channel)))
                .collect(),
        }
    }
}

impl Answer {
    fn probability(self, said: f32) -> f32 {
        match self {
            Self::Alpha => said.clamp(0.0, 1.0),
            Self::Logit => 1.0 / (1.0 + (-said).exp()),
        }
    }
}

/// Where the canvas lies in the network's input, px.
struct Placed {
    map: Affine,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Placed {
    fn of(canvas: &RgbImage, (width, height): (u32, u32), fit: Fit) -> Self {
        let (w, h) = (f64::from(canvas.width()), f64::from(canvas.height()));
        let (width, height) = (f64::from(width), f64::from(height));
        let (across, down) = match fit {
            Fit::Stretch => (width / w, height / h),
            Fit::Pad => {
                let scale = (width / w).min(height / h);
                (scale, scale)
            }
        };
        let (shown_w, shown_h) = ((w * across).min(width), (h * down).min(height));
        let (left, top) = ((width - shown_w) / 2.0, (height - shown_h) / 2.0);
        Self {
            map: Affine {
                a: across,
                b: 0.0,
                tx: left,
                c: 0.0,
                d: down,
                ty: top,
            },
            left,
            top,
            width: shown_w,
            height: shown_h,
        }
    }
}

fn check_form(form: &ModelForm) -> Result<(), AddedModelError> {
    let wrong = |field| Err(AddedModelError::Form { field });
    if form.width.get() > LARGEST_SIDE {
        return wrong("width");
    }
    if form.height.get() > LARGEST_SIDE {
        return wrong("height");
    }
    if form.mean.iter().any(|v| !v.is_finite()) {
        return wrong("mean");
    }
    if form.deviation.iter().any(|v| !v.is_finite() || *v <= 0.0) {
        return wrong("deviation");
    }
    let sensible = |given: &AlsoGiven| {
        let count = given
            .shape
            .iter()
            .try_fold(1_usize, |n, side| n.checked_mul(*side));
        given.value.is_finite() && count.is_some_and(|n| (1..=MOST_ALSO).contains(&n))
    };
    if !form.also.iter().all(sensible) {
        return wrong("also");
    }
    Ok(())
}
