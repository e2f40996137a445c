"""One composed picture: a person before a wall as a phone would give it, with the exact alpha.

    python scripts/matte/scene.py --cut-outs FOLDER --photos FOLDER --first 0 --count 500 --out FOLDER

writes NAME.png and NAME.alpha.png for the program to solve (evaluate --solved).
"""

import argparse
import pathlib

import cv2
import numpy as np

import hair
import people as cast
import walls
from walls import to_srgb

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEGMENTATION = str(ROOT / "assets/models/selfie-segmentation.onnx")
CHOSEN = str(pathlib.Path(__file__).with_name("cut-outs.txt"))

# Lengths are units of which the network's frame is 192 wide; a picture has so many pixels a unit.
DETAIL = 2.5
# The frame, and more above and at the sides, as the program's sketch shows more than its working
# canvas (crates/portrait/src/canvas.rs).
WIDTH, HEIGHT = int(192 * DETAIL), int(240 * DETAIL)
LEFT, TOP = int(10 * DETAIL), int(34 * DETAIL)
SEEN_WIDTH, SEEN_HEIGHT = WIDTH + 2 * LEFT, HEIGHT + TOP + int(12 * DETAIL)
# Face width in the frame; the program makes it 207 of 358 photo pixels for a GA 461 photo.
FACE_WIDTH = (48 * DETAIL, 102 * DETAIL)
# Where person and wall differ by less than this squared, of 0..1, nobody sees the coverage.
ALIKE = 1e-3


