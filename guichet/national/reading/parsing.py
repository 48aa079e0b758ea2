"""XML from outside, parsed with nothing that can explode: no document type, hence no entity; few levels, few elements."""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat  # hardened below: a document type is refused before it says anything

DEEPEST = 60  # the State's own files have 17 levels
MOST_ELEMENTS = 60_000  # and at most 2,000 elements


class Unreadable(Exception):
    """This file cannot be read; the text says why, for the report of the import."""


class _Guarded:
    """A builder that counts: a file that nests or repeats without end stops here."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST or self.count > MOST_ELEMENTS:
            raise Unreadable("too-many-elements")
        self.builder.start(_last_part(name), {_last_part(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(_last_part(name))

    @staticmethod
    def refuse(*_what: object) -> None:
        raise Unreadable("document-type")


def _last_part(name: str) -> str:
    """Only Dublin Core has a namespace here, and its names ("title") are none of the State's own ("Titre")."""
    return name.rpartition(" ")[2]


def parsed(data: bytes) -> Element:
    """The root of a document in UTF-8, names without their namespace. Raises `Unreadable`."""
    guard = _Guarded()
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = guard.builder.data
    parser.StartDoctypeDeclHandler = guard.refuse
    parser.EntityDeclHandler = guard.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unreadable(f"line {error.lineno}") from error
    return guard.builder.close()
