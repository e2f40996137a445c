"""Masks, glasses and things on the head, painted on a face by its landmarks.

Each function takes the picture (float32, 0..1), the landmarks (478 x 2, px of it) and a
generator of random numbers, and paints in place. Left and right are the picture's.
"""

import cv2
import numpy as np

from cloth import colour, folds, fur, noise, pattern

# The face's outline from the top of the forehead clockwise (crates/vision/src/points.rs).
OVAL = [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
        150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109]
EYES = (([33, 133, 159, 145]), ([263, 362, 386, 374]))
EARS = (234, 454)


class Face:
    """Axes of a face: its middle, width, right and down."""

    def __init__(self, points):
        self.points = points
        self.eyes = [points[list(e)].mean(0) for e in EYES]
        self.middle = (self.eyes[0] + self.eyes[1]) / 2
        self.right = (points[263] - points[33]) / np.linalg.norm(points[263] - points[33])
        down = np.array([-self.right[1], self.right[0]])
        self.down = down
        self.width = max(np.linalg.norm(points[454] - points[234]), 0.8 * np.linalg.norm(points[152] - points[10]))
        self.chin = points[152]

    def at(self, right, down):
        """A place by its distance from between the eyes, in widths of the face."""
        return self.middle + self.width * (right * self.right + down * self.down)


def smooth(corners, closed=True, steps=12):
    """A Catmull-Rom curve through the corners."""
    p = np.asarray(corners, np.float64)
    n, out = len(p), []
    for i in range(n if closed else n - 1):
        a, b, c, d = (p[(i + k) % n] if closed else p[np.clip(i + k, 0, n - 1)] for k in (-1, 0, 1, 2))
        for t in np.arange(steps) / steps:
            out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3))
    return np.array(out)


