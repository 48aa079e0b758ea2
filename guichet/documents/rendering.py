"""Papers: Typst templates filled with data, as tagged, archivable PDFs (PDF/A-2a and PDF/UA-1)."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock

import segno
import typst
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).resolve().parent.parent
FONTS = Path(__file__).resolve().parent / "fonts"
_STANDARDS: list["typst.PDFStandard"] = ["a-2a", "ua-1"]
# Not in our type: the narrow no-break space, the no-break hyphen, and what moves a machine instead of showing.
_SPELLING = {
    **{code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"},
    0x202F: "\u00a0",
    0x2011: "-",
}
# Greek and Cyrillic, which a type bundled with Typst draws.
_NEIGHBOURS = range(0x370, 0x530)
_UNSHOWN = "?"
# Choosing among the eight masks takes five times longer than all the rest; readers take any, and this one is
# the best for two of our addresses in three.
_QR_MASK = 4


class Press:
    """Prints the templates of one folder with the types of another."""

    def __init__(self, templates: Path = PACKAGE, fonts: Path = FONTS) -> None:
        if not any(fonts.glob("*.ttf")):
            raise ImproperlyConfigured(
                _(
                    "Les caractères des documents imprimés manquent (%(folder)s) : lancez « make run », qui les fabrique."
                )
                % {"folder": fonts}
            )
        self._templates = templates
        self._compiler = typst.Compiler(root=templates, font_paths=[fonts], ignore_system_fonts=True)
        self._one_at_a_time = Lock()

    def print(self, template: str, data: Mapping[str, object]) -> bytes:
        """What `render_pdf` promises."""
        try:
            return self._compiled(template, _spelled(data, lambda text: text.translate(_SPELLING)))
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            return self._compiled(template, _spelled(data, _showable))

    def _compiled(self, template: str, data: object) -> bytes:
        text = json.dumps(data, ensure_ascii=False)
        with self._one_at_a_time:
            pdf = self._compiler.compile(
                input=str(self._templates / template), format="pdf", sys_inputs={"data": text}, pdf_standards=_STANDARDS
            )
        assert isinstance(pdf, bytes)
        return pdf


def render_pdf(template: str, data: Mapping[str, object]) -> bytes:
    """Fill a template, named from the `guichet` folder ("cases/typst/receipt.typ"), with data that JSON can hold.

    The template reads it with `#let d = json(bytes(sys.inputs.data))`. Text is never read as markup; a letter
    that no type of ours can draw becomes "?", since a paper with a hole is worth more than none.
    Raises typst.TypstError when the paper would not be accessible: a picture without words, a skipped heading.
    """
    return _press().print(template, data)


def qr_svg(text: str) -> str:
    """A QR code as an SVG drawing; it still reads when a seventh of it is dirty."""
    output = BytesIO()
    code = segno.make(text, error="m", boost_error=False, micro=False, mask=_QR_MASK)
    code.save(output, kind="svg", xmldecl=False, nl=False, border=0, omitsize=True)
    return output.getvalue().decode()


def ticket(*, reference: str, secret: str, url: str, shown: str, scan: str = "", say: str = "") -> dict[str, object]:
    """What the `ticket` of house.typ shows: both codes, the QR code of `url`, the address that is read, the words.

    `scan` and `say` are what one does with them, where it is not following a request.
    """
    return {
        "reference": reference,
        "secret": secret,
        "url": url,
        "shown": shown,
        "qr_svg": qr_svg(url),
        "words": {
            "keep": _("Ticket à garder"),
            "reference": _("Référence"),
            "secret": _("Code secret"),
            "qr": _("Code QR qui ouvre le suivi de la demande %(reference)s") % {"reference": reference},
            "scan": scan or _("Scannez pour suivre."),
            "say": say or _("Ou donnez ces deux codes à l’accueil ou au téléphone."),
        },
    }


def _spelled(value: object, spell: Callable[[str], str]) -> object:
    """The same data with every string spelled again."""
    if isinstance(value, str):
        return spell(value)
    if isinstance(value, Mapping):
        return {key: _spelled(item, spell) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(item, spell) for item in value]
    return value


def _showable(text: str) -> str:
    drawn = _drawn_letters()
    kept = (c if c == "\n" or ord(c) in drawn or ord(c) in _NEIGHBOURS else _UNSHOWN for c in text.translate(_SPELLING))
    return "".join(kept)


@lru_cache(maxsize=1)
def _drawn_letters() -> frozenset[int]:
    with TTFont(FONTS / "AtkinsonHyperlegibleNext-Regular.ttf") as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=1)
def _press() -> Press:
    return Press()
