"""Makes the fonts of printed papers: Typst reads static TrueType only, the package has variable web fonts.

Run after `npm ci`; writes guichet/documents/fonts/.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"
OUTPUT = ROOT / "guichet" / "documents" / "fonts"
FAMILY = "Atkinson Hyperlegible Next"

# The weight drawn, and the weight it is known by: on paper the true 400 looks a little thin.
WEIGHTS = {"Regular": (420, 400), "Bold": (700, 700)}
# latin-ext holds the letters of Polish or Czech names.
SUBSETS = ("latin", "latin-ext")


def make(style: str, *, slope: str, drawn: int, known: int) -> Path:
    """Write one static font under `style`, its subsets joined again."""
    with TemporaryDirectory() as folder:
        parts = []
        for subset in SUBSETS:
            source = TTFont(PACKAGE / f"atkinson-hyperlegible-next-{subset}-wght-{slope}.woff2")
            static = instantiateVariableFont(source, {"wght": drawn}, inplace=True)
            static.flavor = None
            part = Path(folder) / f"{subset}.ttf"
            static.save(part)
            parts.append(str(part))
        font = Merger().merge(parts)
    _name(font, style, known)
    target = OUTPUT / f"{_joined(style)}.ttf"
    font.save(target)
    return target


def _joined(style: str) -> str:
    return f"{FAMILY}-{style}".replace(" ", "")


def _name(font: TTFont, style: str, weight: int) -> None:
    """Give family, style and weight in every table where a program may look for them."""
    full = f"{FAMILY} {style}"
    names = {1: FAMILY, 2: style, 3: full, 4: full, 6: _joined(style)}
    for name_id in (16, 17, 21, 22, 25):  # would speak of the variable font
        font["name"].removeNames(nameID=name_id)
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    bold, italic = "Bold" in style, "Italic" in style
    font["OS/2"].usWeightClass = weight
    kept = font["OS/2"].fsSelection & ~0b1100001
    font["OS/2"].fsSelection = kept | (bold << 5) | (italic << 0) | ((not bold and not italic) << 6)
    font["head"].macStyle = bold | (italic << 1)


def main() -> None:
    if not PACKAGE.is_dir():
        sys.exit("node_modules lacks the font package: run npm ci first")
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for style, (drawn, known) in WEIGHTS.items():
        print(make(style, slope="normal", drawn=drawn, known=known))
        italic = "Italic" if style == "Regular" else f"{style} Italic"
        print(make(italic, slope="italic", drawn=drawn, known=known))


if __name__ == "__main__":
    main()
