"""Writes traditional.csv from OpenCC's table of characters. See README.md beside this file."""

import argparse
import importlib.resources
from pathlib import Path

# Written alike in both scripts in some names (乾县), so that nothing is to be folded.
KEPT = "乾"
# Other forms in use that OpenCC's table has elsewhere.
FORMS = {"証": "证", "戸": "户"}


def table():
    source = importlib.resources.files("opencc") / "dictionary" / "TSCharacters.txt"
    found = dict(FORMS)
    for line in source.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        traditional, simplified = line.split("\t")[:2]
        simplified = simplified.split(" ")[0]
        rare = any(ord(c) > 0xFFFF for c in traditional + simplified)
        if traditional != simplified and not rare and traditional not in KEPT:
            found[traditional] = simplified
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    lines = ["traditional,simplified", *(f"{a},{b}" for a, b in sorted(table().items()))]
    (folder / "traditional.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
