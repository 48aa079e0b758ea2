"""A place for a seal in a tagged PDF, known to its tags: PDF/UA-1 (7.18.4) wants every field inside a Form element."""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field


def add_seal_field(writer: IncrementalPdfFileWriter, field: str, *, label: str) -> None:
    """Add an unseen signature field to the first page and, when the paper is tagged, its Form element."""
    append_signature_field(writer, SigFieldSpec(field, on_page=0, readable_field_name=label))
    if "/StructTreeRoot" not in writer.root:
        return
    page_ref = writer.find_page_for_modification(0)[0]
    page = page_ref.get_object()
    notes = page["/Annots"]
    widget_ref = notes.raw_get(len(notes) - 1)
    tree = writer.root["/StructTreeRoot"]
    key = _next_key(tree)
    element = writer.add_object(_form_element(tree, page_ref, widget_ref, label))
    _append_child(writer, tree, element)
    _append_parent(writer, tree["/ParentTree"], key, element)
    tree[name("/ParentTreeNextKey")] = generic.NumberObject(key + 1)
    widget = widget_ref.get_object()
    widget[name("/StructParent")] = generic.NumberObject(key)
    page[name("/Tabs")] = name("/S")
    for changed in (tree, widget, page):
        writer.update_container(changed)


def _form_element(
    tree: generic.DictionaryObject,
    page: generic.IndirectObject,
    widget: generic.IndirectObject,
    label: str,
) -> generic.DictionaryObject:
    inside = generic.DictionaryObject({name("/Type"): name("/OBJR"), name("/Obj"): widget, name("/Pg"): page})
    return generic.DictionaryObject(
        {
            name("/Type"): name("/StructElem"),
            name("/S"): name("/Form"),
            name("/P"): _top(tree),
            name("/Pg"): page,
            name("/Alt"): generic.pdf_string(label),
            name("/K"): inside,
        }
    )


def _top(tree: generic.DictionaryObject) -> generic.IndirectObject:
    """The element that holds all others: the tree's only child, or its first."""
    kids = tree["/K"]
    top = kids.raw_get(0) if isinstance(kids, generic.ArrayObject) else tree.raw_get("/K")
    assert isinstance(top, generic.IndirectObject), "a structure element has a number of its own (ISO 32000-1, 14.7.2)"
    return top


def _append_child(
    writer: IncrementalPdfFileWriter, tree: generic.DictionaryObject, element: generic.IndirectObject
) -> None:
    top = _top(tree).get_object()
    kids = top.get("/K")
    if not isinstance(kids, generic.ArrayObject):
        kids = generic.ArrayObject([top.raw_get("/K")] if kids is not None else [])
        top[name("/K")] = kids
    kids.append(element)
    writer.update_container(kids if kids.container_ref else top)
    writer.update_container(top)


def _append_parent(
    writer: IncrementalPdfFileWriter,
    parents: generic.DictionaryObject,
    key: int,
    element: generic.IndirectObject,
) -> None:
    """The way back from the field to its element, in the number tree (ISO 32000-1, 7.9.7)."""
    pair = [generic.NumberObject(key), element]
    if "/Kids" in parents:
        limits = generic.ArrayObject([generic.NumberObject(key), generic.NumberObject(key)])
        leaf = generic.DictionaryObject({name("/Nums"): generic.ArrayObject(pair), name("/Limits"): limits})
        parents["/Kids"].append(writer.add_object(leaf))
    else:
        parents["/Nums"].extend(pair)
    writer.update_container(parents)


def _next_key(tree: generic.DictionaryObject) -> int:
    return max([int(tree.get("/ParentTreeNextKey", 0)), *(key + 1 for key in _keys(tree["/ParentTree"]))])


def _keys(node: generic.DictionaryObject) -> list[int]:
    own = [int(number) for number in list(node.get("/Nums", []))[::2]]
    below = [key for kid in node.get("/Kids", []) for key in _keys(kid.get_object())]
    return own + below
