//! A network that runs piece by piece.
//!
//! Takes an ONNX file; what lies between its convolutions is run by rten, they themselves by
//! [`Convolution`]. Where nothing can be cut the whole network is one piece.

use std::collections::HashMap;
use std::sync::Arc;

use rten::{
    LoadError, Model, NodeId, RunError, RunOptions, ThreadPool, Value, ValueOrView, ValueView,
};
use rten_onnx::onnx::ModelProto;
use rten_tensor::prelude::*;

use super::convolution::Convolution;
use super::cut::{Border, Cut, Piece};

/// Why a network cannot be loaded or run.
#[derive(Debug, thiserror::Error)]
pub(super) enum PiecesError {
    /// It is no ONNX file.
    #[error("{0}")]
    Read(String),
    /// The runtime does not take a piece.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The runtime fails on a piece.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A convolution was given what is no picture of its channels.
    #[error("a convolution was given an input of another shape")]
    Shape,
    /// A value was not given.
    #[error("an input is missing")]
    Missing,
}

/// A network that is ready to run.
pub(super) struct PiecedNetwork {
    pieces: Vec<Ready>,
    /// Names of what goes in, in the file's order; they are the first values.
    inputs: Vec<String>,
    /// Names of what comes out, and which values these are.
    outputs: Vec<(String, usize)>,
    /// Number of values that go in, between pieces and out.
    values: usize,
}

struct Ready {
    what: What,
    takes: Vec<Taken>,
    /// Which values it makes.
    gives: Vec<usize>,
}

enum What {
    Runtime {
        model: Box<Model>,
        inputs: Vec<NodeId>,
        outputs: Vec<NodeId>,
    },
    Convolution(Convolution),
}

/// A value that a piece takes.
#[derive(Clone, Copy)]
struct Taken {
    value: usize,
    /// Nobody takes it afterwards.
    last: bool,
}

impl PiecedNetwork {
    /// # Errors
    /// When `bytes` are no ONNX file or the runtime does not take it.
    pub(super) fn load(bytes: &[u8]) -> Result<Self, PiecesError> {
        let read = |error: String| PiecesError::Read(error);
        let file = ModelProto::parse_buf(bytes).map_err(|error| read(error.to_string()))?;
        let graph = file.graph.as_ref();
        let cut = Cut::of(graph.ok_or_else(|| read("it holds no network".into()))?);
        let borders = cut.borders();
        let mut values: HashMap<&str, usize> = HashMap::new();
        let given = borders.iter().flat_map(|border| &border.gives);
        for name in cut.inputs.iter().chain(given) {
            let next = values.len();
            values.entry(name).or_insert(next);
        }
        let mut last: HashMap<&str, usize> = HashMap::new();
        for (at, border) in borders.iter().enumerate() {
            last.extend(border.takes.iter().map(|name| (*name, at)));
        }
        last.extend(cut.outputs.iter().map(|name| (*name, usize::MAX)));
        let mut pieces = Vec::new();
        for (at, (piece, border)) in cut.pieces.iter().zip(&borders).enumerate() {
            let taken = |name: &&str| Taken {
                value: values[name],
                last: last[name] == at,
            };
            pieces.push(Ready {
                what: match piece {
                    Piece::Convolution { convolution, .. } => {
                        What::Convolution(convolution.clone())
                    }
                    Piece::Nodes(_) if cut.pieces.len() == 1 => runtime(bytes.to_vec(), border)?,
                    Piece::Nodes(nodes) => {
                        let alone = cut.alone(&file, nodes, border);
                        let alone = alone.write_buf();
                        runtime(alone.map_err(|error| read(error.to_string()))?, border)?
                    }
                },
                takes: border.takes.iter().map(taken).collect(),
                gives: border.gives.iter().map(|name| values[name]).collect(),
            });
        }
        Ok(Self {
            pieces,
            inputs: cut.inputs.iter().map(|name| (*name).to_owned()).collect(),
            outputs: cut
                .outputs
                .iter()
                .map(|name| ((*name).to_owned(), values[name]))
                .collect(),
            values: values.len(),
        })
    }

