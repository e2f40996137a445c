"""One training sample: a person before a wall as a phone would give it, with the exact alpha."""

import cv2
import numpy as np

import hair
import walls
from walls import to_srgb

# The network's frame, and what the outline is seen in: more above and at the sides, as the program's
# sketch shows more than its working canvas (crates/portrait/src/canvas.rs).
WIDTH, HEIGHT = 192, 240
LEFT, TOP = 4, 28
SEEN_WIDTH, SEEN_HEIGHT = WIDTH + 2 * LEFT, HEIGHT + TOP + 5
# Face width in the frame, px: 207 of 358 photo pixels for a GA 461 photo; other documents ask for less.
FACE_WIDTH = (60, 124)


def warped(person, rng, behind=False):
    """A layer of the seen size: the person turned, scaled, bent, mirrored, recoloured."""
    width = rng.uniform(*FACE_WIDTH)
    if rng.random() < 0.5:
        width = rng.uniform(86, 113)
    if behind:
        width *= rng.uniform(0.3, 1.0)
    scale = width / person.face_width
    place = np.array([SEEN_WIDTH / 2 + rng.normal(0, 6), TOP + HEIGHT * rng.uniform(0.40, 0.56)])
    if behind:
        place += (rng.choice([-1, 1]) * rng.uniform(38, 105), rng.uniform(-45, 90))
    angle = np.radians(rng.normal(0, 6 if behind else 3))
    stretch = np.exp(rng.normal(0, 0.07))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag([scale * stretch, scale / stretch])
    if rng.random() < 0.5:
        turn = turn @ np.diag([-1, 1])
    # From the frame back to the cut-out, bent by a smooth field.
    back = np.linalg.inv(turn)
    yy, xx = np.mgrid[0:SEEN_HEIGHT, 0:SEEN_WIDTH].astype(np.float32)
    if rng.random() < 0.6:
        strength = rng.uniform(0, 7)
        cell = rng.uniform(40, 160)
        xx = xx + strength * walls.noise(SEEN_HEIGHT, SEEN_WIDTH, cell, rng)
        yy = yy + strength * walls.noise(SEEN_HEIGHT, SEEN_WIDTH, cell, rng)
    fx, fy = xx - place[0], yy - place[1]
    mx = (back[0, 0] * fx + back[0, 1] * fy + person.face_x).astype(np.float32)
    my = (back[1, 0] * fx + back[1, 1] * fy + person.face_y).astype(np.float32)
    # The nearest of the reduced sizes, so that nothing is sampled too sparsely.
    level, factor = person.sized(scale)
    mx, my = (mx + 0.5) * factor - 0.5, (my + 0.5) * factor - 0.5
    # A body that the picture cut off goes on below and at the sides.
    above = my < 0
    out = cv2.remap(level, mx, np.maximum(my, 0), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    out[above] = 0
    return recoloured(out, rng)


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
    shift = np.float32([[1, 0, rng.normal(0, 12)], [0, 1, rng.normal(3, 8)]])
    cast = cv2.warpAffine(alpha, shift, alpha.shape[::-1])
    cast = cv2.GaussianBlur(cast, (0, 0), rng.uniform(0.8, 10))
    return light * (1 - cast * rng.uniform(0.1, 0.75))[..., None]


def grain(shape, rng):
    """A sensor's noise, of single pixels or, after its own smoothing, of small spots."""
    noise = rng.standard_normal(shape, np.float32)
    return noise if rng.random() < 0.4 else 1.3 * cv2.GaussianBlur(noise, (0, 0), rng.uniform(0.4, 0.8))


def photographed(light, rng):
    """sRGB bytes after blur, sensor noise and JPEG."""
    if rng.random() < 0.35:
        light = cv2.GaussianBlur(light.astype(np.float32), (0, 0), rng.uniform(0.3, 1.1))
    seen = to_srgb(light) * 255
    level = rng.choice([0.3, 1.2, 3, 6])
    if level > 0.5:
        seen = seen + level * grain(seen.shape, rng)
    seen = np.clip(seen, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        seen = cv2.imdecode(cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 97))])[1], 1)
    return seen


def sample(people, places, rng):
    """Seen picture (SEEN_HEIGHT x SEEN_WIDTH x 3 bytes) and alpha of the same size."""
    person = people[rng.choice(len(people), p=people.weights)]
    front = warped(person, rng)
    if rng.random() < 0.45:
        front = hair.grown(front, rng)
    elif rng.random() < 0.06:
        front = hair.veiled(front, rng)
    alpha = np.clip(front[..., 3], 0, 1)
    behind = walls.wall(SEEN_HEIGHT, SEEN_WIDTH, places, rng)
    if rng.random() < 0.18:
        for _ in range(1 if rng.random() < 0.7 else 2):
            other = warped(people[rng.integers(len(people))], rng, behind=True)
            behind = over(other, behind)
        if rng.random() < 0.4:
            behind = cv2.GaussianBlur(behind.astype(np.float32), (0, 0), rng.uniform(0.5, 5))
    if rng.random() < 0.3:
        behind = shadow(behind, alpha, rng)
    light = over(front, behind)
    # What the eye calls the wall's and the person's light differ less than chance has it.
    if rng.random() < 0.15:
        light = light * np.exp(rng.normal(0, 0.15, 3))
    return photographed(light, rng), alpha
