#!/usr/bin/env python3
"""subset_fonts.py NODE_MODULES: make static/fonts/ from two published fonts (SIL Open Font License, no reserved name).

    npm install --no-save --ignore-scripts @fontsource-variable/bricolage-grotesque@5.3.0 \
        @fontsource-variable/atkinson-hyperlegible-next@5.3.0
    .venv/bin/python tools/subset_fonts.py node_modules

Only the signs that French needs are kept, then the axes are pinned (in this order: the other way round is larger).
Both fonts lack U+202F and U+2011: they become a space of a fifth of an em, and the hyphen.
"""

import shutil
import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]
from fontTools.varLib import instancer  # type: ignore[import-untyped]

TARGET = Path(__file__).parent.parent / "static" / "fonts"
Axes = dict[str, float | tuple[float, float]]
FONTS: list[tuple[str, str, Axes, str]] = [  # package, file, axes (a number pins, a pair keeps a range), result
    ("bricolage-grotesque", "latin-standard-normal", {"opsz": 60, "wght": 740, "wdth": 92}, "bricolage"),
    ("atkinson-hyperlegible-next", "latin-wght-normal", {"wght": (400, 700)}, "atkinson"),
]
SIGNS = {
    *map(chr, range(0x20, 0x7F)),
    *"\u00a0àâäæçéèêëîïôöùûüÿœÀÂÄÆÇÉÈÊËÎÏÔÖÙÛÜŒ",
    *"«»’‘“”–—…·•°§²³½×−€±",
}


def build(folder: Path, file: str, axes: Axes, result: Path) -> None:
    options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "tnum", "liga"], hinting=False)
    options.name_IDs = [0, 1, 2, 13, 14]
    with TTFont(folder / "files" / f"{folder.name}-{file}.woff2") as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[ord(sign) for sign in SIGNS])
        subsetter.subset(font)
        instancer.instantiateVariableFont(font, axes, inplace=True)
        _add_missing_signs(font)
        font.flavor = "woff2"
        font.save(result)


def _add_missing_signs(font: TTFont) -> None:
    names = font.getBestCmap()
    font.setGlyphOrder([*font.getGlyphOrder(), "narrow"])
    font["glyf"]["narrow"] = Glyph()
    font["hmtx"]["narrow"] = (font["head"].unitsPerEm // 5, 0)
    if "gvar" in font:
        font["gvar"].variations["narrow"] = []
        del font["HVAR"]  # it counts glyphs, and only repeats what gvar says
    for table in font["cmap"].tables:
        table.cmap |= {0x2011: names[ord("-")], 0x202F: "narrow"}


def main(node_modules: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for package, file, axes, name in FONTS:
        folder = node_modules / "@fontsource-variable" / package
        build(folder, file, axes, TARGET / f"{name}.woff2")
        shutil.copyfile(folder / "LICENSE", TARGET / f"{name}-OFL.txt")
        print(f"{name}.woff2: {(TARGET / f'{name}.woff2').stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
