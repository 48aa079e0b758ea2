"""Load the catalogue, offer a procedure online, close the offer."""

from dataclasses import asdict
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.catalogue.facts import CatalogueLoaded, OfferClosed, ProcedureOffered
from guichet.catalogue.loading import DATA, Files, read_files
from guichet.catalogue.models import LifeEvent, Offer, Procedure
from guichet.communes.actions import published
from guichet.communes.models import Body, Department
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal


def load_procedures(*, by: Actor, folder: Path = DATA) -> int:
    """Write what the files say, by slug, and age every portal's pages; returns how many procedures there are.

    Loading the same files again changes nothing that people see. A procedure whose file is gone stays: its
    offers and cases still name it.
    """
    files = read_files(folder)
    with transaction.atomic():
        _write(files)
        record(CatalogueLoaded(paris_date(now()).toordinal(), len(files.procedures)), by=by)
        for body in Body.objects.filter(member_of=None):
            published(body, by=by)
    return len(files.procedures)


def _write(files: Files) -> None:
    events = {
        event.slug: LifeEvent.objects.update_or_create(slug=event.slug, defaults=asdict(event) | {"rank": rank})[0]
        for rank, event in enumerate(files.events, start=1)
    }
    for slug, file in files.procedures.items():
        columns = asdict(file) | {"sheet_data": file.sheet.as_json()}
        for name in ("sheet", "events"):
            del columns[name]
        procedure, _is_new = Procedure.objects.update_or_create(slug=slug, defaults=columns)
        procedure.events.set(events[event] for event in file.events)


@transaction.atomic
def offer_procedure(procedure: Procedure, *, body: Body, department: Department, case_type: str, by: Actor) -> Offer:
    """Take requests online for this procedure, in this department; offering again opens and corrects the offer."""
    if department.body_id != body.pk:
        raise Refusal("department-elsewhere", _("Ce service n’appartient pas à cette collectivité."))
    offer, _is_new = Offer.objects.update_or_create(
        procedure=procedure,
        body=body,
        defaults={"department": department, "case_type": case_type, "is_open": True},
    )
    record(ProcedureOffered(offer.pk), by=by, body_id=body.pk)
    published(body, by=by)
    return offer


@transaction.atomic
def close_offer(offer: Offer, *, by: Actor) -> None:
    """Take no new request online; the sheet stays, and the cases go on. Closing twice changes nothing."""
    if not Offer.objects.filter(pk=offer.pk, is_open=True).update(is_open=False):
        return
    offer.is_open = False
    record(OfferClosed(offer.pk), by=by, body_id=offer.body_id)
    published(offer.body, by=by)
