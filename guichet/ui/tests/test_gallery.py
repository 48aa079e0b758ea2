import re
from pathlib import Path

import pytest
from django.test import RequestFactory, override_settings

from guichet.ui.gallery import COMPONENTS, components, gallery

PLAIN_FILES = override_settings(
    STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
)
FOLDERS = sorted(path for path in COMPONENTS.iterdir() if path.is_dir() and path.name != "layout")
EXAMPLES = [example for component in components() for example in component.examples]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_component_has_its_template_its_style_its_examples_and_its_page(folder: Path):
    for name in (f"{folder.name}.html", f"{folder.name}.css", "examples.yaml", "README.md"):
        assert (folder / name).is_file(), f"{folder.name} misses {name}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_page_of_a_component_names_every_variable_of_its_examples(folder: Path):
    text = (folder / "README.md").read_text()
    component = next(one for one in components() if one.name == folder.name)
    for example in component.examples:
        assert [key for key in example.data if f"`{key}`" not in text] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_some_face_carries_the_style_of_every_component(folder: Path):
    entries = COMPONENTS.parent.parent / "entries"
    carried = "".join((entries / name).read_text() for name in ("portal.css", "desk.css", "kiosk.css"))
    assert f"/{folder.name}/{folder.name}.css" in carried


@PLAIN_FILES
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.component}: {example.name}")
def test_an_example_renders_and_needs_no_inline_style_or_script(example):
    html = example.html()
    assert not re.search(r"<script|\sstyle=|\son[a-z]+=|{{|{%", html)


@PLAIN_FILES
def test_the_gallery_shows_every_example_in_both_themes():
    for theme in ("", "contrast"):
        faces = [
            gallery(RequestFactory().get("/composants/", {"theme": theme, "face": face})).content.decode()
            for face in ("portal", "kiosk")
        ]
        assert sum(page.count("data-example=") for page in faces) == len(EXAMPLES)
        assert all(('data-theme="contrast"' in page) == bool(theme) for page in faces)


def test_french_sentences_keep_their_punctuation_close():
    loose = re.compile(r"[\w’é»] [:;?!»](?=[\s\"'<]|$)|« ")
    for file in COMPONENTS.rglob("*"):
        if file.suffix in {".html", ".yaml"}:
            assert loose.findall(file.read_text()) == [], file
