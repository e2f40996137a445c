"""Writes the network as ONNX: height x width x channel in, as the others take it; logits out.

    export.py --state FILE --landmarks face-landmarks.onnx --out FOLDER/worn.onnx [--weights FILE.npz]
"""

import argparse

import numpy as np
import onnx
import onnxruntime
import torch

from network import Worn


class Upright(torch.nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, image):
        return self.network(image.permute(0, 3, 1, 2))


def main():
    arguments = argparse.ArgumentParser()
    for name in ("state", "landmarks", "out"):
        arguments.add_argument("--" + name, required=True)
    given = arguments.parse_args()
    network = Worn(given.landmarks)
    network.load_state_dict(torch.load(given.state, weights_only=False)["network"])
    network.eval()
    image = torch.rand(1, 256, 256, 3)
    torch.onnx.export(Upright(network).eval(), (image,), given.out, input_names=["image"], output_names=["worn"],
                      opset_version=17, dynamo=False)
    model = onnx.load(given.out)
    onnx.checker.check_model(model)
    got = onnxruntime.InferenceSession(given.out).run(None, {"image": image.numpy()})[0]
    with torch.no_grad():
        expected = network(image.permute(0, 3, 1, 2)).numpy()
    assert np.abs(got - expected).max() < 1e-3, np.abs(got - expected).max()
    print(f"{sum(p.numel() for p in network.parameters())} weights")


if __name__ == "__main__":
    main()