def warped(person, rng, behind=False):
    """A layer of the seen size: the person turned, scaled, bent, mirrored, recoloured; and what of it
    a picture may show (left, upper, right, lower), for the person to end where the picture does."""
    width = rng.uniform(*FACE_WIDTH)
    if rng.random() < 0.5:
        width = rng.uniform(74, 98) * DETAIL
    if behind:
        width *= rng.uniform(0.3, 1.0)
    scale = width / person.face_width
    place = np.array([SEEN_WIDTH / 2 + rng.normal(0, 6) * DETAIL, TOP + HEIGHT * rng.uniform(0.40, 0.56)])
    if behind:
        place += DETAIL * np.array([rng.choice([-1, 1]) * rng.uniform(38, 105), rng.uniform(-45, 90)])
    angle = np.radians(rng.normal(0, 6 if behind else 3))
    stretch = np.exp(rng.normal(0, 0.07))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag([scale * stretch, scale / stretch])
    if rng.random() < 0.5:
        turn = turn @ np.diag([-1, 1])
    # From the frame back to the cut-out, bent by a smooth field.
    back = np.linalg.inv(turn)
    yy, xx = np.mgrid[0:SEEN_HEIGHT, 0:SEEN_WIDTH].astype(np.float32)
    if rng.random() < 0.6:
        strength = rng.uniform(0, 7) * DETAIL
        cell = rng.uniform(40, 160) * DETAIL
        xx = xx + strength * walls.noise(SEEN_HEIGHT, SEEN_WIDTH, cell, rng)
        yy = yy + strength * walls.noise(SEEN_HEIGHT, SEEN_WIDTH, cell, rng)
    fx, fy = xx - place[0], yy - place[1]
    mx = (back[0, 0] * fx + back[0, 1] * fy + person.face_x).astype(np.float32)
    my = (back[1, 0] * fx + back[1, 1] * fy + person.face_y).astype(np.float32)
    # The nearest of the reduced sizes, so that nothing is sampled too sparsely.
    level, factor = person.sized(scale)
    mx, my = (mx + 0.5) * factor - 0.5, (my + 0.5) * factor - 0.5
    # What the cut-out's own edges cut off goes on beyond them, to be cut off again.
    out = cv2.remap(level, mx, my, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    beyond = my < 0, my > level.shape[0] - 1, mx < 0, mx > level.shape[1] - 1
    ends = extent(out[..., 3] > 0.05, beyond, place, width)
    return recoloured(out, rng), ends


def extent(covered, beyond, place, width):
    """The part (left, upper, right, lower) without rows and columns whose person is made up by
    going on beyond the cut-out's edges `beyond` (upper, lower, left, right; H x W each). A
    shoulder may go on at the sides."""
    upper, lower, left, right = (covered & side for side in beyond)
    height, wide = covered.shape
    last = lambda lines: int(np.flatnonzero(lines)[-1]) + 1 if lines.any() else 0
    first = lambda lines, n: int(np.flatnonzero(lines)[0]) if lines.any() else n
    y0 = min(last(upper.any(1)), int(max(place[1] - 0.6 * width, 0)))
    y1 = max(first(lower.any(1), height), int(min(place[1] + 0.8 * width, height)))
    head = slice(y0, max(y0 + 1, min(y1, int(place[1] + 0.9 * width))))
    x0 = min(last(left[head].any(0)), int(max(place[0] - 0.7 * width, 0)))
    x1 = max(first(right[head].any(0), wide), int(min(place[0] + 0.7 * width, wide)))
    return x0, y0, x1, y1


def recoloured(layer, rng):
    gain = np.exp(rng.normal(0, 0.3)) * np.exp(rng.normal(0, 0.1, 3))
    layer[..., :3] *= gain.astype(np.float32)
    alpha = layer[..., 3:]
    if rng.random() < 0.35:
        own = np.clip(layer[..., :3] / np.maximum(alpha, 1e-4), 0, 1)
        layer[..., :3] = cv2.pow(own, rng.uniform(0.65, 1.6)) * alpha
    if rng.random() < 0.15:
        # Light from one side.
        xx = np.linspace(-1, 1, layer.shape[1], dtype=np.float32)[None, :, None]
        layer[..., :3] *= np.exp(np.float32(rng.normal(0, 0.5)) * xx)
    return layer


def over(front, behind):
    return front[..., :3] + behind * (1 - front[..., 3:])


def shadow(light, alpha, rng):
    """The person's cast shadow: the wall's own colour times a factor."""
    shift = np.float32([[1, 0, DETAIL * rng.normal(0, 12)], [0, 1, DETAIL * rng.normal(3, 8)]])
    cast = cv2.warpAffine(alpha, shift, alpha.shape[::-1])
    cast = blurred(cast, DETAIL * rng.uniform(0.8, 10))
    return light * (1 - cast * rng.uniform(0.1, 0.75))[..., None]


def grain(shape, rng):
    """A sensor's noise, of single pixels or, after its own smoothing, of small spots."""
    noise = rng.standard_normal(shape, np.float32)
    return noise if rng.random() < 0.4 else 1.3 * cv2.GaussianBlur(noise, (0, 0), rng.uniform(0.4, 0.8))


def photographed(light, rng):
    """sRGB bytes after blur, sensor noise and JPEG."""
    if rng.random() < 0.35:
        light = cv2.GaussianBlur(light.astype(np.float32), (0, 0), rng.uniform(0.5, 2.2))
    seen = to_srgb(light) * 255
    level = rng.choice([0.3, 1.2, 3, 6])
    if level > 0.5:
        seen = seen + level * grain(seen.shape, rng)
    seen = np.clip(seen, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        seen = cv2.imdecode(cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 97))])[1], 1)
    return seen


