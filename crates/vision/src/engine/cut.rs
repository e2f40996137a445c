//! Where a network is cut: at the convolutions that are not left to the runtime.
//!
//! Takes an ONNX graph, whose nodes stand in an order in which they can be computed
//! (ONNX IR specification, "Graphs"); gives its pieces in that order, the values that go between
//! them, and each piece as a file of its own.

use std::collections::{HashMap, HashSet};

use rten_onnx::onnx::{
    AttributeProto, DataType, GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto,
};

use super::convolution::{Channels, Convolution, Shape};

/// Nodes that are computed together.
pub(super) enum Piece<'a> {
    /// By the runtime.
    Nodes(Vec<&'a NodeProto>),
    /// One convolution of `input`, which gives `output`.
    Convolution {
        convolution: Convolution,
        input: &'a str,
        output: &'a str,
    },
}

/// A graph in pieces.
pub(super) struct Cut<'a> {
    graph: &'a GraphProto,
    pub pieces: Vec<Piece<'a>>,
    /// Names of what goes in, in the file's order.
    pub inputs: Vec<&'a str>,
    /// Names of what comes out, in the file's order.
    pub outputs: Vec<&'a str>,
}

/// Names of the values that a piece takes from before and gives to those after it.
pub(super) struct Border<'a> {
    pub takes: Vec<&'a str>,
    pub gives: Vec<&'a str>,
}

impl<'a> Cut<'a> {
    pub(super) fn of(graph: &'a GraphProto) -> Self {
        let constants: HashMap<&str, &TensorProto> = graph
            .initializer
            .iter()
            .filter_map(|tensor| Some((tensor.name.as_deref()?, tensor)))
            .collect();
        let names = |values: &'a [ValueInfoProto]| {
            let names = values.iter().filter_map(|value| value.name.as_deref());
            names.collect::<Vec<&str>>()
        };
        let mut inputs = names(&graph.input);
        inputs.retain(|name| !constants.contains_key(name));
        let outputs = names(&graph.output);
        let made: HashSet<&str> = graph.node.iter().flat_map(outputs_of).collect();
        // A graph within a node may read any value; an output that no node makes has no piece.
        let whole =
            graph.node.iter().any(holds_a_graph) || outputs.iter().any(|name| !made.contains(name));
        let mut pieces = Vec::new();
        let mut nodes = Vec::new();
        for node in &graph.node {
            let apart = (!whole).then(|| convolution(node, &constants)).flatten();
            let Some((convolution, input, output)) = apart else {
                nodes.push(node);
                continue;
            };
            if !nodes.is_empty() {
                pieces.push(Piece::Nodes(std::mem::take(&mut nodes)));
            }
            pieces.push(Piece::Convolution {
                convolution,
                input,
                output,
            });
        }
        if !nodes.is_empty() {
            pieces.push(Piece::Nodes(nodes));
        }
        Self {
            graph,
            pieces,
            inputs,
            outputs,
        }
    }

    /// What each piece takes and gives, in their order.
    pub(super) fn borders(&self) -> Vec<Border<'a>> {
        if let [Piece::Nodes(_)] = self.pieces.as_slice() {
            return vec![Border {
                takes: self.inputs.clone(),
                gives: self.outputs.clone(),
            }];
        }
        let mut known: HashSet<&str> = self.inputs.iter().copied().collect();
        let mut borders: Vec<Border<'a>> = Vec::new();
        for piece in &self.pieces {
            let made: Vec<&str> = match piece {
                Piece::Nodes(nodes) => nodes.iter().copied().flat_map(outputs_of).collect(),
                Piece::Convolution { output, .. } => vec![*output],
            };
            let read: Vec<&str> = match piece {
                Piece::Nodes(nodes) => nodes.iter().copied().flat_map(inputs_of).collect(),
                Piece::Convolution { input, .. } => vec![*input],
            };
            borders.push(Border {
                takes: distinct(read.into_iter().filter(|name| known.contains(name))),
                gives: made.clone(),
            });
            known.extend(made);
        }
        // From the last piece back: what nobody takes any more is not given.
        let mut wanted: HashSet<&str> = self.outputs.iter().copied().collect();
        for border in borders.iter_mut().rev() {
            border.gives.retain(|name| wanted.contains(name));
            wanted.extend(&border.takes);
        }
        borders
    }

    /// `nodes` as a file of their own, which takes and gives what `border` says.
    pub(super) fn alone(
        &self,
        file: &ModelProto,
        nodes: &[&NodeProto],
        border: &Border<'_>,
    ) -> ModelProto {
        let read: HashSet<&str> = nodes.iter().copied().flat_map(inputs_of).collect();
        let reads =
            |tensor: &&TensorProto| tensor.name.as_deref().is_some_and(|n| read.contains(n));
        let value = |name: &&str| ValueInfoProto {
            name: Some((*name).to_owned()),
            r#type: None,
        };
        ModelProto {
            ir_version: file.ir_version,
            opset_import: file.opset_import.clone(),
            graph: Some(GraphProto {
                node: nodes.iter().copied().cloned().collect(),
                initializer: self
                    .graph
                    .initializer
                    .iter()
                    .filter(reads)
                    .cloned()
                    .collect(),
                input: border.takes.iter().map(value).collect(),
                output: border.gives.iter().map(value).collect(),
                value_info: Vec::new(),
            }),
            ..ModelProto::default()
        }
    }
}

