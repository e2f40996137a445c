"""Walls and places: H x W x 3, linear light.

Made ones are drawn in sRGB levels; found ones are what stood behind other people (people.py).
"""

import cv2
import numpy as np


# The sRGB curve (IEC 61966-2-1) at 4096 places each way: finer than a byte, and many times faster.
_places = np.linspace(0, 1, 4096, dtype=np.float32)
_LINEAR = np.where(_places <= 0.04045, _places / 12.92, ((_places + 0.055) / 1.055) ** 2.4).astype(np.float32)
# Taken at the square root, where dark values lie closer.
_SRGB = np.where(_places**2 <= 0.0031308, _places**2 * 12.92, 1.055 * _places ** (2 / 2.4) - 0.055).astype(np.float32)


def to_linear(v):
    """0..1 sRGB to linear light."""
    return _LINEAR[(np.clip(v, 0, 1) * 4095 + 0.5).astype(np.int32)]


def to_srgb(v):
    """0..1 linear light to sRGB."""
    return _SRGB[(np.sqrt(np.clip(v, 0, 1)) * 4095 + 0.5).astype(np.int32)]


def colour(rng, dark=False):
    """sRGB levels; greyish or, now and then, strong."""
    v = rng.uniform(5, 70) if dark else rng.uniform(20, 245)
    return np.clip(v + rng.normal(0, rng.choice([4, 14, 40])) * rng.normal(0, 1, 3), 0, 255)


def levels(value):
    return tuple(float(v) for v in value)


def letters(im, rng):
    h, w = im.shape[:2]
    for y in range(int(rng.integers(10, 50)), h + 60, int(rng.integers(30, 90))):
        text = "".join(chr(rng.integers(65, 91)) for _ in range(9))
        at = (int(rng.integers(-60, 60)), y)
        cv2.putText(im, text, at, int(rng.integers(0, 5)), rng.uniform(0.6, 3.2), levels(colour(rng)), int(rng.integers(1, 12)), cv2.LINE_AA)


