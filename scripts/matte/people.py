"""The people to train on and the places they stood in, parted into learned from and reported on.

Takes the cut-outs that `scripts/evaluate PHOTOS --cut-outs FOLDER` wrote, a list of those that a
person found good, and the pictures themselves.
"""

import csv
import pathlib

import cv2
import numpy as np
import onnxruntime

from walls import to_linear

# Names of the pictures that nothing is learned from, neither their people nor their places.
REPORTED = set(pathlib.Path(__file__).with_name("reported.txt").read_text().split())
# Keyed hair is true to the strand; of a cut-out of the engine's own only the shape is.
KEYED_WEIGHT = 2.0
PLACE_SIDE = 768
# Widest face in a composed picture, px.
MOST_FACE = 310.0


class Person:
    """`levels`: premultiplied linear light and coverage, each half the size of the one before."""

    def __init__(self, pixels, row):
        alpha = pixels[..., 3:].astype(np.float32) / 255
        layer = np.concatenate([to_linear(pixels[..., 2::-1].astype(np.float32) / 255) * alpha, alpha], 2)
        self.name, self.origin = row["picture"], row["origin"]
        self.face_width, self.face_x, self.face_y = (float(row[k]) for k in ("face_width", "face_x", "face_y"))
        # Larger than the largest frame asks for only costs memory.
        reduce = MOST_FACE / self.face_width
        if reduce < 1:
            layer = cv2.resize(layer, None, fx=reduce, fy=reduce, interpolation=cv2.INTER_AREA)
            self.face_width, self.face_x, self.face_y = MOST_FACE, self.face_x * reduce, self.face_y * reduce
        self.levels = [layer]
        while min(self.levels[-1].shape[:2]) > 64:
            self.levels.append(cv2.resize(self.levels[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))

    def sized(self, scale):
        """The level to sample for a picture `scale` times as large, and that level's own scale."""
        level = int(np.clip(np.round(-np.log2(max(scale, 1e-3)) - 0.2), 0, len(self.levels) - 1))
        return self.levels[level], self.levels[level].shape[1] / self.levels[0].shape[1]


class People(list):
    @property
    def weights(self):
        if not hasattr(self, "_weights"):
            w = np.array([KEYED_WEIGHT if p.origin == "keyed" else 1.0 for p in self])
            self._weights = w / w.sum()
        return self._weights


def load(cut_outs, chosen):
    """(learned from, reported on): the cut-outs that stand in the file `chosen`, one name a line."""
    folder = pathlib.Path(cut_outs)
    good = set(pathlib.Path(chosen).read_text().split())
    learned, reported = People(), People()
    with open(folder / "cut-outs.csv", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["picture"] in good:
                pixels = cv2.imread(str(folder / (row["picture"] + ".png")), cv2.IMREAD_UNCHANGED)
                (reported if row["picture"] in REPORTED else learned).append(Person(pixels, row))
    return learned, reported


def places(photos, segmentation):
    """(learned from, reported on): pictures with the person painted over, as sRGB levels."""
    session = onnxruntime.InferenceSession(segmentation)
    learned, reported = [], []
    for path in sorted(pathlib.Path(photos).glob("*.jpg")):
        picture = cv2.imread(str(path))[..., ::-1]
        picture = np.ascontiguousarray(cv2.resize(picture, (PLACE_SIDE, PLACE_SIDE), interpolation=cv2.INTER_AREA))
        seen = cv2.resize(picture, (256, 256), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        person = cv2.resize(session.run(None, {"image": seen[None]})[0][0, :, :, 0], (PLACE_SIDE, PLACE_SIDE))
        taken = cv2.dilate((person > 0.08).astype(np.uint8), np.ones((PLACE_SIDE // 18 | 1,) * 2, np.uint8))
        share = 1 - taken.mean()
        if share < 0.2:
            continue
        small = cv2.inpaint(cv2.resize(picture, (96, 96), interpolation=cv2.INTER_AREA), cv2.resize(taken, (96, 96), interpolation=cv2.INTER_NEAREST), 5, cv2.INPAINT_TELEA)
        filled = np.where(taken[..., None] > 0, cv2.resize(small, (PLACE_SIDE, PLACE_SIDE)), picture)
        (reported if path.stem in REPORTED else learned).append(filled)
    return learned, reported
