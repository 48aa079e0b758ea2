"""What the person came for, and what is done about it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from guichet.cabinet.actions import hand_out
from guichet.cabinet.models import Drawer
from guichet.catalogue.models import Procedure
from guichet.journal.actions import record
from guichet.journal.facts import Fact
from guichet.journal.models import Record
from guichet.kit.actor import Actor
from guichet.kit.refusal import Refusal
from guichet.visits.actions.acting import in_her_name
from guichet.visits.actions.visits import held
from guichet.visits.facts import (
    BringBackPrinted,
    CopyMade,
    DoneOnTheSpot,
    LetterPrepared,
    MatterAdded,
    PapersChecked,
    ReceiptGiven,
    SiteOpened,
)
from guichet.visits.models import Matter, Visit

MOST_MATTERS = 12


def add_matter(visit: Visit, procedure: Procedure, *, by: Actor) -> Matter:
    """She also came for this; said twice, it is said once."""
    with held(visit, by=by) as current:
        matter = current.matters.filter(procedure=procedure).first()
        if matter is None:
            if current.matters.count() >= MOST_MATTERS:
                raise Refusal(
                    "many-matters",
                    _("Une visite tient douze démarches. Finissez celle-ci, puis ouvrez-en une autre pour la suite."),
                )
            matter = Matter.objects.create(visit=current, procedure=procedure)
            _tell(MatterAdded(current.pk, procedure.pk), current, by, procedure)
    return matter


def drop_matter(matter: Matter, *, by: Actor) -> None:
    """It was not for this: what was done about it stays told. Said twice, it is said once."""
    with held(matter.visit, by=by) as current:
        current.matters.filter(pk=matter.pk).delete()


def check_papers(matter: Matter, *, brought: Collection[int], missing: Collection[int], by: Actor) -> Matter:
    """Note which papers she has and which she lacks, by their place in the sheet; a paper is one or the other."""
    places = range(len(matter.procedure.sheet.papers))
    lacking = sorted(set(missing).intersection(places))
    having = sorted(set(brought).intersection(places).difference(lacking))
    with held(matter.visit, by=by) as current:
        found = _still(current, matter)
        if (found.brought, found.missing) != (having, lacking):
            found.brought, found.missing = having, lacking
            found.save(update_fields=["brought", "missing"])
            _tell(PapersChecked(current.pk, found.procedure_id, len(having), lacking), current, by, matter.procedure)
    matter.brought, matter.missing = having, lacking
    return matter


def give_papers(
    matter: Matter, *, blanks: Sequence[Drawer], large: bool = False, page: UUID | None = None, by: Actor
) -> Record:
    """The sheet and its blank forms leave with the person; the same page printed again gives nothing twice."""
    with held(matter.visit, by=by) as current:
        return hand_out(
            body=current.body,
            procedures=[matter.procedure],
            blanks=blanks,
            large=large,
            page=page,
            by=in_her_name(current, by=by, procedure=matter.procedure),
        )


def note_bring_back(matter: Matter, *, by: Actor) -> None:
    """The list of what is missing leaves with the person; printed again, it is told once."""
    with held(matter.visit, by=by) as current:
        found = _still(current, matter)
        if not found.missing:
            raise Refusal("nothing-missing", _("Il ne manque rien : cochez d’abord ce que la personne doit rapporter."))
        _tell_once(BringBackPrinted(current.pk, found.procedure_id, len(found.missing)), current, by, matter.procedure)


def note_site(matter: Matter, link: int, *, by: Actor) -> None:
    """An official site is opened with the person: she types her passwords herself, we never ask for them."""
    assert 0 <= link < len(matter.procedure.sheet.links), "the sheet has no such link"
    with held(matter.visit, by=by) as current:
        _tell(SiteOpened(current.pk, matter.procedure_id, link), current, by, matter.procedure)


def note_done(matter: Matter, *, by: Actor) -> None:
    """What she came for is done, before she leaves; pressed twice, it is done once."""
    with held(matter.visit, by=by) as current:
        _tell_once(DoneOnTheSpot(current.pk, matter.procedure_id), current, by, matter.procedure)


def note_letter(matter: Matter, *, by: Actor) -> None:
    """A letter to another office leaves with the person; nothing of it is kept."""
    with held(matter.visit, by=by) as current:
        _tell(LetterPrepared(current.pk, matter.procedure_id), current, by, matter.procedure)


def note_copy(visit: Visit, pages: int, *, by: Actor) -> None:
    """Her own papers were copied for her; nothing of them is kept."""
    with held(visit, by=by) as current:
        _tell(CopyMade(current.pk, pages), current, by)


def note_receipt(visit: Visit, *, by: Actor) -> None:
    with held(visit, by=by) as current:
        _tell(ReceiptGiven(current.pk), current, by)


def _still(visit: Visit, matter: Matter) -> Matter:
    """The matter as it is now; refused when it was taken off in another window."""
    found = visit.matters.filter(pk=matter.pk).first()
    if found is None:
        raise Refusal("matter-gone", _("Cette démarche n’est plus dans la visite. Ajoutez-la de nouveau."))
    return found


def _tell_once(fact: Fact, visit: Visit, by: Actor, procedure: Procedure | None = None) -> None:
    told = Record.objects.at_visit(visit.pk).filter(kind=type(fact).__name__)
    if not any(row.fact == fact for row in told):
        _tell(fact, visit, by, procedure)


def _tell(fact: Fact, visit: Visit, by: Actor, procedure: Procedure | None = None) -> None:
    record(fact, by=in_her_name(visit, by=by, procedure=procedure), body_id=visit.body_id)
