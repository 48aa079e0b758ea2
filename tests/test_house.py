"""The rules of the house that no linter sees (STYLE.md, DESIGN.md §3)."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "guichet"
ORDER = (
    "config", ("portal", "desk", "kiosk", "expert"), "visits", "cases", "national", ("content", "cabinet", "mandates"), "catalogue", "devices", "notifications", "documents", "accounts",
    "communes", "journal", ("kit", "ui"),
)  # fmt: skip
FLOOR = {name: floor for floor, names in enumerate(ORDER) for name in ([names] if isinstance(names, str) else names)}
FLOOR["guichet_config"] = FLOOR["config"]
FACES = ("portal", "desk", "kiosk", "expert")
PYTHON = [
    path
    for path in sorted([*HOUSE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")])
    if "migrations" not in path.parts
]
WRITTEN = PYTHON + sorted(
    path
    for kind in ("*.ts", "*.html", "*.css")
    for path in HOUSE.rglob(kind)
    if not {"dist", "node_modules"} & set(path.parts)
)
# An e-mail is not a page: it carries its own style, and no policy reads it.
TEMPLATES = [path for path in WRITTEN if path.suffix == ".html" and path.name != "mail.html"]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", WRITTEN, ids=short)
def test_no_file_is_longer_than_400_lines(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_no_function_is_longer_than_60_lines(path):
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1})"
        for node in functions
        if node.end_lineno - node.lineno >= 60
    ]
    assert long == []


def rooms_below_the_faces():
    names = ("models.py", "rules.py", "facts.py", "subscribers.py", "tasks.py")
    rooms = [name for name in FLOOR if name not in {"config", "guichet_config", "kit", "ui", *FACES}]
    for room in rooms:
        found = (
            [HOUSE / room / name for name in names]
            + list((HOUSE / room).glob("actions*"))
            + list((HOUSE / room).glob("actions/*.py"))
        )
        yield from (path for path in found if path.is_file())


@pytest.mark.parametrize("path", list(rooms_below_the_faces()), ids=short)
def test_a_room_knows_nothing_of_pages(path):
    assert not re.search(r"django\.(http|shortcuts|views|urls)\b|django\.template\.(loader|response)", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_nothing_in_a_template_needs_a_looser_policy(path):
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", text)
    assert not re.search(r"<[^>]*\sstyle=", text)
    assert not re.search(r"<[^>]*\son[a-z]+=", text)
    assert "<style" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_template_extends_and_includes_only_its_own_or_lower_floors(path):
    owner = path.relative_to(HOUSE).parts[0]
    for name in re.findall(r"{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']", path.read_text()):
        other = name.split("/")[0]
        if other in FLOOR and other != owner:
            assert FLOOR[other] > FLOOR[owner], f"{short(path)} uses {name}"


@pytest.mark.parametrize("room", [name for name in FLOOR if name not in {"kit", "guichet_config"}])
def test_keys_and_migrations_go_down_like_imports(room):
    if room == "config":
        room = "guichet_config"
    for model in apps.get_app_config(room).get_models():
        for field in model._meta.get_fields():
            target = getattr(getattr(field, "remote_field", None), "model", None)
            app = getattr(getattr(target, "_meta", None), "app_label", None)
            if not field.auto_created and app in FLOOR and app != room:
                assert FLOOR[app] > FLOOR[room], f"{model.__name__}.{field.name} points up to {app}"
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for (app, name), migration in loader.disk_migrations.items():
        if app == room:
            for other, _name in migration.dependencies:
                assert other == app or other not in FLOOR or FLOOR[other] > FLOOR[app], (
                    f"{app}.{name} waits for {other}"
                )


def test_migrations_are_named_by_hand_and_import_nothing_of_ours():
    for path in HOUSE.rglob("migrations/0*.py"):
        assert "_auto_" not in path.name
        ours = [line for line in path.read_text().splitlines() if re.match(r"\s*(from|import) guichet", line)]
        allowed = [
            line
            for line in ours
            if re.search(r"guichet\.\w+\.(models|managers|rules)$|import guichet\.\w+(\.\w+)*$", line)
        ]
        assert len(ours) == len(allowed), path


def test_no_other_drawer_is_opened():
    drawers = {"services.py", "utils.py", "helpers.py", "common.py", "managers.py", "signals.py", "misc.py"}
    assert [short(path) for path in PYTHON if path.name in drawers] == []


def test_every_panel_of_the_workshop_is_one_that_knows_its_own_rows():
    """Wagtail's rights on snippets are per model: who edits one town's would edit every town's."""
    calls = re.compile(r"register_snippet|SnippetViewSet|ModelAdmin\b|register_setting|wagtail\.contrib\.settings")
    assert [short(path) for path in PYTHON if path.name != "test_house.py" and calls.search(path.read_text())] == []
    plain = re.compile(r"\((ModelViewSet|ModelViewSetGroup)\):")
    assert [short(path) for path in PYTHON if plain.search(path.read_text())] == ["guichet/communes/admin.py"]


def test_a_paper_of_a_case_is_never_a_picture_or_a_document_of_the_workshop():
    """What editors see in the workshop comes from `content` alone; the files of cases are sealed in `documents`."""
    theirs = {"wagtailimages", "wagtaildocs"}
    rooms = [name for name in FLOOR if name not in {"kit", "config", "content"}]
    for model in (model for room in rooms for model in apps.get_app_config(room).get_models()):
        related = {
            field.related_model for field in model._meta.get_fields() if field.is_relation and not field.auto_created
        }
        lineage = {parent for parent in model.__mro__ if hasattr(parent, "_meta")}
        met = {one._meta.app_label for one in (*related, *lineage) if one is not None and hasattr(one, "_meta")}
        assert not met & theirs, model
    assert not Path(settings.FILES_ROOT).is_relative_to(settings.MEDIA_ROOT)
    assert not Path(settings.MEDIA_ROOT).is_relative_to(settings.FILES_ROOT)