def cover(shape, outline):
    """Coverage of a polygon, 0..1, its edge one pixel soft."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(np.asarray(outline) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / 255


def lay(picture, alpha, surface):
    picture += (surface - picture) * alpha[..., None]


def shadow(picture, alpha, rng, reach):
    """What lies on a face darkens what is beside it."""
    dark = cv2.GaussianBlur(alpha, (0, 0), reach)
    dark = np.roll(dark, (int(reach * rng.uniform(0, 1)), int(reach * rng.uniform(-1, 1))), (0, 1))
    picture *= (1 - rng.uniform(0.1, 0.5) * dark * (1 - alpha))[..., None]


def light_of(picture, face, rng):
    """The light on the face, coarse, about 1: what is laid on it takes it over."""
    grey = cv2.GaussianBlur(picture.mean(2), (0, 0), face.width * 0.18)
    middle = grey[tuple(np.clip(face.at(0, 0.25)[::-1].astype(int), 0, len(grey) - 1))]
    return np.clip((grey / max(middle, 0.05)) ** rng.uniform(0.3, 1.0), 0.4, 1.6) * rng.uniform(0.65, 1.05)


def mask(picture, points, rng):
    """A surgical, cloth or cup mask; now and then below the nose."""
    face, size = Face(points), len(picture)
    kind = rng.choice(["surgical", "cloth", "cup", "scarf"], p=[0.5, 0.25, 0.17, 0.08])
    high = rng.choice([6, 197, 195, 5, 4, 2], p=[0.2, 0.28, 0.26, 0.12, 0.06, 0.08])
    top = points[high]
    lift = rng.uniform(-0.02, 0.05) * face.width
    left_top, right_top = (points[e] + face.width * (s * rng.uniform(-0.02, 0.04) * face.right + rng.uniform(0.02, 0.16) * face.down)
                           for e, s in zip(EARS, (-1, 1)))
    cheeks = [points[117 if high != 2 else 207], points[346 if high != 2 else 427]]
    under = face.chin + face.down * face.width * rng.uniform(0.0, 0.08)
    jaw = rng.uniform(0.98, 1.06)
    centre = points[13]
    low = [centre + (points[i] - centre) * jaw for i in (361, 397, 378)] , [centre + (points[i] - centre) * jaw for i in (149, 172, 132)]
    if kind == "scarf":
        under = face.at(0, rng.uniform(0.9, 1.3))
        low = ([face.at(0.55, 0.4), face.at(0.62, 0.9)], [face.at(-0.62, 0.9), face.at(-0.55, 0.4)])
    corners = [left_top, (cheeks[0] + left_top) / 2 - face.down * lift, cheeks[0] - face.down * lift, top,
               cheeks[1] - face.down * lift, (cheeks[1] + right_top) / 2 - face.down * lift, right_top, *low[0], under, *low[1]]
    outline = smooth(np.array(corners) + rng.normal(0, 0.006, (len(corners), 2)) * face.width)
    alpha = cover(picture.shape, outline)
    surface = np.ones_like(picture) * colour(rng) if kind in ("surgical", "cup") else pattern(rng, size)
    shade = light_of(picture, face, rng)
    y, x = np.mgrid[:size, :size].astype(np.float32)
    across = ((x - face.middle[0]) * face.right[0] + (y - face.middle[1]) * face.right[1]) / face.width
    shade = shade * (1 - rng.uniform(0, 0.9) * across ** 2) * (0.85 + 0.15 * folds(rng, size))
    surface = surface * shade[..., None]
    shadow(picture, alpha, rng, face.width * 0.03)
    lay(picture, alpha, np.clip(surface, 0, 1))
    lines = np.zeros(picture.shape[:2], np.float32)
    thick = max(1, int(face.width * rng.uniform(0.004, 0.012)))
    if kind == "surgical":
        for part in np.linspace(0.2, 0.85, rng.integers(2, 5)):
            line = [left_top * (1 - part) + low[1][-1] * part, top * (1 - part) + under * part, right_top * (1 - part) + low[0][0] * part]
            cv2.polylines(lines, [smooth(line, False).round().astype(np.int32)], False, 1.0, thick, cv2.LINE_AA)
    elif kind == "cup":
        cv2.polylines(lines, [smooth([top, points[4] + face.right * face.width * 0.02, under], False).round().astype(np.int32)], False, 1.0, thick, cv2.LINE_AA)
    if rng.random() < 0.6:
        cv2.polylines(lines, [outline.round().astype(np.int32)], True, 0.7, thick, cv2.LINE_AA)
    lines = cv2.GaussianBlur(lines, (0, 0), max(0.6, thick * 0.6)) * alpha
    picture *= (1 - rng.choice([-1, 1, 1]) * rng.uniform(0.1, 0.45) * lines)[..., None]
    if kind != "scarf" and rng.random() < 0.8:
        strap = colour(rng) if rng.random() < 0.5 else surface[int(np.clip(top[1] + 20, 0, size - 1)), int(np.clip(top[0], 0, size - 1))]
        for corner, lowest, ear, side in ((left_top, low[1][-1], EARS[0], -1), (right_top, low[0][0], EARS[1], 1)):
            ear = points[ear] + face.width * (side * 0.05 * face.right - 0.02 * face.down)
            for end in (corner, lowest):
                cv2.line(picture, tuple(end.astype(int)), tuple(ear.astype(int)), np.clip(strap, 0, 1).tolist(), thick, cv2.LINE_AA)
    np.clip(picture, 0, 1, picture)


LENSES = {
    "round": [(np.cos(t), np.sin(t)) for t in np.linspace(0, 2 * np.pi, 12, endpoint=False)],
    "oblong": [(-1, -0.5), (-0.8, -0.7), (0, -0.75), (0.85, -0.7), (1, -0.45), (0.9, 0.4), (0.6, 0.65), (0, 0.7), (-0.65, 0.65), (-0.9, 0.35)],
    "square": [(-1, -0.8), (-0.85, -0.95), (0.85, -0.95), (1, -0.8), (0.95, 0.75), (0.75, 0.95), (-0.75, 0.95), (-0.95, 0.75)],
    "aviator": [(-0.95, -0.7), (0, -0.85), (0.95, -0.8), (1, -0.3), (0.8, 0.6), (0.2, 1.05), (-0.4, 0.9), (-0.9, 0.2)],
    "cat": [(-0.9, -0.5), (0, -0.75), (0.95, -1.0), (1.1, -0.75), (0.9, 0.4), (0.4, 0.8), (-0.4, 0.75), (-0.9, 0.3)],
}


def glasses(picture, points, rng, dark):
    """Glasses, clear, a little tinted or `dark`."""
    face, size = Face(points), len(picture)
    lens = LENSES[rng.choice(list(LENSES))]
    half = face.width * rng.uniform(0.14, 0.2) * (1.1 if dark and rng.random() < 0.5 else 1)
    tall = half * rng.uniform(0.55, 0.95)
    drop = rng.uniform(-0.02, 0.06) * face.width
    apart = rng.uniform(0.95, 1.08)
    outlines = []
    for side, eye in zip((-1, 1), face.eyes):
        centre = face.middle + (eye - face.middle) * apart + face.down * drop
        outlines.append(smooth([centre + face.right * side * x * half + face.down * y * tall for x, y in lens]))
    alpha = np.maximum(*(cover(picture.shape, o) for o in outlines))
    rimless = rng.random() < (0.1 if dark else 0.2)
    thick = face.width * (rng.uniform(0.004, 0.014) if rng.random() < 0.55 else rng.uniform(0.014, 0.045))
    rim = colour(rng) if rng.random() < 0.35 else np.array([(0.04, 0.04, 0.05), (0.25, 0.14, 0.07), (0.7, 0.55, 0.3), (0.62, 0.62, 0.65), (0.12, 0.1, 0.1)][rng.integers(5)], np.float32)
    if dark:
        tone, strength = colour(rng) * rng.uniform(0, 0.35), rng.uniform(0.86, 1.0)
        y = np.mgrid[:size, :size][0].astype(np.float32)
        fade = np.clip((y - face.middle[1]) / (tall * 2) + 0.5, 0, 1) * rng.choice([0, 0, 0.15])
        surface = np.ones_like(picture) * tone
        if rng.random() < 0.35:  # a mirror shows the place in front: sky over ground
            far, near = colour(rng), colour(rng)
            level = np.clip((y - face.middle[1]) / (tall * 2) + 0.5 + 0.15 * noise(rng, size, size / 10), 0, 1)[..., None]
            surface = far * (1 - level) + near * level * rng.uniform(0.2, 1)
        lay(picture, alpha * (strength - fade), surface.astype(np.float32))
    elif rng.random() < 0.3:
        lay(picture, alpha * rng.uniform(0.03, 0.4), np.ones_like(picture) * colour(rng) * rng.uniform(0.1, 0.8))
    if rng.random() < (0.5 if dark else 0.35):
        for outline in outlines:
            centre = outline.mean(0) + rng.normal(0, half * 0.3, 2)
            spot = cover(picture.shape, smooth([centre + rng.uniform(-1, 1, 2) * (half * 0.6, tall * 0.5) for _ in range(5)]))
            spot = cv2.GaussianBlur(spot, (0, 0), face.width * rng.uniform(0.004, 0.03)) * alpha
            lay(picture, spot * rng.uniform(0.15, 0.9), np.ones_like(picture) * rng.uniform(0.7, 1))
    frame = np.zeros(picture.shape[:2], np.float32)
    pen = max(1, int(round(thick)))
    to = lambda p: tuple(np.round(p).astype(int))
    if not rimless:
        for outline in outlines:
            count = len(outline)
            part = outline if rng.random() < 0.8 else outline[: count]
            cv2.polylines(frame, [part.round().astype(np.int32)], True, 1.0, pen, cv2.LINE_AA)
        if rng.random() < 0.12:  # half a rim
            lower = np.mgrid[:size, :size][0] > face.middle[1] + drop + tall * 0.1
            frame[lower] *= 0.15
    else:
        for outline in outlines:
            cv2.polylines(frame, [outline.round().astype(np.int32)], True, rng.uniform(0.05, 0.3), 1, cv2.LINE_AA)
    inner = [o[np.argmin(np.abs((o - face.middle) @ face.right))] for o in outlines]
    arch = (inner[0] + inner[1]) / 2 - face.down * face.width * rng.uniform(0.0, 0.05)
    inner = [i - face.down * tall * rng.uniform(0, 0.3) for i in inner]
    cv2.polylines(frame, [smooth([inner[0], arch, inner[1]], False).round().astype(np.int32)], False, 1.0, max(1, int(pen * rng.uniform(0.6, 1.2))), cv2.LINE_AA)
    if rng.random() < 0.15:
        cv2.line(frame, to(inner[0] - face.down * tall * 0.5), to(inner[1] - face.down * tall * 0.5), 1.0, pen, cv2.LINE_AA)
    for side, outline, ear in zip((-1, 1), outlines, EARS):
        outer = outline[np.argmax((outline - face.middle) @ face.right * side)]
        if ((points[ear] - outer) @ face.right) * side > 0:
            end = points[ear] - face.down * face.width * rng.uniform(0.0, 0.1)
            cv2.line(frame, to(outer), to(end), 1.0, max(1, int(pen * rng.uniform(0.5, 1.3))), cv2.LINE_AA)
    if rng.random() < 0.6:
        shadow(picture, frame, rng, max(1.0, face.width * 0.015))
    shine = 1 + 0.3 * noise(rng, size, size / 20)[..., None]
    lay(picture, frame * rng.uniform(0.7, 1.0), np.clip(np.ones_like(picture) * rim * shine, 0, 1).astype(np.float32))
    np.clip(picture, 0, 1, picture)


def dome(face, rng, low, high, wide):
    """Corners of a head's upper outline from temple to temple over the crown, in widths of the face."""
    lean = rng.normal(0, 0.03)
    return [face.at(-wide, low), face.at(-wide * 1.02, (low + high) * 0.5), face.at(-wide * 0.7 + lean, high * 0.9), face.at(lean, high),
            face.at(wide * 0.7 + lean, high * 0.9), face.at(wide * 1.02, (low + high) * 0.5), face.at(wide, low)]


