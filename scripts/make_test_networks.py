"""Makes the small networks that the tests of added networks load: a person wherever red is bright.

    python scripts/make_test_networks.py crates/vision/tests/networks

Each has the inputs, outputs, sizes and scaling of a real one (crates/huizhi/models), and three
operators. Needs onnx from PyPI.
"""

import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def tensor(name, shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def network(picture, shape, axis, red, scale, shift, output, also=(), others=(), answer=None):
    """output = scale * red + shift, from `picture` of `shape`, its channels on `axis`."""
    constants = {
        "from": np.array([red], np.int64),
        "to": np.array([red + 1], np.int64),
        "axis": np.array([axis], np.int64),
        "scale": np.array(scale, np.float32),
        "shift": np.array(shift, np.float32),
    }
    nodes = [
        helper.make_node("Slice", [picture, "from", "to", "axis"], ["red"]),
        helper.make_node("Mul", ["red", "scale"], ["scaled"]),
        helper.make_node("Add", ["scaled", "shift"], [output]),
    ]
    # Outputs beside the person, as a network with a memory has them.
    nodes += [helper.make_node("Identity", [source], [name]) for name, source in others]
    flat = list(shape)
    flat[axis] = 1
    graph = helper.make_graph(
        nodes,
        "red",
        [tensor(picture, shape)] + [tensor(name, dims) for name, dims in also],
        [tensor(name, [1, 3, "h2", "w2"] if source == picture else [1, f"c{name}", f"h{name}", f"w{name}"]) for name, source in others] + [tensor(output, answer or flat)],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="test")
    model.ir_version = 8
    return model


def main():
    out = pathlib.Path(sys.argv[1])
    memory = [(f"r{n}i", [1, f"c{n}", f"h{n}", f"w{n}"]) for n in (1, 2, 3, 4)]
    rgb = [1, 3, "h", "w"]
    networks = {
        "modnet": network("input", [1, 3, "h", "w"], 1, 0, 0.5, 0.5, "output"),
        # ImageNet's red: (level - 123.675) / 58.395; half bright is logit 0.
        "birefnet": network("input_image", [1, 3, 1024, 1024], 1, 0, 58.395 / 12, (123.675 - 127.5) / 12, "output_image"),
        "isnet": network("input", [1, 3, 1024, 1024], 1, 0, 256 / 255, 128 / 255, "output"),
        "rvm": network("src", rgb, 1, 0, 1.0, 0.0, "pha", memory + [("downsample_ratio", [1])], [("fgr", "src")] + [(f"r{n}o", f"r{n}i") for n in (1, 2, 3, 4)]),
        "custom": network("picture", [1, 96, 80, 3], 3, 2, 1 / 255, 0.0, "person"),
        "three-planes": network("input", [1, 3, "h", "w"], 1, 0, 1.0, 0.0, "output", others=[("whole", "input")]),
        "not-a-number": network("input", [1, 3, "h", "w"], 1, 0, float("nan"), 0.0, "output"),
    }
    for name, model in networks.items():
        onnx.checker.check_model(model)
        onnx.save(model, str(out / f"{name}.onnx"))


if __name__ == "__main__":
    main()
