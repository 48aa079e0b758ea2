"""Several PDFs bound into one that still reads aloud: the tags, the links and the title of each, in their order.

pikepdf copies pages and leaves behind what hangs on the document: here the structure trees are hung on one root and their
numbers moved on, so that no page points to the tags of another. What is lost, and is not for paper: fields that a
screen would fill in (they are printed as they look), layers that can be hidden, named destinations. The whole does not
claim PDF/A nor PDF/UA, even of parts that do: nobody checked it.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

LANGUAGE = "fr-FR"


@dataclass(frozen=True)
class Part:
    """One paper of the whole; the title is what a reader's table of contents says."""

    title: str
    pdf: bytes


def bind(parts: Sequence[Part], *, title: str) -> bytes:
    """One PDF of all these, in this order."""
    output = BytesIO()
    with pikepdf.new() as whole, ExitStack() as open_parts:
        tags = _Tags(whole)
        firsts = []
        for part in parts:
            source = open_parts.enter_context(pikepdf.open(BytesIO(part.pdf)))
            firsts.append(len(whole.pages))
            tags.bind(source, part.title)
        tags.finish()
        with whole.open_outline() as outline:
            outline.root.extend(OutlineItem(part.title, first) for part, first in zip(parts, firsts, strict=True))
        whole.Root.Lang = pikepdf.String(LANGUAGE)
        whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with whole.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = [LANGUAGE]
        whole.docinfo["/Title"] = title
        whole.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()


class _Tags:
    """The structure tree of the whole (ISO 32000-1, 14.7), growing by one part at a time."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        self.whole = whole
        self.root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array()))
        self.roles = Dictionary()
        self.classes = Dictionary()
        self.next_key = 0
        self.parents: list[tuple[int, Any]] = []

    def bind(self, source: pikepdf.Pdf, title: str) -> None:
        """Copy a document's pages, then its tags: copied after them, the tags find the pages where they now are."""
        first = len(self.whole.pages)
        tree = source.Root.get("/StructTreeRoot")
        if tree is not None:
            _move_on(source, self.next_key)
        self.whole.pages.extend(source.pages)
        part = self.whole.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Part, P=self.document, T=pikepdf.String(title), K=Array())
        )
        part.Lang = pikepdf.String(str(source.Root.get("/Lang", LANGUAGE)))
        self.document.K.append(part)
        if tree is not None:
            self._keep(self.whole.copy_foreign(source.make_indirect(tree)), part)
        else:
            for page in self.whole.pages[first:]:
                self._read_as_drawn(page, part)

    def _keep(self, tree: Any, part: Any) -> None:
        kids = tree.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            kid.P = part
            part.K.append(kid)
        for name, kept in (("/RoleMap", self.roles), ("/ClassMap", self.classes)):
            for key, value in tree.get(name, Dictionary()).items():
                if key not in kept:  # two writers may give one name two meanings: the first is ours
                    kept[key] = value
        start = self.next_key
        for key, value in pikepdf.NumberTree(tree.ParentTree).items() if "/ParentTree" in tree else ():
            self.parents.append((start + key, value))
            self.next_key = max(self.next_key, start + key + 1)

    def _read_as_drawn(self, page: pikepdf.Page, part: Any) -> None:
        """One paragraph of all that an untagged page draws: in a tagged document, the rest would be passed over."""
        told = self.whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=part, Pg=page.obj, K=Array([0])))
        part.K.append(told)
        page.contents_add(b"/P <</MCID 0>> BDC\n", prepend=True)
        page.contents_add(b"\nEMC")
        page.obj.StructParents = self.next_key
        self.parents.append((self.next_key, self.whole.make_indirect(Array([told]))))
        self.next_key += 1

    def finish(self) -> None:
        numbers = Array()
        for key, value in sorted(self.parents, key=lambda pair: pair[0]):
            numbers.extend(Array([key, value]))
        self.root.K = Array([self.document])
        self.root.ParentTree = Dictionary(Nums=numbers)
        self.root.ParentTreeNextKey = self.next_key
        self.root.RoleMap, self.root.ClassMap = self.roles, self.classes
        self.whole.Root.StructTreeRoot = self.root
        self.whole.Root.MarkInfo = Dictionary(Marked=True)


def _move_on(source: pikepdf.Pdf, by: int) -> None:
    """Move the numbers that tie pages, pictures and notes to their tags; in memory alone."""
    direct = [
        note
        for page in source.pages
        for note in page.obj.get("/Annots", Array())
        if isinstance(note, Dictionary) and not note.is_indirect
    ]
    for thing in [*source.objects, *direct]:
        if isinstance(thing, Dictionary | pikepdf.Stream):
            for name in ("/StructParents", "/StructParent"):
                if name in thing:
                    thing[name] = int(thing[name]) + by