def front(face, rng, low, rise, wide):
    """The lower edge over the forehead, right to left."""
    return [face.at(wide * k, low - rise * (1 - k * k)) for k in (0.66, 0.33, 0.0, -0.33, -0.66)]


def headwear(picture, points, rng):
    """A cap, knitted hat, fur hat, brimmed hat, band, turban, scarf, hood, ghutra or headphones."""
    face, size = Face(points), len(picture)
    kind = rng.choice(["cap", "knitted", "fur", "brimmed", "band", "turban", "scarf", "hood", "ghutra", "phones"],
                      p=[0.19, 0.13, 0.07, 0.1, 0.09, 0.08, 0.18, 0.06, 0.06, 0.04])
    surface = fur(rng, size) if kind == "fur" else pattern(rng, size)
    shade = np.clip(light_of(picture, face, rng), 0.6, 1.3) * folds(rng, size)
    wide, high, low = rng.uniform(0.54, 0.68), -rng.uniform(0.75, 1.0), -rng.uniform(0.14, 0.34)
    painted = []
    if kind in ("cap", "knitted", "fur", "brimmed", "turban"):
        if kind == "fur":
            wide, high = wide + 0.12, high - 0.12
        if kind == "turban":
            wide, high = wide + 0.08, high - 0.15
        ends = low + rng.uniform(0.0, 0.18)
        outline = smooth(dome(face, rng, ends, high, wide) + front(face, rng, low, 0.02, wide))
        if kind == "fur":
            outline = outline + rng.normal(0, 0.015, outline.shape) * face.width
        painted.append((cover(picture.shape, outline), 1.0))
        if kind == "turban":
            y, x = np.mgrid[:size, :size].astype(np.float32)
            bend = np.abs(x - face.middle[0]) * rng.uniform(0.4, 0.9) + y
            shade = shade * (1 + 0.25 * np.sin(bend / rng.uniform(8, 20)))
        if kind == "knitted":
            hem = cover(picture.shape, smooth([face.at(-wide * 1.03, ends), face.at(-wide * 1.03, ends - 0.16), *front(face, rng, low - 0.16, 0.02, wide)[::-1],
                                              face.at(wide * 1.03, ends - 0.16), face.at(wide * 1.03, ends), *front(face, rng, low, 0.02, wide)]))
            painted.append((hem, rng.uniform(0.75, 1.15)))
        if kind == "cap" and rng.random() < 0.85:
            reach = rng.uniform(0.04, 0.22)
            brim = smooth([face.at(-wide * 0.95, ends - 0.05), *front(face, rng, low - 0.03, 0.06, wide)[::-1], face.at(wide * 0.95, ends - 0.05),
                           face.at(wide * 0.7, low + reach * 0.8), face.at(0, low + reach), face.at(-wide * 0.7, low + reach * 0.8)])
            painted.append((cover(picture.shape, brim), rng.uniform(0.5, 1.1)))
        if kind == "brimmed":
            out, thick = rng.uniform(0.85, 1.3), rng.uniform(0.05, 0.16)
            brim = smooth([face.at(-out, low + rng.uniform(-0.15, 0.1)), face.at(0, low - thick), face.at(out, low + rng.uniform(-0.15, 0.1)), face.at(0, low + thick)])
            painted.append((cover(picture.shape, brim), rng.uniform(0.7, 1.1)))
    elif kind == "band":
        place, thick = rng.uniform(-0.62, -0.36), rng.uniform(0.04, 0.16)
        upper = [face.at(wide * k, place - 0.14 * (1 - k * k) + 0.2 * k * k) for k in np.linspace(-1, 1, 7)]
        outline = smooth(upper + [p + face.down * face.width * thick for p in upper[::-1]])
        painted.append((cover(picture.shape, outline), 1.0))
    elif kind == "phones":
        arc = [face.at(0.62 * np.sin(t), -0.05 - 0.85 * np.cos(t)) for t in np.linspace(-1.5, 1.5, 9)]
        band = np.zeros(picture.shape[:2], np.float32)
        cv2.polylines(band, [smooth(arc, False).round().astype(np.int32)], False, 1.0, max(2, int(face.width * rng.uniform(0.03, 0.09))), cv2.LINE_AA)
        for side in (-1, 1):
            centre = face.at(side * rng.uniform(0.54, 0.62), 0.08)
            cv2.ellipse(band, tuple(centre.astype(int)), (int(face.width * rng.uniform(0.06, 0.12)), int(face.width * rng.uniform(0.12, 0.2))), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
        painted.append((band, 1.0))
    else:
        # Around the face: the hole follows the outline, tighter or wider.
        tight = rng.uniform(0.96, 1.1) if kind == "scarf" else rng.uniform(1.05, 1.25)
        centre = points[OVAL].mean(0)
        hole = centre + (points[OVAL] - centre) * tight
        hole[[0, 1, 2, -1, -2]] -= face.down * face.width * rng.uniform(-0.04, 0.06)
        out = rng.uniform(0.6, 0.78)
        below = rng.uniform(1.0, 1.5)
        outer = smooth([face.at(0, high), face.at(out * 0.75, high * 0.8), face.at(out, -0.1), face.at(out * rng.uniform(0.95, 1.2), 0.6),
                        face.at(out * rng.uniform(1.0, 1.7), below), face.at(-out * rng.uniform(1.0, 1.7), below),
                        face.at(-out * rng.uniform(0.95, 1.2), 0.6), face.at(-out, -0.1), face.at(-out * 0.75, high * 0.8)])
        alpha = cover(picture.shape, outer)
        opening = cover(picture.shape, smooth(hole, steps=4))
        if kind != "scarf" or rng.random() < 0.25:
            # The neck stays bare: the opening goes on downwards.
            neck = smooth([hole[6], hole[14], face.at(rng.uniform(0.1, 0.4), 1.6), face.at(-rng.uniform(0.1, 0.4), 1.6), hole[22], hole[30]])
            opening = np.maximum(opening, cover(picture.shape, neck))
        painted.append((alpha * (1 - opening), 1.0))
        if kind == "ghutra":
            ring = [face.at(out * 0.96 * k, -0.42 - 0.14 * (1 - k * k)) for k in np.linspace(-1, 1, 7)]
            agal = np.zeros(picture.shape[:2], np.float32)
            cv2.polylines(agal, [smooth(ring, False).round().astype(np.int32)], False, 1.0, max(3, int(face.width * 0.06)), cv2.LINE_AA)
            painted.append((agal * alpha, 0.06))
    # Darker to the sides, where a head turns away from the light.
    y, x = np.mgrid[:size, :size].astype(np.float32)
    across = ((x - face.middle[0]) * face.right[0] + (y - face.middle[1]) * face.right[1]) / face.width
    shade = shade * (1 - rng.uniform(0, 0.8) * np.clip(np.abs(across), 0, 1) ** 2)
    for alpha, bright in painted:
        shadow(picture, alpha, rng, face.width * 0.04)
        lay(picture, alpha, np.clip(surface * (shade * bright)[..., None], 0, 1).astype(np.float32))
    if kind in ("cap", "knitted") and rng.random() < 0.3:
        word = "".join(rng.choice(list("ABCDEHKLMNORSTUXY")) for _ in range(rng.integers(1, 6)))
        place = face.at(-0.07 * len(word), low - 0.16)
        letters = np.zeros(picture.shape[:2], np.uint8)
        cv2.putText(letters, word, tuple(place.astype(int)), int(rng.integers(0, 5)), face.width / 250, 255, max(1, int(face.width / 90)), cv2.LINE_AA)
        lay(picture, letters.astype(np.float32) / 255, np.ones_like(picture) * colour(rng))
    np.clip(picture, 0, 1, picture)
