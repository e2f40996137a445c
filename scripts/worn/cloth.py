"""Made surfaces: what masks and things on the head are painted with.

Takes a generator of random numbers and a size; gives float32 pictures, 0..1.
"""

import cv2
import numpy as np

# Colours of masks and cloths that are seen often, sRGB; the rest are drawn at random.
USUAL = [(255, 255, 255), (245, 246, 248), (170, 205, 225), (120, 175, 210), (25, 25, 28), (60, 62, 66), (150, 150, 152),
         (235, 190, 200), (200, 215, 190), (30, 40, 80), (120, 25, 30), (225, 205, 170), (60, 100, 70), (210, 170, 120)]


def colour(rng):
    """A colour, 0..1."""
    if rng.random() < 0.6:
        base = np.array(USUAL[rng.integers(len(USUAL))], np.float32) / 255
    else:
        hue, full, light = rng.random() * 180, rng.random() ** 1.5 * 255, 40 + rng.random() * 215
        base = cv2.cvtColor(np.uint8([[[hue, full, light]]]), cv2.COLOR_HSV2RGB)[0, 0].astype(np.float32) / 255
    return np.clip(base + rng.normal(0, 0.03, 3), 0, 1).astype(np.float32)


def noise(rng, size, grain):
    """Smooth noise of about unit spread; `grain`: its spots' size, px."""
    small = max(2, int(size / grain))
    field = cv2.resize(rng.normal(0, 1, (small, small)).astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC)
    return field


def folds(rng, size):
    """Shading of folds: waves in one direction, bent by noise. About 1."""
    y, x = np.mgrid[:size, :size].astype(np.float32) / size
    turn = rng.random() * np.pi
    along = x * np.cos(turn) + y * np.sin(turn) + 0.08 * noise(rng, size, size / 4)
    waves = np.sin(along * 2 * np.pi * rng.uniform(2, 12)) * rng.uniform(0.02, 0.16)
    return 1 + waves + rng.uniform(0, 0.1) * noise(rng, size, size / 8)


def pattern(rng, size):
    """A plain, striped, checked, dotted or flowered cloth: size x size x 3."""
    cloth = np.ones((size, size, 3), np.float32) * colour(rng)
    kind = rng.choice(["plain", "stripes", "checks", "dots", "flowers", "knit"], p=[0.6, 0.07, 0.08, 0.07, 0.1, 0.08])
    y, x = np.mgrid[:size, :size].astype(np.float32)
    turn, step, second = rng.random() * np.pi, rng.uniform(6, 40), colour(rng)
    along = x * np.cos(turn) + y * np.sin(turn)
    across = -x * np.sin(turn) + y * np.cos(turn)
    share = rng.uniform(0.2, 0.6)
    if kind == "stripes":
        cloth[(along / step) % 1 < share] = second
    elif kind == "checks":
        some = ((along / step) % 1 < share).astype(np.float32) + ((across / step) % 1 < share)
        cloth += (second - cloth) * (some / 2)[..., None]
    elif kind == "dots":
        cloth[((along / step) % 1 - 0.5) ** 2 + ((across / step) % 1 - 0.5) ** 2 < share * 0.15] = second
    elif kind == "flowers":
        for _ in range(rng.integers(10, 80)):
            place, reach = rng.random(2) * size, rng.uniform(4, 26)
            cv2.ellipse(cloth, (int(place[0]), int(place[1])), (int(reach), int(reach * rng.uniform(0.4, 1))),
                        rng.random() * 180, 0, 360, colour(rng).tolist(), -1, cv2.LINE_AA)
    elif kind == "knit":
        cloth *= (1 + 0.15 * np.sin(2 * np.pi * x / rng.uniform(5, 14)))[..., None]
    if rng.random() < 0.3:
        cloth *= 1 + rng.uniform(0.02, 0.2) * noise(rng, size, rng.uniform(1, 4))[..., None]
    return cloth


def fur(rng, size):
    """Hairy texture: noise smeared in one direction."""
    grain = rng.normal(0, 1, (size, size)).astype(np.float32)
    length = int(rng.integers(5, 15))
    kernel = np.zeros((length, length), np.float32)
    cv2.line(kernel, (int(rng.integers(length)), 0), (int(rng.integers(length)), length - 1), 1.0)
    grain = cv2.filter2D(grain, -1, kernel / kernel.sum()) * length ** 0.5
    return np.ones((size, size, 3), np.float32) * colour(rng) * (1 + 0.2 * grain)[..., None]
