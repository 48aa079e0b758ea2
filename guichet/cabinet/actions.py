"""Arrange the drawers, attach their blank forms, count their paper, hand papers out."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from guichet.cabinet import refusals
from guichet.cabinet.facts import (
    BlankAttached,
    BlankDetached,
    DrawerArranged,
    DrawerRemoved,
    DrawerRestocked,
    FormsHandedOut,
)
from guichet.cabinet.models import Drawer, HandOut
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.documents.actions import Upload, discard, keep_upload
from guichet.documents.models import StoredFile
from guichet.documents.rules import Kind, kind_of, shown_name
from guichet.journal.actions import record
from guichet.journal.models import Record
from guichet.kit.actor import Actor

_HEAD = 4096
_COLUMNS = frozenset({"label", "cerfa", "version", "blank_url", "place", "stock", "reorder_level"})


def check_drawer(*, body: Body, number: int, replaces: Drawer | None = None, **columns: object) -> None:
    """Refuse what `arrange_drawer` would refuse."""
    same = Drawer.objects.of_body(body).filter(number=number).first()
    if same is not None and same != replaces:
        raise refusals.number_taken(number)
    told = {name: columns.get(name) for name in ("label", "cerfa", "version", "blank_url")}
    stock = columns.get("stock")
    assert stock is None or isinstance(stock, int)
    refusals.check_paper_form(**{name: str(value or "") for name, value in told.items()}, stock=stock)


@transaction.atomic
def arrange_drawer(
    *,
    body: Body,
    number: int,
    procedure: Procedure,
    columns: Mapping[str, object] | None = None,
    replaces: Drawer | None = None,
    by: Actor,
) -> Drawer:
    """Give a drawer to a procedure, with what else it holds (label, cerfa, stock…); `replaces` is arranged anew.

    What `columns` does not name stays as it is; the attached blank form always stays.
    """
    changes = columns or {}
    assert _COLUMNS.issuperset(changes), "a drawer has no such column"
    assert replaces is None or replaces.body_id == body.pk, "a drawer stays with its body"
    drawer = _locked(replaces) if replaces else Drawer(body=body)
    drawer.number, drawer.procedure = number, procedure
    for name, value in changes.items():
        setattr(drawer, name, value)
    check_drawer(body=body, number=number, replaces=replaces, **{name: getattr(drawer, name) for name in _COLUMNS})
    drawer.save()
    record(DrawerArranged(drawer.pk, procedure.pk), by=by, body_id=body.pk)
    return drawer


@transaction.atomic
def remove_drawer(drawer: Drawer, *, by: Actor) -> None:
    """Take a drawer out of the cabinet, with its blank form; what was handed out of it stays told."""
    drawer = _locked(drawer)
    record(DrawerRemoved(drawer.pk), by=by, body_id=drawer.body_id)
    blank = drawer.blank
    drawer.delete()
    if blank:
        discard([blank], by=by)


def attach_blank(drawer: Drawer, upload: Upload, *, name: str, by: Actor) -> Drawer:
    """Keep the blank form that is printed from this drawer; the old one is discarded.

    Call it outside a transaction, like `documents.actions.keep_upload`.
    """
    return put_blank(drawer, keep_blank(upload, name=name, body=drawer.body, by=by), by=by)


def keep_blank(upload: Upload, *, name: str, body: Body, by: Actor) -> StoredFile:
    """Check and keep a blank form, a PDF by its bytes, for `put_blank`. Call it outside a transaction."""
    upload.seek(0)
    head = upload.read(_HEAD)
    if head and kind_of(head) is not Kind.PDF:
        raise refusals.not_a_pdf(shown_name(name))
    return keep_upload(upload, name=name, body=body, by=by)


@transaction.atomic
def put_blank(drawer: Drawer, file: StoredFile | None, *, by: Actor) -> Drawer:
    """Hang a kept PDF on a drawer, or nothing; the one that hung there is discarded."""
    drawer = _locked(drawer)
    old, drawer.blank = drawer.blank, file
    drawer.save(update_fields=["blank"])
    fact = BlankAttached(drawer.pk, file.pk) if file else BlankDetached(drawer.pk)
    record(fact, by=by, body_id=drawer.body_id)
    if old:
        discard([old], by=by)
    return drawer


@transaction.atomic
def restock(drawer: Drawer, count: int, *, by: Actor) -> Drawer:
    """Say how many paper forms the drawer holds now; said twice, it is still true."""
    drawer = _locked(drawer)
    if not drawer.has_paper:
        refusals.check_paper_form(label="", cerfa="", version="", blank_url="", stock=count)
    drawer.stock = count
    drawer.save(update_fields=["stock"])
    record(DrawerRestocked(drawer.pk, count), by=by, body_id=drawer.body_id)
    return drawer


@transaction.atomic
def hand_out(
    *,
    body: Body,
    procedures: Sequence[Procedure] = (),
    blanks: Sequence[Drawer] = (),
    taken: Sequence[Drawer] = (),
    large: bool = False,
    page: UUID | None = None,
    by: Actor,
) -> Record:
    """Tell that somebody left with these papers: printed sheets, printed blank forms, paper forms out of drawers.

    A blank form goes with the sheet of its procedure. Each drawer of `taken` has one form less, and never less than none:
    a pile that was counted wrong does not keep anybody from leaving with her form.

    `page` is the page it was asked on. The same papers asked there again, even at the same moment, are not given twice:
    the fact told first comes back.
    """
    assert all(drawer.body_id == body.pk for drawer in (*blanks, *taken)), "the drawer of another body"
    # One body's papers are told one after the other; "no key" lets its cases be written meanwhile.
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    printed = list(dict.fromkeys([*(one.pk for one in procedures), *(drawer.procedure_id for drawer in blanks)]))
    concerned = list(dict.fromkeys([*printed, *(drawer.procedure_id for drawer in taken)]))
    fact = FormsHandedOut(
        body.pk,
        procedures=concerned,
        blanks=[drawer.pk for drawer in blanks],
        taken=[drawer.pk for drawer in taken],
        printed=bool(printed),
        large=large and bool(printed),
        papers=len(printed) + len(blanks) + len(taken),
    )
    key = uuid5(page, repr(fact)) if page else None
    known = HandOut.objects.filter(key=key).select_related("record").first() if key else None
    if known:
        return known.record
    lowered = Drawer.objects.select_for_update().filter(pk__in=fact.taken).order_by("pk")
    still = [drawer.pk for drawer in lowered]
    Drawer.objects.filter(pk__in=still, stock__gt=0).update(stock=F("stock") - 1)
    row = record(fact, by=by, body_id=body.pk)
    if key:
        HandOut.objects.create(key=key, record=row)
    return row


def _locked(drawer: Drawer) -> Drawer:
    """The drawer as it is now, held until the end of the transaction; refused when it is gone."""
    found = Drawer.objects.select_for_update(of=("self",)).select_related("body", "blank").filter(pk=drawer.pk).first()
    if found is None:
        raise refusals.drawer_gone()
    return found
