"""Writes the trained outline network: the segmentation network's graph with its new weights.

    python scripts/matte/export_outline.py --state outline.pt --out outline.onnx

The weights written are the running mean of those that training went through.
"""

import argparse
import hashlib
import pathlib

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper

from outline import Person
from sketches import SIDE
from train_outline import SEGMENTATION


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--state", required=True)
    arguments.add_argument("--out", required=True)
    arguments = arguments.parse_args()
    net = Person(SEGMENTATION)
    # The file is this program's own; its optimiser holds more than tensors.
    state = torch.load(arguments.state, map_location="cpu", weights_only=False)["mean"]
    net.load_state_dict({k[len("module.") :]: v for k, v in state.items() if k.startswith("module.")})
    model = onnx.load(SEGMENTATION)
    for array in model.graph.initializer:
        if array.name in net.weights:
            array.CopyFrom(numpy_helper.from_array(net.weights[array.name].detach().numpy(), array.name))
    onnx.checker.check_model(model)
    onnx.save(model, arguments.out)
    generator = torch.Generator().manual_seed(1)
    coarse = torch.rand(1, 3, 16, 16, generator=generator)
    image = torch.nn.functional.interpolate(coarse, size=(SIDE, SIDE), mode="bicubic").clamp(0, 1)
    with torch.no_grad():
        expected = torch.sigmoid(net(image)).numpy()[0, 0]
    (got,) = onnxruntime.InferenceSession(arguments.out).run(None, {"image": image.permute(0, 2, 3, 1).numpy()})
    digest = hashlib.sha256(pathlib.Path(arguments.out).read_bytes()).hexdigest()
    print(f"{arguments.out}: {digest}, differs by at most {np.abs(got[0, :, :, 0] - expected).max():.1e}")


if __name__ == "__main__":
    main()