/// Names in the order of their first appearance.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    names.filter(|name| seen.insert(*name)).collect()
}

/// An input or output that is left out has no name.
fn inputs_of(node: &NodeProto) -> impl Iterator<Item = &str> {
    node.input
        .iter()
        .map(String::as_str)
        .filter(|n| !n.is_empty())
}

fn outputs_of(node: &NodeProto) -> impl Iterator<Item = &str> {
    node.output
        .iter()
        .map(String::as_str)
        .filter(|n| !n.is_empty())
}

fn holds_a_graph(node: &NodeProto) -> bool {
    node.attribute.iter().any(|attribute| attribute.g.is_some())
}

/// The convolution that `node` is, its input and its output; none unless it has two dimensions, a
/// kernel of more than one place, no dilation, constant weights, and one group or one
/// a channel (ONNX operators, `Conv`). Kernels of one place are products, which rten is good at.
fn convolution<'a>(
    node: &'a NodeProto,
    constants: &HashMap<&str, &TensorProto>,
) -> Option<(Convolution, &'a str, &'a str)> {
    let attribute = |name: &str| {
        let named = |a: &&AttributeProto| a.name.as_deref() == Some(name);
        node.attribute.iter().find(named)
    };
    let sizes = |name: &str, count: usize, default: usize| match attribute(name) {
        Some(found) => {
            let sizes = found.ints.iter().map(|n| usize::try_from(*n).ok());
            let sizes = sizes.collect::<Option<Vec<usize>>>()?;
            (sizes.len() == count).then_some(sizes)
        }
        None => Some(vec![default; count]),
    };
    let [input, weights, ..] = node.input.as_slice() else {
        return None;
    };
    let [output] = node.output.as_slice() else {
        return None;
    };
    let padded_by_rule = attribute("auto_pad")
        .and_then(|a| a.s.as_deref())
        .is_some_and(|rule| rule != "NOTSET");
    if node.op_type.as_deref() != Some("Conv")
        || padded_by_rule
        || input.is_empty()
        || constants.contains_key(input.as_str())
        || sizes("dilations", 2, 1)? != [1, 1]
    {
        return None;
    }
    let weights = constants.get(weights.as_str())?;
    let groups = match attribute("group") {
        Some(found) => usize::try_from(found.i?).ok()?,
        None => 1,
    };
    let dims = weights.dims.iter().map(|n| usize::try_from(*n).ok());
    let [out_channels, seen, rows, columns] = *dims.collect::<Option<Vec<usize>>>()? else {
        return None;
    };
    let channels = match (groups, seen) {
        (1, seen) => Channels::All(seen),
        (groups, 1) if groups == out_channels => Channels::Own,
        _ => return None,
    };
    if rows * columns < 2 {
        return None;
    }
    let bias = match node.input.get(2).filter(|name| !name.is_empty()) {
        Some(name) => numbers(constants.get(name.as_str())?)?,
        None => vec![0.0; out_channels],
    };
    let shape = Shape {
        kernel: [rows, columns],
        stride: sizes("strides", 2, 1)?.try_into().ok()?,
        padding: sizes("pads", 4, 0)?.try_into().ok()?,
    };
    // A step or a margin larger than the kernel is nobody's network; the runtime may refuse it.
    let is_usual = (0..2).all(|axis| {
        let side = shape.kernel[axis];
        shape.stride[axis] <= side && shape.padding[axis] < side && shape.padding[axis + 2] < side
    });
    if !is_usual {
        return None;
    }
    let convolution = Convolution::new(shape, channels, numbers(weights)?, bias)?;
    Some((convolution, input, output))
}

/// The numbers of a constant that holds 32-bit floats.
fn numbers(tensor: &TensorProto) -> Option<Vec<f32>> {
    if tensor.data_type != Some(DataType::FLOAT) {
        return None;
    }
    match &tensor.raw_data {
        Some(raw) => {
            let raw = raw.borrow();
            let (bytes, rest) = raw.as_chunks::<4>();
            let numbers = bytes.iter().map(|n| f32::from_le_bytes(*n)).collect();
            rest.is_empty().then_some(numbers)
        }
        None => Some(tensor.float_data.clone()),
    }
}
