"""What the commands of `make` promise, on small samples."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
words = importlib.import_module("unmarked")
is_recent_enough = importlib.import_module("node").is_recent_enough
steps = importlib.import_module("steps")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<p>Bonjour</p>", [(1, "Bonjour")]),
        ("<p>\n  Bonjour {{ name }}\n</p>", [(2, "Bonjour")]),
        ('<p>{% translate "Bonjour" %}</p>', []),
        ("{% blocktranslate %}Bonjour <b>à tous</b>{% endblocktranslate %}", []),
        ("{% comment %}Note{% endcomment %}{# note #}<p>·</p>", []),
        ("<p>{# name #}Anor{# /name #}</p>", []),
        ('\n<img alt="Une maison">', [(2, "Une maison")]),
        ('<img alt="{% translate "Une maison" %}">', []),
        ('<input type="submit" value="Envoyer"><input type="hidden" value="Rien">', [(1, "Envoyer")]),
        ('<input {% if x %}checked{% endif %} class="card card--large">', []),
        ("<script>const texte = 1;</script><style>p { color: red }</style>", []),
        ('{% include "ui/button/button.html" with label="Envoyer" kind="quiet" %}', [(1, "Envoyer")]),
        ('{% include "ui/button/button.html" with label=_("Envoyer") %}', []),
        ('{{ name|default:"Sans nom" }}{{ day|date:"Y-m-d" }}{{ hour|time:"H\\hi" }}', [(1, "Sans nom")]),
        ("&nbsp;&copy; 2026 – 12 %", []),
    ],
)
def test_words_that_no_translator_would_see_are_found(template, expected):
    assert words.unmarked(template) == expected


def test_words_written_in_a_paper_are_found():
    paper = "// Essai\n== Ce qui va se passer\n= #d.title\n#if d.x [Votre demande]\n#text(d.y)[#d.z]"
    assert words.unmarked_typst(paper) == [(2, "== Ce qui va se passer"), (4, "Votre demande")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('raise Refused("Ce port est pris.")', ["Ce port est pris."]),
        ('sentence = f"Le port {port} est déjà pris."', ["Le port … est déjà pris."]),
        ('label = "Vérification"', ["Vérification"]),
        ('_("Ce port est pris.")', []),
        ('ngettext("%(n)s requête", "%(n)s requêtes", n)', []),
        ('def f():\n    """Une phrase, pour ceux qui lisent le code."""', []),
        ('name = models.CharField(default="Bonjour à tous")', []),
        ('path("mot-de-passe/", view)', []),
        ('log.warning("child-died name=%s", name)', []),
        ('help = "Write the whole instance to one file, on a disk of yours."', []),
        ('LINKING = {"de", "du", "et"}', []),
        ('RANGE = re.compile(r"[-–—à]")', []),
    ],
)
def test_french_of_the_program_that_no_translator_would_see_is_found(source, expected):
    assert [words for _line, words in words.unmarked_python(source)] == expected


def test_files_allowed_to_hold_plain_french_are_there():
    assert [name for name in words.PLAIN if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("version", "expected"),
    [("v18.19.0", False), ("v20.18.3", False), ("v20.19.0", True), ("v21.7.0", False), ("v22.12.0", True), ("", False)],
)
def test_a_node_too_old_for_the_build_is_refused(version, expected):
    assert is_recent_enough(version) is expected


@pytest.fixture
def step(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "LOGS", tmp_path / "logs")
    (tmp_path / "input").write_text("one")

    def make(command):
        paths = {"stamp": tmp_path / "stamp", "product": tmp_path / "product"}
        return steps.Step("sample", "Essai", ("sh", "-c", command), (tmp_path / "input",), **paths)

    return make


def test_a_step_runs_again_only_when_its_inputs_change(step, tmp_path):
    once = step("echo made >> product")
    steps.run(once)
    steps.run(once)
    (tmp_path / "input").write_text("two")
    steps.run(once)
    assert (tmp_path / "product").read_text().split() == ["made", "made"]


def test_a_step_without_its_product_runs_again(step, tmp_path):
    once = step("touch product")
    steps.run(once)
    (tmp_path / "product").unlink()
    steps.run(once)
    assert (tmp_path / "product").exists()


def test_a_failed_step_shows_the_end_of_its_log_and_leaves_no_stamp(step, capfd, tmp_path):
    with pytest.raises(steps.Failed, match=r"« Essai » a échoué.*logs/sample\.log"):
        steps.run(step("echo le disque est plein; exit 1"))
    assert "le disque est plein" in capfd.readouterr().err
    assert not (tmp_path / "stamp").exists()


def test_a_machine_without_network_gets_one_sentence(step, capfd):
    with pytest.raises(steps.Failed, match="Internet est hors d’atteinte"):
        steps.run(step("echo npm error code ENOTFOUND; exit 1"))
    assert capfd.readouterr().err == ""


def test_a_python_too_old_gets_one_sentence(tmp_path):
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        old = tmp_path / name
        old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n')
        old.chmod(0o755)
    environment = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    answer = subprocess.run(
        ["sh", ROOT / "tools" / "setup.sh", "run"], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert "3.11 ou plus récent" in answer.stderr
    assert "Python 3.9.2" in answer.stderr
