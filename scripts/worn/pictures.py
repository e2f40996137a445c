"""Heads with made things on them, as phones would give them, with what is worn.

    pictures.py --heads FOLDER --count N --seed S --out FILE [--reported]

FOLDER is what `scripts/evaluate PORTRAITS --heads FOLDER` wrote. FILE.npy takes N x 300 x 300 x 3
samples, FILE.csv what each shows. People in `../matte/reported.txt` are learned from never, and
with --reported alone taken. Every picture follows from the seed and its number.
"""

import argparse
import csv
from pathlib import Path

import cv2
import numpy as np

import objects

KINDS = ["mask", "glasses", "dark_lenses", "headwear"]
SIDE = 300  # 256 and what is cut off at random
DRAWN = 420  # side that is painted on
HERE = Path(__file__).parent


def heads(folder, reported):
    kept = set((HERE / "../matte/reported.txt").read_text().split())
    out = []
    for row in csv.reader(open(Path(folder) / "heads.csv")):
        if (row[0] in kept) == reported:
            image = cv2.imread(str(Path(folder) / f"{row[0]}.png"))[:, :, ::-1]
            points = np.array(row[1:], np.float64).reshape(-1, 2) * DRAWN / len(image)
            out.append((row[0], cv2.resize(image, (DRAWN, DRAWN), interpolation=cv2.INTER_AREA), points))
    return out


def turned(picture, points, rng):
    """Mirrored, turned, moved; the points with it."""
    size = len(picture)
    if rng.random() < 0.5:
        picture, points = picture[:, ::-1], points * [-1, 1] + [size, 0]
        points = points[MIRROR]
    turn, zoom = rng.normal(0, 4), np.exp(rng.normal(0, 0.07))
    map = cv2.getRotationMatrix2D((size / 2, size / 2), turn, zoom)
    map[:, 2] += rng.normal(0, 0.02, 2) * size
    picture = cv2.warpAffine(np.ascontiguousarray(picture), map, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return picture.astype(np.float32) / 255, points @ map[:, :2].T + map[:, 2]


def _mirror():
    """Which point is which other's in a mirror: by the canonical face."""
    text = (HERE / "../../assets/models/canonical-face.txt").read_text()
    face = np.array([[float(v) for v in line.split()] for line in text.splitlines() if line and not line.startswith("#")])
    twin = [int(np.argmin(((face - p * [-1, 1, 1]) ** 2).sum(1))) for p in face]
    return twin + [473, 474, 475, 476, 477, 468, 469, 470, 471, 472]


MIRROR = _mirror()


def lit(picture, rng):
    """Another light, another skin, another camera."""
    size = len(picture)
    out = picture ** np.exp(rng.normal(0, 0.35))
    if rng.random() < 0.3:  # darker all over, skin too
        out *= rng.uniform(0.35, 1)
    if rng.random() < 0.3:
        y, x = np.mgrid[:size, :size] / size - 0.5
        turn = rng.random() * 2 * np.pi
        out *= np.clip(1 + rng.uniform(0, 1.4) * (x * np.cos(turn) + y * np.sin(turn)), 0.2, 2).astype(np.float32)[..., None]
    grey = out.mean(2, keepdims=True)
    out = grey + (out - grey) * (0 if rng.random() < 0.03 else rng.uniform(0.5, 1.4))
    out *= np.exp(rng.normal(0, 0.08, 3)).astype(np.float32)
    return np.clip(out * rng.uniform(0.8, 1.2), 0, 1).astype(np.float32)


def taken(picture, rng):
    """Blurred, small, noisy, compressed: SIDE px of 8 bits."""
    side = int(rng.choice([SIDE, SIDE, 220, 150, 100]))
    out = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.3, 1.6))
    out = out + rng.normal(0, rng.choice([0, 0.01, 0.03]), out.shape)
    out = np.clip(out * 255, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        out = cv2.imdecode(cv2.imencode(".jpg", out, [1, int(rng.integers(25, 95))])[1], 1)
    return cv2.resize(out, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)


def picture(people, seed, number):
    rng = np.random.default_rng([seed, number])
    name, samples, points = people[rng.integers(len(people))]
    image, points = turned(samples, points, rng)
    shows = dict.fromkeys(KINDS, 0)
    if rng.random() < 0.4:
        shows["headwear"] = 1
        objects.headwear(image, points, rng)
    if rng.random() < 0.45:
        shows["glasses"] = 1
        shows["dark_lenses"] = int(rng.random() < 0.4)
        objects.glasses(image, points, rng, shows["dark_lenses"])
    if rng.random() < 0.35:
        shows["mask"] = 1
        objects.mask(image, points, rng)
    return name, taken(lit(image, rng), rng), shows


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--heads", required=True)
    arguments.add_argument("--count", type=int, required=True)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--reported", action="store_true")
    given = arguments.parse_args()
    people = heads(given.heads, given.reported)
    samples = np.lib.format.open_memmap(given.out + ".npy", "w+", np.uint8, (given.count, SIDE, SIDE, 3))
    # Under its name when it is whole.
    with open(given.out + ".part", "w") as file:
        writer = csv.writer(file)
        writer.writerow(["person", *KINDS])
        for number in range(given.count):
            name, image, shows = picture(people, given.seed, number)
            samples[number] = image
            writer.writerow([name, *shows.values()])
    samples.flush()
    Path(given.out + ".part").rename(given.out + ".csv")


if __name__ == "__main__":
    main()
