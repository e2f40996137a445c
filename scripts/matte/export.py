"""Writes the trained network as ONNX, with its checksum, and compares the two on a seeded picture;
or its weights alone, to go on from.

    python scripts/matte/export.py --state alpha.pt --out alpha.onnx
    python scripts/matte/export.py --state alpha.pt --weights assets/training/alpha.npz
"""

import argparse
import hashlib
import pathlib

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn as nn

import weights
from network import HEIGHT, WIDTH, AlphaNet, Exported

ROOT = pathlib.Path(__file__).resolve().parents[2]


def folded(net):
    """Every normalisation after a convolution becomes part of it."""
    for name, part in list(net.named_children()):
        if isinstance(part, nn.Sequential) and len(part) > 1 and isinstance(part[1], nn.BatchNorm2d):
            one = nn.utils.fusion.fuse_conv_bn_eval(part[0], part[1])
            net._modules[name] = nn.Sequential(one, *part[2:])
        else:
            folded(part)
    return net


def digest_of(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--state", required=True)
    arguments.add_argument("--out")
    arguments.add_argument("--weights")
    arguments = arguments.parse_args()
    net = AlphaNet(str(ROOT / "assets/models/selfie-segmentation.onnx"))
    # The file is this program's own; its optimiser holds more than tensors.
    state = torch.load(arguments.state, map_location="cpu", weights_only=False)["mean"]
    net.load_state_dict({k[len("module.") :]: v for k, v in state.items() if k.startswith("module.")})
    if arguments.weights:
        weights.write(arguments.weights, net.state_dict())
        print(f"{arguments.weights}: {digest_of(arguments.weights)}")
    if not arguments.out:
        return
    net = Exported(folded(net.eval())).eval()
    generator = torch.Generator().manual_seed(1)
    shown = nn.functional.interpolate(torch.rand(1, 5, 20, 16, generator=generator), size=(HEIGHT, WIDTH), mode="bicubic").clamp(0, 1)
    with torch.no_grad():
        expected = [v.numpy() for v in net(shown)]
    torch.onnx.export(net, (shown,), arguments.out, input_names=["shown"], output_names=["alpha", "error"], opset_version=17, dynamo=False)
    model = onnx.load(arguments.out)
    onnx.checker.check_model(model)
    got = onnxruntime.InferenceSession(arguments.out).run(None, {"shown": shown.numpy()})
    worst = max(float(np.abs(e - g).max()) for e, g in zip(expected, got))
    kinds = sorted({n.op_type for n in model.graph.node})
    print(f"{arguments.out}: {digest_of(arguments.out)}, differs by at most {worst:.1e}; {', '.join(kinds)}")


if __name__ == "__main__":
    main()