    /// Names of what goes in, in the file's order.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().map(String::as_str)
    }

    /// Names of what comes out, in the file's order.
    pub(super) fn outputs(&self) -> impl Iterator<Item = &str> {
        self.outputs.iter().map(|(name, _)| name.as_str())
    }

    /// What comes out, in the order of [`Self::outputs`], when `given` goes in: places in
    /// [`Self::inputs`], each with its value.
    ///
    /// # Errors
    /// When an input is missing or has another shape than the network takes.
    pub(super) fn run<'a>(
        &'a self,
        given: Vec<(usize, ValueOrView<'a>)>,
        pool: &Arc<ThreadPool>,
    ) -> Result<Vec<Value>, PiecesError> {
        let mut values: Vec<Option<ValueOrView<'a>>> = (0..self.values).map(|_| None).collect();
        for (at, value) in given {
            values[at] = Some(value);
        }
        // All of them on the pool's thread: going there and back for each costs more than many
        // a piece.
        pool.run(|| {
            for piece in &self.pieces {
                let made = piece.run(&mut values, pool)?;
                for (at, value) in piece.gives.iter().zip(made) {
                    values[*at] = Some(value.into());
                }
            }
            Ok::<_, PiecesError>(())
        })?;
        let out = |(_, at): &(String, usize)| {
            let value = values[*at].take().ok_or(PiecesError::Missing)?;
            Ok(value.into_owned())
        };
        self.outputs.iter().map(out).collect()
    }
}

/// The network `bytes`, with the identifiers of what it takes and gives.
fn runtime(bytes: Vec<u8>, border: &Border<'_>) -> Result<What, PiecesError> {
    let model = Model::load(bytes)?;
    let ids = |names: &[&str]| {
        let ids = names.iter().map(|name| model.node_id(name));
        ids.collect::<Result<Vec<_>, _>>()
    };
    Ok(What::Runtime {
        inputs: ids(&border.takes)?,
        outputs: ids(&border.gives)?,
        model: Box::new(model),
    })
}

