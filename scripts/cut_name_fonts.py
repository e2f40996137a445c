"""Cuts the fonts of rare names; called by scripts/make-name-fonts.

Takes the folder with the fetched fonts and Unihan, the folder to write to and
the one with the main font; writes one font a script, each with the characters
that the main font lacks.
"""

import bz2
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FETCHED, CUT, MAIN = (Path(argument) for argument in sys.argv[1:])

# Characters that people write today, by the source that China submitted them
# from (UAX #38, kIRG_GSource): current dictionaries, identity cards and place
# names of the public security, press, textbooks, surveyors, GB 13000's own
# lists, inscriptions whose characters live on in names. Sources of classical
# dictionaries alone (GKX, GHZ) and of Zhuang (GZ) are left out for their size.
LIVING = {
    "G", "GBK", "GCY", "GCYY", "GDM", "GDZ", "GFC", "GFZ", "GGH", "GIDC", "GKJ",
    "GLGYJ", "GPGLG", "GRM", "GU", "GWZ", "GXC", "GXH", "GXHZ", "GXM", "GZH",
    "GZJW", "GZYS",
}


def encodable(codec: str) -> set[int]:
    """The characters beyond the basic plane that a national set has."""
    found = set()
    for point in range(0x20000, 0x30000):
        try:
            chr(point).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(point)
    return found


def unihan() -> Iterator[tuple[int, str, str]]:
    """Every line of Unihan: the character, the property, its value."""
    for path in sorted((FETCHED / "debian/usr/share/unicode").glob("Unihan_*.txt.bz2")):
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                fields = line.rstrip("\n").split("\t")
                if len(fields) == 3 and fields[0].startswith("U+"):
                    yield int(fields[0][2:], 16), fields[1], fields[2]


def living_han() -> set[int]:
    """Rare characters in use: China's, Japan's (JIS X 0213, Adobe-Japan1), Hong Kong's
    (HKSCS), and the core that UAX #38 recommends to every system."""
    points = encodable("euc_jis_2004") | encodable("big5hkscs")
    for point, name, value in unihan():
        source = re.match("[A-Z]+", value)
        if name == "kIRG_GSource" and source and source[0] in LIVING:
            points.add(point)
        elif name in {"kRSAdobe_Japan1_6", "kUnihanCore2020"}:
            points.add(point)
    return points


def cut(source: Path, name: str, family: str, points: set[int], layout: bool) -> None:
    """Writes `points` of `source` as the font `name`, with its own family name."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["*"] if layout else []
    options.notdef_outline = True
    options.name_IDs = [0, 13, 14]
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE", "meta"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    for record, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        font["name"].setName(text, record, 3, 1, 0x409)
    font.save(CUT / name)
    print(f"{name}: {len(points & set(font.getBestCmap()))} characters")


def main() -> None:
    CUT.mkdir(exist_ok=True)
    has = set(TTFont(MAIN / "NotoSansSC-Regular.ttf").getBestCmap())
    han = living_han() - has
    for letter in "AB":
        source = FETCHED / f"debian/usr/share/fonts/truetype/hanazono/HanaMin{letter}.ttf"
        own = han & set(TTFont(source).getBestCmap())
        han -= own
        if own:
            cut(source, f"NamesHan{letter}.ttf", f"Huizhi Names Han {letter}", own, False)
    # With the letters that marks are set over, so that both come from one font.
    latin = {*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2B0, 0x370), *range(0x1E00, 0x1F00)}
    cut(FETCHED / "NotoSans_400Regular.ttf", "NamesLatin.ttf", "Huizhi Names Latin", latin, True)
    arabic = {0x20, 0x2D, 0xB7, 0x200C, 0x200D, 0x25CC, *range(0x600, 0x700), *range(0x750, 0x780)}
    cut(
        FETCHED / "NotoSansArabic_400Regular.ttf",
        "NamesArabic.ttf",
        "Huizhi Names Arabic",
        arabic,
        True,
    )
    tibetan = {0x20, 0xB7, 0x25CC, *range(0xF00, 0x1000)}
    cut(
        FETCHED / "NotoSerifTibetan_400Regular.ttf",
        "NamesTibetan.ttf",
        "Huizhi Names Tibetan",
        tibetan,
        True,
    )


main()
