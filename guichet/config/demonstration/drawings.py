"""Pictures for the invented towns' pages, drawn from the program's own drawings: nobody's face, nobody's photograph."""

import re
from functools import cache

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission

from guichet.communes.models import Body

SHELF = settings.PACKAGE / "ui"
WIDTH, HEIGHT = 1200, 675
# The sky and the hills behind a drawing.
GROUNDS = {
    "brick": ("#f8e6dd", "#efcdbf", "#e2b49f"),
    "glass": ("#dceee8", "#b9dcd2", "#93c4b4"),
    "sky": ("#dfecf5", "#bcd7e8", "#9cc5e0"),
    "honey": ("#fdf0cf", "#f8d684", "#eec463"),
}
_SCENE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><style>{rules}</style>
<rect width="{width}" height="{height}" fill="{sky}"/>
<circle cx="{sun}" cy="150" r="70" fill="#fffaf0"/>
<path d="M0 470 C 200 380 420 400 640 460 S 1020 520 1200 430 V 675 H 0 Z" fill="{hill}"/>
<path d="M0 580 C 300 530 520 600 820 565 S 1100 550 1200 575 V 675 H 0 Z" fill="{field}"/>
<svg x="{left}" y="95" width="600" height="500" viewBox="0 0 120 100" overflow="visible">{drawing}</svg></svg>"""


def drawn(body: Body, drawing: str, title: str, *, ground: str = "brick") -> Image:
    """A picture of one of our drawings before the hills, in this body's collection; 1200 × 675 points."""
    shift = sum(map(ord, title)) % 3  # two pictures of one drawing are not the same
    sky, hill, field = GROUNDS[ground]
    scene = _SCENE.format(
        width=WIDTH, height=HEIGHT, rules=_rules(), sky=sky, hill=hill, field=field,
        sun=(190, 980, 1050)[shift], left=(300, 190, 420)[shift], drawing=_inside(drawing),
    )  # fmt: skip
    page = f'#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: 0pt)\n#image(bytes("{_quoted(scene)}"), format: "svg", width: 100%)'
    content = typst.compile(page.encode(), format="png", ppi=72)
    assert isinstance(content, bytes)
    picture = ContentFile(content, f"{slugify(title)[:60]}.png")
    made: Image = Image.objects.create(
        title=title, file=picture, width=WIDTH, height=HEIGHT, collection=_collection_of(body)
    )
    return made


def _collection_of(body: Body) -> Collection:
    """The collection that the body's editors may add pictures to."""
    rights = GroupCollectionPermission.objects.filter(group__editing_group__body=body).select_related("collection")
    found = rights.first()
    return found.collection if found else Collection.get_first_root_node()


@cache
def _rules() -> str:
    """The colours of the drawings' classes, with the palette in place of its names."""
    palette = dict(re.findall(r"(--[\w-]+):\s*(#\w+)", (SHELF / "styles" / "tokens.css").read_text()))
    rules = (SHELF / "styles" / "drawings.css").read_text().split("/* The window", 1)[0]
    return re.sub(r"var\((--[\w-]+)\)", lambda name: palette[name[1]], re.sub(r"/\*.*?\*/", "", rules, flags=re.S))


def _inside(drawing: str) -> str:
    text = (SHELF / "drawings" / f"{drawing}.svg").read_text()
    return text[text.index(">") + 1 : text.rindex("</svg>")]


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
