"""Composed pictures as the outline network sees them, with the exact alpha.

    python scripts/matte/sketches.py --cut-outs FOLDER --photos FOLDER --first 0 --count 500 --out FILE

appends PARTS squares of each composed picture (scene.py) to FILE: 256 x 256 x 5 bytes a square, red,
green, blue, alpha, and 255 where the picture has something. A square shows head and shoulders as the
program's sketch does (crates/portrait/src/canvas.rs, crates/vision/src/segmentation.rs): the
document's frame and some more in the middle of it, and beyond edges what lies at them.
"""

import cv2
import numpy as np

import scene

SIDE = 256
PARTS = 2
# Heights that a sketch shows, in heights of the composed picture's frame, and its width in its own height
# (mostly that of a GA 461 photo, some squarer ones).
TALL = (0.72, 1.12)
CLOSER = 0.85
WIDE = (0.733, 0.733, 0.75, 0.85, 1.0)
# Room above the hair, in the sketch's height.
ABOVE = (0.05, 0.26)


def square(seen, alpha, rng):
    """`SIDE` x `SIDE` x 5 bytes around the head of a composed picture."""
    height, width = alpha.shape
    rough = cv2.resize(alpha, (width // 4, height // 4), interpolation=cv2.INTER_AREA) > 0.5
    rows = np.flatnonzero(rough.any(1))
    top, middle = (4 * rows[0], 4 * np.flatnonzero(rough[rows[0] : rows[0] + 12].any(0)).mean()) if len(rows) else (0, width / 2)
    tall = rng.uniform(*TALL) * scene.HEIGHT * rng.choice([1, 1, CLOSER])
    wide = tall * rng.choice(WIDE)
    upper = top - rng.uniform(*ABOVE) * tall
    left = middle + rng.normal(0, 0.05) * tall - wide / 2
    scale = SIDE / tall
    columns = min(SIDE, int(round(wide * scale)))
    before = (SIDE - columns) // 2
    place = np.float32([[scale, 0, -left * scale], [0, scale, -upper * scale]])

    def shown(picture, border):
        if scale < 1 and border == cv2.BORDER_REPLICATE:
            picture = cv2.GaussianBlur(picture, (0, 0), 0.35 / scale)
        how = cv2.INTER_LINEAR if border == cv2.BORDER_REPLICATE else cv2.INTER_NEAREST
        part = cv2.warpAffine(picture, place, (columns, SIDE), flags=how, borderMode=border)
        return cv2.copyMakeBorder(part, 0, 0, before, SIDE - columns - before, border, value=0)

    coverage = (alpha * 255 + 0.5).astype(np.uint8)
    inside = np.full(alpha.shape, 255, np.uint8)
    return np.dstack([shown(seen, cv2.BORDER_REPLICATE), shown(coverage, cv2.BORDER_REPLICATE), shown(inside, cv2.BORDER_CONSTANT)])


def main():
    arguments, people, places = scene.asked(__doc__, 11)
    with open(arguments.out, "ab") as file:
        for _, rng, seen, alpha in scene.composed(arguments, people, places):
            # A cut-out that ends within its own hair leaves next to nothing to show.
            if min(alpha.shape) >= SIDE // 4:
                for _ in range(PARTS):
                    file.write(square(seen, alpha, rng).tobytes())


if __name__ == "__main__":
    main()
