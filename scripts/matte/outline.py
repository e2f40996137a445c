"""The segmentation network of assets/models as a PyTorch module, with its inner features.

Takes 256 x 256 or any size divisible by 16; gives the features that the alpha network reads.
The graph is walked node by node, so that the weights are those of the file: channels come
first everywhere (the file's transposes and reshapes fall away), global poolings take the
whole plane, and the pairs of matrix products are what they stand for, an enlargement by two.
"""

import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import numpy_helper

# Names of the file's tensors (assets/models/SHA256SUMS pins the file): channels and stride.
FEATURES = {"v318": (16, 2), "v283": (16, 4), "v251": (24, 8), "v219": (128, 16)}


class Outline(nn.Module):
    """`forward(image)`: N x 3 x H x W, 0..1 -> {name: feature}."""

    def __init__(self, path):
        super().__init__()
        graph = onnx.load(path).graph
        arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self.nodes, self.weights = [], nn.ParameterDict()
        products = 0
        for node in graph.node:
            kind, attributes = node.op_type, {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            kept = {"kind": kind, "inputs": list(node.input), "output": node.output[0]}
            if kind == "MatMul":
                products += 1
                kept["kind"] = "Enlarge" if products % 2 else "Same"
            elif kind in ("Transpose", "Reshape"):
                kept["kind"] = "Same"
            elif kind == "Conv":
                for name in node.input[1:]:
                    self.weights[name] = nn.Parameter(torch.from_numpy(arrays[name].copy()))
                top, left, bottom, right = attributes.get("pads", [0, 0, 0, 0])
                kept.update(pads=(left, right, top, bottom), stride=attributes["strides"][0], groups=attributes["group"])
            elif kind == "ConvTranspose":
                self.last = [(name, arrays[name]) for name in node.input[1:]]
                break
            kept["inputs"] = [n for n in kept["inputs"] if n not in arrays or kind == "Conv"]
            self.nodes.append(kept)

    def forward(self, image):
        known = {"image": image}
        for node in self.nodes:
            kind, first = node["kind"], known[node["inputs"][0]]
            if kind == "Conv":
                if any(node["pads"]):
                    first = F.pad(first, node["pads"])
                weight, *bias = (self.weights[n] for n in node["inputs"][1:])
                out = F.conv2d(first, weight, bias[0] if bias else None, node["stride"], 0, 1, node["groups"])
            elif kind == "Enlarge":
                out = enlarged(first)
            elif kind == "AveragePool":
                out = first.mean((2, 3), keepdim=True)
            elif kind == "Add":
                out = first + known[node["inputs"][1]]
            elif kind == "Mul":
                out = first * known[node["inputs"][1]]
            else:
                out = {"Relu": F.relu, "Sigmoid": torch.sigmoid, "HardSwish": F.hardswish, "Same": lambda x: x}[kind](first)
            known[node["output"]] = out
        return {name: known[name] for name in FEATURES}


class Person(Outline):
    """The whole network. `forward(image)`: N x 3 x H x W, 0..1 -> logit of a person, N x 1 x H x W."""

    def __init__(self, path):
        super().__init__(path)
        for name, array in self.last:
            self.weights[name] = nn.Parameter(torch.from_numpy(array.copy()))

    def forward(self, image):
        finest = super().forward(image)[next(iter(FEATURES))]
        weight, bias = (self.weights[name] for name, _ in self.last)
        return F.conv_transpose2d(finest, weight, bias, 2)


def enlarged(x):
    """Twice as large, bilinear between pixel centres, as two matrix products: the runtime multiplies
    several times faster than it enlarges."""
    return step(int(x.shape[2]), x) @ (x @ step(int(x.shape[3]), x).T)


_steps = {}


def step(n, like):
    """2n x n: each output is 3/4 of the nearer and 1/4 of the next input, the edge going on."""
    if n not in _steps:
        unit = torch.eye(n)[None, None]
        _steps[n] = F.interpolate(unit, size=(2 * n, n), mode="bilinear", align_corners=False)[0, 0]
    return _steps[n].to(like.dtype)
