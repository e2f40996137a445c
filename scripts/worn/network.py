"""The network that sees what is worn: the landmark network's first layers and a head of its own.

The stem is `face-landmarks.onnx` up to its 8 x 8 cells, its weights held as they are or moved a
little; from cells of 16 x 16 and 8 x 8 px it says, kind by kind, where it sees the thing and how
much each place counts.
"""

import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import numpy_helper

# Tensors of the file (assets/models/SHA256SUMS pins it): the last of 32, 16 and 8 cells a side.
FINE, MIDDLE, COARSE = "v200", "v269", "v335"
# What comes before stays as it is: edges and spots are the same on masks as on faces.
HELD = "v131"
KINDS = 4


class Stem(nn.Module):
    def __init__(self, path):
        super().__init__()
        graph = onnx.load(path).graph
        arrays = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
        self.nodes, self.weights = [], nn.ParameterDict()
        for node in graph.node:
            with_ = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            kept = {"kind": node.op_type, "inputs": list(node.input), "output": node.output[0]}
            if node.op_type in ("Conv", "PRelu"):
                for name in node.input[1:]:
                    self.weights[name] = nn.Parameter(arrays[name])
            if node.op_type == "Conv":
                top, left, bottom, right = with_.get("pads", [0, 0, 0, 0])
                kept.update(pads=(left, right, top, bottom), stride=with_.get("strides", [1])[0], groups=with_.get("group", 1))
            if node.op_type == "Pad":
                kept["more"] = int(arrays[node.input[1]][5])
            self.nodes.append(kept)
            if node.output[0] == HELD:
                self.weights.requires_grad_(False)
            if node.output[0] == COARSE:
                break

    def forward(self, image):
        known = {"v4": image}
        for node in self.nodes:
            kind, names = node["kind"], node["inputs"]
            if kind == "Transpose":
                continue
            first = known[names[0]]
            if kind == "Conv":
                if any(node["pads"]):
                    first = F.pad(first, node["pads"])
                out = F.conv2d(first, self.weights[names[1]], self.weights[names[2]], node["stride"], 0, 1, node["groups"])
            elif kind == "PRelu":
                out = F.prelu(first, self.weights[names[1]].flatten())
            elif kind == "Add":
                out = first + known[names[1]]
            elif kind == "MaxPool":
                out = F.max_pool2d(first, 2)
            elif kind == "Pad":
                out = F.pad(first, (0, 0, 0, 0, 0, node["more"]))
            else:
                raise ValueError(kind)
            known[node["output"]] = out.detach() if node["output"] == HELD else out
        return known[FINE], known[MIDDLE], known[COARSE]


class Worn(nn.Module):
    """`forward(N x 3 x 256 x 256, 0..1)` -> N x 4 logits: mask, glasses, dark lenses, headwear."""

    def __init__(self, path):
        super().__init__()
        self.stem = Stem(path)
        width = 48
        self.fine = nn.Sequential(nn.Conv2d(64, width, 1), nn.ReLU(), nn.Conv2d(width, width, 3, 2, 1), nn.ReLU())
        self.middle = nn.Conv2d(128, width, 1)
        self.coarse = nn.Sequential(nn.Conv2d(128, width, 1), nn.ReLU())
        self.join = nn.Sequential(nn.Conv2d(2 * width, width, 3, 1, 1), nn.ReLU())
        self.down = nn.Sequential(nn.Conv2d(width, width, 3, 2, 1), nn.ReLU())
        self.both = nn.Sequential(nn.Conv2d(2 * width, width, 3, 1, 1), nn.ReLU())
        self.says = nn.Conv2d(width, KINDS, 1)
        self.counts = nn.Parameter(torch.zeros(1, KINDS, 8, 8))

    def forward(self, image):
        fine, middle, coarse = self.stem(image)
        joined = self.join(torch.cat([self.fine(fine), F.relu(self.middle(middle))], 1))
        both = self.both(torch.cat([self.down(joined), self.coarse(coarse)], 1))
        weights = torch.softmax(self.counts.flatten(2), 2)
        # A mean over the places that count, sixteen times: a thing fills a part of them.
        return (self.says(both).flatten(2) * weights).sum(2) * 16