def blurred(light, sigma):
    """A wide blur, at a fraction of the size."""
    light = np.ascontiguousarray(light, np.float32)
    reduce = max(1, int(sigma / 2.5))
    height, width = light.shape[:2]
    small = cv2.resize(light, (width // reduce, height // reduce), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / reduce)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def wall(places, rng):
    """A wall, of details as fine as the picture's or coarser."""
    detail = DETAIL if rng.random() < 0.4 else rng.uniform(1, DETAIL)
    height, width = (int(v * detail / DETAIL) for v in (SEEN_HEIGHT, SEEN_WIDTH))
    return cv2.resize(walls.wall(height, width, places, rng), (SEEN_WIDTH, SEEN_HEIGHT), interpolation=cv2.INTER_LINEAR)


def sample(people, places, rng):
    """Seen picture (at most SEEN_HEIGHT x SEEN_WIDTH x 3 bytes) and alpha of the same size, as sRGB samples mix."""
    person = people[rng.choice(len(people), p=people.weights)]
    front, (left, upper, right, lower) = warped(person, rng)
    if rng.random() < 0.45:
        front = hair.grown(front, rng)
    elif rng.random() < 0.06:
        front = hair.veiled(front, rng)
    alpha = np.clip(front[..., 3], 0, 1)
    behind = wall(places, rng)
    if rng.random() < 0.2:
        top = int(np.argmax(alpha.max(1) > 0.6))
        behind = walls.beside(behind, hair.hair_colour(front, top, rng), rng)
    if rng.random() < 0.18:
        for _ in range(1 if rng.random() < 0.7 else 2):
            other, _ = warped(people[rng.integers(len(people))], rng, behind=True)
            behind = over(other, behind)
        if rng.random() < 0.4:
            behind = blurred(behind, DETAIL * rng.uniform(0.5, 5))
    if rng.random() < 0.3:
        behind = shadow(behind, alpha, rng)
    # What the eye calls the wall's and the person's light differ less than chance has it.
    if rng.random() < 0.15:
        tint = np.exp(rng.normal(0, 0.15, 3)).astype(np.float32)
        front[..., :3] *= tint
        behind = behind * tint
    light = over(front, behind)
    shown = slice(upper, lower), slice(left, right)
    return photographed(light[shown], rng), of_samples(front, alpha, behind, light)[shown]


def of_samples(front, alpha, behind, light):
    """The alpha that mixes the two colours in sRGB samples, as matting sees them, to what light
    mixes: the inverse of `linear_alpha` in crates/portrait/src/compose.rs."""
    mixed = (alpha > 1e-3) & (alpha < 0.999)
    cover = alpha[mixed]
    own = to_srgb(front[mixed][:, :3] / cover[:, None])
    wall = to_srgb(behind[mixed])
    span = own - wall
    along = ((to_srgb(light[mixed]) - wall) * span).sum(-1)
    out = alpha.copy()
    out[mixed] = np.clip((along + ALIKE * cover) / ((span * span).sum(-1) + ALIKE), 0, 1)
    return out


def asked(what, seed):
    """The command's arguments, and the people and places that it composes pictures of."""
    arguments = argparse.ArgumentParser(description=what, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cut-outs", required=True)
    arguments.add_argument("--photos", required=True)
    arguments.add_argument("--out", required=True, type=pathlib.Path)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--count", type=int, required=True)
    arguments.add_argument("--seed", type=int, default=seed)
    arguments.add_argument("--reported", action="store_true", help="people and places that nothing is learned from")
    arguments = arguments.parse_args()
    cv2.setNumThreads(1)
    people = cast.load(arguments.cut_outs, CHOSEN)[int(arguments.reported)]
    places = cast.places(arguments.photos, SEGMENTATION)[int(arguments.reported)]
    return arguments, people, places


def composed(arguments, people, places):
    """Number, random numbers to go on with, picture and alpha of each picture asked for."""
    for index in range(arguments.first, arguments.first + arguments.count):
        rng = np.random.default_rng((arguments.seed, index))
        yield index, rng, *sample(people, places, rng)


def main():
    arguments, people, places = asked(__doc__, 1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for index, _, seen, alpha in composed(arguments, people, places):
        save = lambda name, picture: cv2.imwrite(str(arguments.out / name), picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        save(f"{index:06}.png", seen[..., ::-1])
        save(f"{index:06}.alpha.png", (alpha * 255 + 0.5).astype(np.uint8))


if __name__ == "__main__":
    main()
