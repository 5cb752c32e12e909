#!/usr/bin/env python3
"""pictures.py: what the site is known by elsewhere, into static/img/ (`make pictures`).

- `partage.png`, 1200 by 630: what a messenger shows beside a link;
- `icone-192.png`, `icone-512.png`: `icone.svg`, for telephones that take no drawing.

Chromium draws them with the fonts of the site. They are committed: whoever installs the site makes none.
"""

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
CARD = (1200, 630)
ICONS = (192, 512)

# The cable of the bridge hangs between two points; each hanger goes from it down to the deck, which rises a little.
LEFT, RIGHT, TOP, SAG, DECK, RISE, HANGERS = -20, 1220, 342, 150, 548, 26, 26


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        page = browser.new_page()
        page.goto((STATIC / "img/icone.svg").as_uri())  # so that fonts beside it may be read
        for size in ICONS:
            draw(page, (size, size), icon(size), f"icone-{size}.png")
        draw(page, CARD, card(), "partage.png")
        browser.close()


def draw(page: Page, size: tuple[int, int], html: str, name: str) -> None:
    source = STATIC / "img" / "a-dessiner.html"  # beside the fonts: a page from nowhere may read no file
    source.write_text(html, encoding="utf-8")
    try:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(source.as_uri())
        page.evaluate("document.fonts.ready")
        page.screenshot(path=STATIC / "img" / name, omit_background=True)
    finally:
        source.unlink()
    print(f"static/img/{name}: {(STATIC / 'img' / name).stat().st_size} bytes")


def icon(size: int) -> str:
    return f'<style>body{{margin:0}}img{{display:block}}</style><img src="icone.svg" width="{size}" height="{size}">'


def card() -> str:
    return f"""<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Titre; src: url(../fonts/bricolage.woff2); font-weight: 400 900 }}
@font-face {{ font-family: Texte; src: url(../fonts/atkinson.woff2); font-weight: 400 700 }}
body {{ margin: 0; width: 1200px; height: 630px; overflow: hidden; background: #cde6d8; color: #12302b }}
p {{ position: absolute; margin: 0; left: 72px }}
.nom {{ top: 56px; display: flex; gap: 20px; align-items: center; font: 740 40px/1 Titre; letter-spacing: -.018em }}
.titre {{ top: 142px; width: 1056px; font: 740 84px/1.02 Titre; letter-spacing: -.02em }}
.texte {{ top: 578px; font: 400 26px/1 Texte; color: #12302b }}
svg.pont {{ position: absolute; inset: 0 }}
</style>
<svg class="pont" width="1200" height="630" viewBox="0 0 1200 630">{bridge()}</svg>
<p class="nom"><img src="icone.svg" width="56" height="56">Passerelle</p>
<p class="titre">Puis-je devenir assistante<br>ou assistant médical&#8239;?</p>
<p class="texte">Les voies, les conditions, ce qui vous manque. Chaque fait avec sa source et sa date.</p>"""


def bridge() -> str:
    middle = (LEFT + RIGHT) / 2
    places = [LEFT + (RIGHT - LEFT) * step / HANGERS for step in range(1, HANGERS)]
    hangers = "".join(f"M{x:.0f} {cable(x):.0f}V{deck(x):.0f}" for x in places)
    return (
        f'<path d="M{LEFT} {DECK}Q{middle} {DECK - 2 * RISE} {RIGHT} {DECK}V640H{LEFT}" fill="#fbfcf7"/>'
        f'<g fill="none"><path d="M{LEFT} {TOP}Q{middle} {TOP + 2 * SAG} {RIGHT} {TOP}{hangers}"'
        f' stroke="#5e7a71" stroke-width="2.5"/>'
        f'<path d="M{LEFT} {DECK}Q{middle} {DECK - 2 * RISE} {RIGHT} {DECK}" stroke="#12302b" stroke-width="11"/></g>'
        f'<circle cx="150" cy="{deck(150):.0f}" r="22" fill="#ffc83a" stroke="#12302b" stroke-width="6"/>'
    )


def cable(x: float) -> float:
    return TOP + SAG * _swing(x)


def deck(x: float) -> float:
    return DECK - RISE * _swing(x)


def _swing(x: float) -> float:
    """From 0 at both ends to 1 in the middle."""
    share = (x - LEFT) / (RIGHT - LEFT)
    return 4 * share * (1 - share)


if __name__ == "__main__":
    main()