def tiles(im, rng):
    """Bricks, tiles, panels."""
    h, w = im.shape[:2]
    base, rough = colour(rng), rng.choice([2, 12, 30])
    tall = int(rng.integers(10, 90))
    wide = int(tall * rng.uniform(0.5, 3))
    gap = int(rng.integers(1, 5))
    shift = rng.choice([0, wide // 2])
    for row in range(h // tall + 2):
        for column in range(-1, w // wide + 2):
            x, y = column * wide + (row % 2) * shift, row * tall
            cv2.rectangle(im, (x, y), (x + wide - gap, y + tall - gap), levels(np.clip(base + rng.normal(0, rough, 3), 0, 255)), -1)


def shelf(im, rng):
    h, w = im.shape[:2]
    tall = int(rng.integers(30, 110))
    for row in range(h // tall + 2):
        x = 0
        while x < w:
            wide = int(rng.integers(4, 30))
            upper = (row + 1) * tall - int(tall * rng.uniform(0.4, 0.95))
            cv2.rectangle(im, (x, upper), (x + wide - 1, (row + 1) * tall - 4), levels(colour(rng, rng.random() < 0.4)), -1)
            x += wide


def foliage(im, rng):
    h, w = im.shape[:2]
    base = np.array((70, 110, 45)) * rng.uniform(0.4, 1.3) + rng.normal(0, 15, 3)
    size = rng.uniform(0.6, 2.5)
    for _ in range(int(rng.integers(250, 700))):
        at = (int(rng.integers(0, w)), int(rng.integers(0, h)))
        axes = (int(rng.integers(2, 14) * size), int(rng.integers(1, 6) * size))
        cv2.ellipse(im, at, axes, rng.uniform(0, 180), 0, 360, levels(np.clip(base * rng.uniform(0.15, 1.9) + rng.normal(0, 10, 3), 0, 255)), -1, cv2.LINE_AA)


def stripes(im, rng):
    """Blinds, curtains, boards."""
    h, w = im.shape[:2]
    yy, xx = np.mgrid[0:h, 0:w]
    angle = rng.choice([0, np.pi / 2, rng.uniform(0, np.pi)])
    along = (np.cos(angle) * xx + np.sin(angle) * yy) / rng.uniform(5, 60)
    if rng.random() < 0.5:
        im[along % 1 < rng.uniform(0.1, 0.6)] = colour(rng, rng.random() < 0.5)
    else:
        folds = 1 + rng.uniform(0.1, 0.5) * np.sin(along * 2 * np.pi)
        im[:] = np.clip(im * folds[..., None], 0, 255)


def frames(im, rng):
    """Pictures, doors, windows, cupboards."""
    h, w = im.shape[:2]
    for _ in range(int(rng.integers(1, 6))):
        x, y = int(rng.integers(-40, w)), int(rng.integers(-40, h))
        corner = (x + int(rng.integers(20, 180)), y + int(rng.integers(20, 260)))
        cv2.rectangle(im, (x, y), corner, levels(colour(rng, rng.random() < 0.5)), -1)
        if rng.random() < 0.6:
            cv2.rectangle(im, (x, y), corner, levels(colour(rng, rng.random() < 0.5)), int(rng.integers(2, 12)))


def seat(im, rng):
    """A chair's back, a headrest, a pillow: large, round, beside or behind the head."""
    h, w = im.shape[:2]
    for _ in range(int(rng.integers(1, 3))):
        centre = (int(w * rng.uniform(0.2, 0.8)), int(h * rng.uniform(0.3, 0.95)))
        axes = (int(w * rng.uniform(0.12, 0.6)), int(h * rng.uniform(0.08, 0.5)))
        c = colour(rng, rng.random() < 0.6)
        if rng.random() < 0.5:
            cv2.ellipse(im, centre, axes, rng.normal(0, 10), 0, 360, levels(c), -1, cv2.LINE_AA)
        else:
            x, y, r = centre[0] - axes[0], centre[1] - axes[1], min(axes) // 2
            right, lower = centre[0] + axes[0], centre[1] + axes[1]
            cv2.rectangle(im, (x + r, y), (right - r, lower), levels(c), -1)
            cv2.rectangle(im, (x, y + r), (right, lower), levels(c), -1)
            for corner in ((x + r, y + r), (right - r, y + r)):
                cv2.circle(im, corner, r, levels(c), -1, cv2.LINE_AA)


def lamps(im, rng):
    h, w = im.shape[:2]
    for _ in range(int(rng.integers(1, 5))):
        at = (int(rng.integers(0, w)), int(rng.integers(0, h)))
        cv2.circle(im, at, int(rng.integers(3, 45)), levels(rng.uniform(190, 255, 3)), -1, cv2.LINE_AA)


def clutter(im, rng):
    """Smooth shapes of any outline: bags, plants, people out of focus."""
    h, w = im.shape[:2]
    for _ in range(int(rng.integers(2, 9))):
        n = int(rng.integers(4, 9))
        angles = np.sort(rng.uniform(0, 2 * np.pi, n))
        size = rng.uniform(10, 90)
        radius = size * rng.uniform(0.5, 1.3, n)
        points = np.stack([np.cos(angles) * radius, np.sin(angles) * radius], 1) + rng.uniform(0, 1, 2) * (w, h)
        cv2.fillPoly(im, [points.astype(np.int32)], levels(colour(rng, rng.random() < 0.5)), cv2.LINE_AA)


def rough(im, rng):
    """Plaster, pebbledash, knitwear, gravel: specks as fine as strands, lighter and darker than the wall."""
    h, w = im.shape[:2]
    size = rng.uniform(0.7, 4)
    specks = cv2.GaussianBlur(rng.standard_normal((h, w), np.float32), (0, 0), size)
    specks /= specks.std() + 1e-6
    # Those beyond a level alone, or all of them.
    specks = np.where(np.abs(specks) > rng.choice([0, 1, 1.6]), specks, 0)
    lit = im * np.exp(rng.uniform(0.08, 0.5) * specks)[..., None]
    im[:] = np.clip(lit, 0, 255)


def beside(layer, own, rng):
    """`layer` (H x W x 3, linear light) with things of the colour `own` drawn on it: a wall's dark
    corner, a sofa, another head, where colour does not part person and wall."""
    h, w = layer.shape[:2]
    mask = np.zeros((h, w), np.uint8)
    for _ in range(int(rng.integers(1, 4))):
        kind = rng.integers(0, 3)
        centre = (int(w * rng.uniform(0.1, 0.9)), int(h * rng.uniform(0.1, 0.9)))
        axes = (int(w * rng.uniform(0.05, 0.35)), int(h * rng.uniform(0.05, 0.35)))
        if kind == 0:
            cv2.ellipse(mask, centre, axes, rng.uniform(0, 180), 0, 360, 255, -1, cv2.LINE_AA)
        elif kind == 1:
            corner = (centre[0] + 2 * axes[0], centre[1] + 2 * axes[1])
            cv2.rectangle(mask, centre, corner, 255, -1)
        else:
            end = (int(w * rng.uniform(0, 1)), int(h * rng.uniform(0, 1)))
            cv2.line(mask, centre, end, 255, int(rng.integers(2, 40)), cv2.LINE_AA)
    cover = mask.astype(np.float32)[..., None] / 255
    if rng.random() < 0.5:
        cover = cv2.GaussianBlur(cover, (0, 0), rng.uniform(0.6, 6))[..., None]
    texture = np.exp(rng.uniform(0, 0.25) * noise(h, w, rng.choice([2, 6, 30]), rng))[..., None]
    return (layer * (1 - cover) + own * np.exp(rng.normal(0, 0.2)) * texture * cover).astype(np.float32)


MADE = (letters, tiles, shelf, foliage, stripes, frames, seat, lamps, clutter, rough)


def noise(h, w, cell, rng):
    small = rng.normal(0, 1, (max(2, int(h / cell)), max(2, int(w / cell)))).astype(np.float32)
    return cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)


def wall(h, w, places, rng):
    """One wall: plain (a fifth), made (two fifths) or found (two fifths)."""
    dark = rng.random() < 0.4
    im = np.full((h, w, 3), colour(rng, dark), np.uint8)
    choice = rng.random()
    if choice < 0.4:
        for _ in range(1 if rng.random() < 0.6 else 2):
            MADE[rng.integers(len(MADE))](im, rng)
    elif choice < 0.8 and places:
        im = placed(places[rng.integers(len(places))], h, w, rng)
        if rng.random() < 0.25:
            MADE[rng.integers(len(MADE))](im, rng)
    im = im.astype(np.float32)
    if rng.random() < 0.35:
        im *= (1 + rng.uniform(0.02, 0.25) * noise(h, w, rng.choice([3, 8, 30, 90]), rng))[..., None]
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    fall = 1 + rng.uniform(-0.5, 0.5) * (xx / w - 0.5) + rng.uniform(-0.5, 0.5) * (yy / h - 0.5)
    im *= fall[..., None]
    if rng.random() < 0.2:
        # Coloured light from one side.
        tint = np.exp(rng.normal(0, 0.3, 3)).astype(np.float32)
        share = np.clip(xx / w * rng.choice([-1, 1]) + rng.uniform(0, 1), 0, 1)[..., None]
        im *= 1 + share * (tint - 1)
    if rng.random() < 0.5:
        im = cv2.GaussianBlur(im, (0, 0), rng.uniform(0.5, 8))
    if rng.random() < 0.3:
        im *= rng.uniform(0.12, 0.8)
    return to_linear(np.clip(im, 0, 255) / 255)


def placed(place, h, w, rng):
    """A part of a found place, mirrored or not, as levels."""
    scale = max(h / place.shape[0], w / place.shape[1]) * rng.uniform(1.0, 2.0)
    large = cv2.resize(place, None, fx=scale + 1e-3, fy=scale + 1e-3, interpolation=cv2.INTER_LINEAR)
    y, x = rng.integers(0, large.shape[0] - h + 1), rng.integers(0, large.shape[1] - w + 1)
    part = large[y : y + h, x : x + w]
    if rng.random() < 0.5:
        part = part[:, ::-1]
    return np.ascontiguousarray(part)
