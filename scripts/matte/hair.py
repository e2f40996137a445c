"""Made hair with exact alpha: strands, clumps, curls, tufts and veils.

A layer is H x W x 4: premultiplied linear light and coverage. Hair is drawn several times larger
and reduced, so that a strand thinner than a pixel covers the part of it that it does.
"""

import cv2
import numpy as np

FINER = 2


def grown(person, rng):
    """`person` with hair added around the upper outline of its head."""
    alpha = person[..., 3]
    height, width = alpha.shape
    rows = np.where(alpha.max(1) > 0.6)[0]
    if len(rows) < 40:
        return person
    top = rows[0]
    roots, outward = rim(alpha, top, int(rng.uniform(0.12, 0.5) * height))
    if len(roots) < 20:
        return person
    colour = hair_colour(person, top, rng)
    layer = np.zeros((height * FINER, width * FINER), np.uint8)
    kind = rng.integers(0, 5)
    if kind == 4:
        tufts(layer, roots, outward, height, rng)
        shade = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 1.2)
        texture = np.exp(shade / max(shade.std(), 1e-6) * rng.uniform(0.05, 0.4))
    else:
        strands(layer, roots, outward, kind, height, rng)
        texture = np.exp(0.15 * rng.standard_normal((height, width), np.float32))
    cover = cv2.resize(layer, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    cover *= rng.uniform(0.7, 1.0)
    own = colour[None, None] * texture[..., None]
    # In front of the person, or behind the head.
    out = person.copy()
    if rng.random() < 0.35:
        out[..., :3] = person[..., :3] * (1 - cover[..., None]) + own * cover[..., None]
    else:
        out[..., :3] = person[..., :3] + own * (cover * (1 - alpha))[..., None]
    out[..., 3] = alpha + cover * (1 - alpha)
    return out.astype(np.float32)


def rim(alpha, top, below):
    """Points on the outline of the upper head, with directions away from it."""
    height, width = alpha.shape
    smooth = cv2.GaussianBlur(alpha, (0, 0), 2.5)
    dy, dx = np.gradient(smooth)
    steep = np.hypot(dx, dy)
    at = np.argwhere((steep > 0.06) & (np.abs(smooth - 0.5) < 0.2) & (np.arange(height)[:, None] < top + below))
    if len(at) == 0:
        return at, at
    out = -np.stack([dx, dy], -1)[at[:, 0], at[:, 1]]
    out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-6
    return at[:, ::-1].astype(np.float32), out.astype(np.float32)


def hair_colour(person, top, rng):
    """The colour just below the crown, or another head's."""
    band = person[top + 4 : top + 16]
    known = band[..., 3] > 0.95
    if known.sum() > 20 and rng.random() < 0.7:
        return np.median(band[known][:, :3], 0).astype(np.float32)
    black, brown, fair, grey = (0.012, 0.01, 0.01), (0.06, 0.03, 0.018), (0.35, 0.24, 0.12), (0.35, 0.34, 0.33)
    base = np.array([black, brown, fair, grey][rng.choice(4, p=[0.5, 0.25, 0.1, 0.15])], np.float32)
    return base * np.float32(np.exp(rng.normal(0, 0.3)))


def strands(layer, roots, outward, kind, height, rng):
    """Single hairs (0), clumps (1), curls (2), hair that hangs (3)."""
    few = kind in (1,)
    count = int(rng.integers(6, 40) if few else rng.integers(15, 260))
    reach = height * rng.choice([0.03, 0.06, 0.12, 0.2]) * (1 if kind != 3 else 2)
    lean = rng.normal(0, 0.6)
    t = np.linspace(0, 1, 20, dtype=np.float32)[:, None]
    paths = {}
    for _ in range(count):
        k = rng.integers(len(roots))
        root, away = roots[k], outward[k]
        length = reach * rng.uniform(0.3, 1.0)
        side = np.array([-away[1], away[0]], np.float32)
        bend = (lean + rng.normal(0, 0.5)) * length
        start = root - away * rng.uniform(1, 5)
        end = root + away * length * rng.uniform(0.3, 1) + side * bend
        if kind == 3:
            end = root + np.array([np.sign(away[0] + 1e-6) * rng.uniform(0.05, 0.35), rng.uniform(0.4, 1)]) * length
        middle = root + away * length * rng.uniform(0.3, 0.9) + side * bend * rng.uniform(-0.2, 0.4)
        path = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
        if kind == 2:
            turns, wide = rng.uniform(1, 5), rng.uniform(1, 5)
            path = path + side * np.sin(t * turns * 2 * np.pi) * wide * t**0.5
        for _ in range(int(rng.integers(6, 22)) if few else 1):
            off = rng.normal(0, 1.2 if few else 0, 2) * t
            n = max(2, int(len(t) * rng.uniform(0.6, 1)))
            points = ((path + off)[:n] * (FINER * 16)).astype(np.int32).reshape(-1, 1, 2)
            paths.setdefault((int(rng.choice((110, 160, 210, 255))), 1 if rng.random() < 0.67 else 2), []).append(points)
    for (cover, thick), lines in paths.items():
        cv2.polylines(layer, lines, False, cover, thick, cv2.LINE_AA, 4)


def tufts(layer, roots, outward, height, rng):
    """Thick hair: overlapping discs along the outline, with a ragged edge."""
    big = height * rng.uniform(0.01, 0.07)
    for _ in range(int(rng.integers(10, 120))):
        k = rng.integers(len(roots))
        centre = roots[k] + outward[k] * rng.uniform(-0.5, 0.5) * big
        axes = (max(1, int(big * rng.uniform(0.4, 1.2) * FINER)), max(1, int(big * rng.uniform(0.4, 1.2) * FINER)))
        cv2.ellipse(layer, tuple(int(v * FINER) for v in centre), axes, rng.uniform(0, 180), 0, 360, 255, -1, cv2.LINE_AA)
    if rng.random() < 0.6:
        strands(layer, roots, outward, int(rng.integers(0, 3)), height * 0.6, rng)


def veiled(person, rng):
    """`person` with a cloth over head and shoulders: opaque, its edge falling in folds."""
    height, width = person.shape[:2]
    alpha = person[..., 3]
    rows = np.where(alpha.max(1) > 0.6)[0]
    if len(rows) < 40:
        return person
    top = rows[0]
    columns = np.where(alpha[top : top + height // 4].max(0) > 0.6)[0]
    middle, half = columns.mean(), (columns[-1] - columns[0]) / 2
    face_y = top + half * 1.15
    outer = np.zeros((height, width), np.uint8)
    cv2.ellipse(outer, (int(middle), int(face_y)), (int(half * rng.uniform(1.0, 1.25)), int(half * rng.uniform(1.25, 1.5))), 0, 0, 360, 255, -1, cv2.LINE_AA)
    fold = half * rng.uniform(1.0, 1.7)
    skirt = np.array([[middle - half, face_y], [middle + half, face_y], [middle + fold, height], [middle - fold, height]], np.int32)
    cv2.fillPoly(outer, [skirt], 255, cv2.LINE_AA)
    inner = np.zeros_like(outer)
    cv2.ellipse(inner, (int(middle), int(face_y + half * 0.15)), (int(half * 0.72), int(half * 0.98)), 0, 0, 360, 255, -1, cv2.LINE_AA)
    cover = np.clip(outer.astype(np.float32) - inner, 0, 255) / 255
    xx = np.arange(width)[None] / width
    folds = 1 + 0.25 * np.sin(xx * rng.uniform(20, 90) + rng.uniform(0, 6) + np.arange(height)[:, None] / rng.uniform(20, 60))
    colour = (rng.uniform(0.01, 0.8, 3) if rng.random() < 0.6 else np.full(3, rng.uniform(0.01, 0.7))).astype(np.float32)
    own = colour[None, None] * folds[..., None]
    out = person.copy()
    out[..., :3] = person[..., :3] * (1 - cover[..., None]) + own * cover[..., None]
    out[..., 3] = alpha + cover * (1 - alpha)
    return out.astype(np.float32)