impl Ready {
    /// What this piece makes of `values`; those that nobody takes afterwards are gone.
    fn run(
        &self,
        values: &mut [Option<ValueOrView<'_>>],
        pool: &Arc<ThreadPool>,
    ) -> Result<Vec<Value>, PiecesError> {
        match &self.what {
            What::Convolution(convolution) => {
                let taken = self.takes.first().ok_or(PiecesError::Missing)?;
                let value = values[taken.value].as_ref().ok_or(PiecesError::Missing)?;
                let ValueView::FloatTensor(view) = value.as_view() else {
                    return Err(PiecesError::Shape);
                };
                if view.ndim() != 4 {
                    return Err(PiecesError::Shape);
                }
                let made = convolution.of(view.nd_view()).ok_or(PiecesError::Shape)?;
                if taken.last {
                    values[taken.value] = None;
                }
                Ok(vec![made.into()])
            }
            What::Runtime {
                model,
                inputs,
                outputs,
            } => {
                let mut given = Vec::with_capacity(inputs.len());
                // What nobody takes afterwards is given away, the rest is lent.
                let takes = || inputs.iter().zip(&self.takes);
                for (id, taken) in takes().filter(|(_, taken)| taken.last) {
                    let value = values[taken.value].take().ok_or(PiecesError::Missing)?;
                    given.push((*id, value));
                }
                for (id, taken) in takes().filter(|(_, taken)| !taken.last) {
                    let value = values[taken.value].as_ref().ok_or(PiecesError::Missing)?;
                    given.push((*id, ValueOrView::View(value.as_view())));
                }
                let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
                Ok(model.run(given, outputs, Some(options))?)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rten_onnx::onnx::{
        AttributeProto, DataType, GraphProto, NodeProto, OperatorSetIdProto, TensorProto,
        ValueInfoProto,
    };
    use rten_tensor::Tensor;

    use super::*;

    fn pool() -> Arc<ThreadPool> {
        Arc::new(ThreadPool::with_num_threads(1))
    }

    fn constant(name: &str, dims: &[i64]) -> TensorProto {
        let count: i64 = dims.iter().product();
        TensorProto {
            name: Some(name.into()),
            dims: dims.to_vec(),
            data_type: Some(DataType::FLOAT),
            float_data: (0..count).map(|n| (n % 7) as f32 / 7.0 - 0.4).collect(),
            ..TensorProto::default()
        }
    }

    fn ints(name: &str, ints: &[i64]) -> AttributeProto {
        AttributeProto {
            name: Some(name.into()),
            ints: ints.to_vec(),
            ..AttributeProto::default()
        }
    }

    fn node(op: &str, input: &[&str], output: &str, attribute: Vec<AttributeProto>) -> NodeProto {
        NodeProto {
            op_type: Some(op.into()),
            name: Some(output.into()),
            input: input.iter().map(|name| (*name).into()).collect(),
            output: vec![output.into()],
            attribute,
            ..NodeProto::default()
        }
    }

    /// A convolution of three channels with a kernel of 3 × 3.
    fn convolution(input: &str, weights: &str, output: &str, groups: i64) -> NodeProto {
        let group = AttributeProto {
            name: Some("group".into()),
            i: Some(groups),
            ..AttributeProto::default()
        };
        let attributes = vec![
            group,
            ints("pads", &[1, 1, 1, 1]),
            ints("strides", &[1, 1]),
            ints("dilations", &[1, 1]),
        ];
        node("Conv", &[input, weights, "bias"], output, attributes)
    }

    /// Runs `nodes` on a picture of 1 × 3 × 5 × 6, whole and piece by piece.
    fn check(nodes: Vec<NodeProto>, outputs: &[&str], pieces: usize) {
        let value = |name: &&str| ValueInfoProto {
            name: Some((*name).into()),
            r#type: None,
        };
        let file = ModelProto {
            ir_version: Some(8),
            opset_import: vec![OperatorSetIdProto {
                version: Some(17),
                ..OperatorSetIdProto::default()
            }],
            graph: Some(GraphProto {
                node: nodes,
                initializer: vec![
                    constant("each", &[3, 1, 3, 3]),
                    constant("all", &[3, 3, 3, 3]),
                    constant("bias", &[3]),
                ],
                input: vec![value(&"picture")],
                output: outputs.iter().map(value).collect(),
                value_info: Vec::new(),
            }),
            ..ModelProto::default()
        };
        let bytes = file.write_buf().unwrap();
        let input = Tensor::from_data(
            &[1, 3, 5, 6],
            (0..90).map(|n| n as f32 / 90.0).collect::<Vec<_>>(),
        );
        assert_eq!(pieces_of(&bytes, input), pieces);
    }

    /// The pieces of a network, which answers by them as it does whole.
    #[track_caller]
    fn pieces_of(bytes: &[u8], input: Tensor<f32>) -> usize {
        let network = PiecedNetwork::load(bytes).unwrap();
        let whole = Model::load(bytes.to_vec()).unwrap();
        let given = vec![(whole.input_ids()[0], input.view().into())];
        let expected = whole.run(given, whole.output_ids(), None).unwrap();
        let made = network
            .run(vec![(0, input.view().into())], &pool())
            .unwrap();
        assert_eq!(made.len(), expected.len());
        for (made, expected) in made.into_iter().zip(expected) {
            let (Value::FloatTensor(made), Value::FloatTensor(expected)) = (made, expected) else {
                panic!("no floats");
            };
            assert_eq!(made.shape(), expected.shape());
            let largest = expected.iter().fold(1.0_f32, |most, n| most.max(n.abs()));
            for (made, expected) in made.iter().zip(expected.iter()) {
                let off = (made - expected).abs() / largest;
                assert!(off < 1e-4, "{made} and not {expected}");
            }
        }
        network.pieces.len()
    }

    #[test]
    fn a_network_answers_in_pieces_as_it_does_whole() {
        let each = |input, output| convolution(input, "each", output, 3);
        let all = |input, output| convolution(input, "all", output, 1);
        let relu = |input, output| node("Relu", &[input], output, vec![]);
        let add = |one, other, output| node("Add", &[one, other], output, vec![]);
        // Nothing to cut; a convolution alone; at the start, in the middle and at the end.
        check(vec![relu("picture", "a")], &["a"], 1);
        check(vec![each("picture", "a")], &["a"], 1);
        check(vec![all("picture", "a")], &["a"], 1);
        check(vec![each("picture", "a"), relu("a", "b")], &["b"], 2);
        check(vec![relu("picture", "a"), all("a", "b")], &["b"], 2);
        check(
            vec![relu("picture", "a"), all("a", "b"), relu("b", "c")],
            &["c"],
            3,
        );
        // A value that is taken up again behind the cut, and one that comes out as well.
        check(
            vec![
                relu("picture", "a"),
                each("a", "b"),
                add("a", "b", "c"),
                all("c", "d"),
                add("a", "d", "e"),
            ],
            &["e", "c"],
            5,
        );
        // What goes in is taken twice.
        check(
            vec![each("picture", "a"), add("picture", "a", "b")],
            &["b"],
            2,
        );
        // A margin larger than the kernel is left to the runtime.
        let mut wide = all("picture", "a");
        wide.attribute[1] = ints("pads", &[4, 1, 4, 1]);
        check(vec![wide, relu("a", "b")], &["b"], 1);
        // Two in a row, and one whose result nobody wants.
        check(
            vec![each("picture", "a"), all("a", "b"), each("a", "unused")],
            &["b"],
            3,
        );
    }

    #[test]
    fn the_built_in_networks_answer_as_they_do_whole() {
        use super::super::Network;
        use super::super::embedded::weights;
        for network in Network::ALL {
            let shape = network.input_shape();
            let mut state = 1_u32;
            let count = shape.iter().product();
            let numbers: Vec<f32> = (0..count)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 8) as f32 / 16_777_216.0
                })
                .collect();
            let pieces = pieces_of(weights(network), Tensor::from_data(shape, numbers));
            // Only this one has no such convolutions.
            assert_eq!(pieces == 1, network == Network::Blendshapes, "{network:?}");
        }
    }
}
