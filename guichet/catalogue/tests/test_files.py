"""Every sheet of the catalogue is read here as a resident would: length, voice, typography, addresses."""

import re

import pytest

from guichet.catalogue.loading import DATA, read_files
from guichet.ui.build import DRAWINGS, HERE

FILES = read_files()
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in DATA.rglob("*.yaml")}
COMMENT = re.compile(r"^#.*$", re.MULTILINE)


def sentences(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, item in value.items() if name not in {"url", "slug"} for text in sentences(item)]
    return [text for item in value for text in sentences(item)] if isinstance(value, list | tuple) else []


@pytest.mark.parametrize("slug", FILES.procedures)
def test_a_sheet_is_neither_a_note_nor_a_treatise(slug):
    procedure = FILES.procedures[slug]
    told = " ".join([procedure.summary, *sentences(procedure.sheet.as_json())])
    assert 80 <= len(re.findall(r"\w+", told)) <= 400


@pytest.mark.parametrize("slug", FILES.procedures)
def test_sentences_are_short(slug):
    procedure = FILES.procedures[slug]
    for text in [procedure.summary, *sentences(procedure.sheet.as_json())]:
        for sentence in re.split(r"(?<=[.?])\s", text):
            assert len(sentence.split()) <= 25, sentence


@pytest.mark.parametrize("name", TEXTS)
def test_the_voice_is_ours(name):
    text = COMMENT.sub("", TEXTS[name])
    for word in ("veuillez", "merci de", "cliquez", "!", "\u202f", "\u2011", "'", "..."):
        assert word not in text.lower(), word


@pytest.mark.parametrize("name", TEXTS)
def test_french_punctuation_keeps_to_its_word(name):
    text = COMMENT.sub("", TEXTS[name])
    assert not re.search(r"[^\N{NO-BREAK SPACE}][;?!»%€]", text)
    assert not re.search(r" :|«[^\N{NO-BREAK SPACE}]", text)


@pytest.mark.parametrize("slug", FILES.procedures)
def test_an_official_link_says_whose_site_it_is(slug):
    for link in FILES.procedures[slug].sheet.links:
        assert link.url.startswith("https://")
        assert link.whose.startswith("le site ")


def test_pictures_exist():
    icons = (HERE / "icons.txt").read_text().split()
    drawings = [event.drawing for event in FILES.events] + [one.drawing for one in FILES.procedures.values()]
    for drawing in drawings:
        assert (DRAWINGS / f"{drawing}.svg").exists(), drawing
    for procedure in FILES.procedures.values():
        assert procedure.icon in icons, procedure.icon
