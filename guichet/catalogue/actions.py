"""Load the catalogue, write a town's words beside it, offer a procedure online, close the offer."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from guichet.catalogue.facts import CatalogueLoaded, LocalSheetDropped, LocalSheetWritten, OfferClosed, ProcedureOffered
from guichet.catalogue.loading import Files, packaged_files, read_files
from guichet.catalogue.models import LifeEvent, LocalSheet, Offer, Procedure, Theme
from guichet.catalogue.rules import told_facts
from guichet.communes.actions import published
from guichet.communes.models import Body, Department
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal


@dataclass(frozen=True)
class Loaded:
    """What a loading changed: all the files, those that are new, those whose facts moved."""

    total: int
    added: tuple[str, ...]
    changed: tuple[str, ...]


def load_procedures(*, by: Actor, folder: Path | None = None) -> Loaded:
    """Write what the files say, by slug, and age every portal's pages; what the towns wrote is left alone.

    Loading the same files again changes nothing that people see. A procedure whose file is gone stays: its
    offers and cases still name it.
    """
    files = read_files(folder) if folder else packaged_files()
    with transaction.atomic():
        before = {known.slug: known.facts for known in Procedure.objects.all()}
        _write(files)
        facts = {slug: told_facts(file.sheet, file.summary) for slug, file in files.procedures.items()}
        record(CatalogueLoaded(paris_date(now()).toordinal(), len(files.procedures)), by=by)
        for body in Body.objects.filter(member_of=None):
            published(body, by=by)
    return Loaded(
        total=len(facts),
        added=tuple(slug for slug in facts if slug not in before),
        changed=tuple(slug for slug, told in facts.items() if slug in before and before[slug] != told),
    )


def _write(files: Files) -> None:
    """Write all rows in a few queries, whatever their number."""
    _replace(Theme, [Theme(**asdict(theme), rank=rank) for rank, theme in enumerate(files.themes, start=1)])
    _replace(LifeEvent, [LifeEvent(**asdict(event), rank=rank) for rank, event in enumerate(files.events, start=1)])
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    rows = []
    for slug, file in files.procedures.items():
        columns = {field.name: getattr(file, field.name) for field in fields(file)}
        columns |= {"theme": themes[file.theme], "sheet_data": file.sheet.as_json()}
        del columns["sheet"], columns["events"]
        rows.append(Procedure(slug=slug, **columns))
    _replace(Procedure, rows)
    _link_events(files)


def _replace(model: type[Theme | LifeEvent | Procedure], rows: Sequence[Model]) -> None:
    """Write rows over those that have their slug."""
    columns = [field.name for field in model._meta.concrete_fields if field.name not in {"id", "slug"}]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=["slug"], update_fields=columns)  # type: ignore[arg-type]  # rows are of that model


def _link_events(files: Files) -> None:
    """Make each procedure belong to the life events of its file, in their order, and to no other."""
    link = Procedure.events.through
    events = dict(LifeEvent.objects.values_list("slug", "pk"))
    procedures = dict(Procedure.objects.filter(slug__in=files.procedures).values_list("slug", "pk"))
    wanted = [(procedures[slug], events[event]) for slug, file in files.procedures.items() for event in file.events]
    known = {
        (row.procedure_id, row.lifeevent_id): row.pk for row in link.objects.filter(procedure__in=procedures.values())
    }
    link.objects.filter(pk__in=[pk for pair, pk in known.items() if pair not in set(wanted)]).delete()
    link.objects.bulk_create(
        link(procedure_id=procedure, lifeevent_id=event)
        for procedure, event in wanted
        if (procedure, event) not in known
    )


@transaction.atomic
def write_local_sheet(procedure: Procedure, words: Mapping[str, object], *, body: Body, by: Actor) -> LocalSheet:
    """Keep the town's own words (where, when, whom, price, note, is_hidden) and what the sheet said meanwhile."""
    local, _is_new = LocalSheet.objects.update_or_create(
        procedure=procedure, body=body, defaults={**words, "seen": procedure.facts}
    )
    record(LocalSheetWritten(procedure.pk), by=by, body_id=body.pk)
    published(body, by=by)
    return local


@transaction.atomic
def drop_local_sheet(local: LocalSheet, *, by: Actor) -> None:
    """Go back to the national sheet alone."""
    record(LocalSheetDropped(local.procedure_id), by=by, body_id=local.body_id)
    published(local.body, by=by)
    local.delete()


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
