"""Every sheet of the catalogue is read here as a resident would: length, voice, typography, addresses."""

import re

import pytest
import yaml

from guichet.catalogue.loading import DATA, read_files
from guichet.ui.build import DRAWINGS, HERE

FILES = read_files()
TEXTS = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in DATA.rglob("*.yaml")}


def sentences(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, item in value.items() if name not in {"url", "slug"} for text in sentences(item)]
    return [text for item in value for text in sentences(item)] if isinstance(value, list | tuple) else []


def told(slug: str) -> list[str]:
    """All that a resident reads of it."""
    procedure = FILES.procedures[slug]
    sheet = {name: part for name, part in procedure.sheet.as_json().items() if name not in {"desk", "to_check"}}
    return [procedure.title, procedure.summary, *procedure.about, *sentences(sheet)]


def test_there_are_a_hundred_and_four():
    assert len(FILES.procedures) == 104


@pytest.mark.parametrize("slug", FILES.procedures)
def test_a_sheet_is_neither_a_note_nor_a_treatise(slug):
    assert 150 <= len(" ".join(told(slug)).split()) <= 420


@pytest.mark.parametrize("slug", FILES.procedures)
def test_sentences_are_short(slug):
    for text in told(slug):
        for sentence in re.split(r"(?<=[.?])\s", text):
            assert len(sentence.split()) <= 25, sentence


@pytest.mark.parametrize("name", TEXTS)
def test_the_voice_is_ours(name):
    text = "\n".join(sentences(TEXTS[name])).lower()
    for word in ("veuillez", "merci de", "cliquez", "!", "\u202f", "\u2011", "'", "..."):
        assert word not in text, word


@pytest.mark.parametrize("name", TEXTS)
def test_french_punctuation_keeps_to_its_word(name):
    text = "\n".join(sentences(TEXTS[name]))
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
    for icon in [one.icon for one in FILES.procedures.values()] + [theme.icon for theme in FILES.themes]:
        assert icon in icons, icon


@pytest.mark.parametrize("slug", FILES.procedures)
def test_what_is_to_be_checked_says_so_and_is_not_told(slug):
    for sentence in FILES.procedures[slug].sheet.to_check:
        assert sentence.startswith("À vérifier"), sentence
        assert not any(sentence in text for text in told(slug))


def test_every_life_event_and_every_theme_holds_something():
    events = {event for file in FILES.procedures.values() for event in file.events}
    assert events == {event.slug for event in FILES.events}
    assert {file.theme for file in FILES.procedures.values()} == {theme.slug for theme in FILES.themes}
