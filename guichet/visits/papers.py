"""What the person leaves with: the receipt of everything done, and in large print what to bring back."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from guichet.catalogue.papers import paper_line
from guichet.communes.models import Body
from guichet.communes.rules import week_in_words
from guichet.documents.rendering import render_pdf, ticket
from guichet.journal.models import Record
from guichet.kit.dates import day_in_words, hour_in_words, paris_date
from guichet.mandates.facts import MandateSigned
from guichet.mandates.models import Mandate
from guichet.notifications.envelopes import letterhead
from guichet.visits.addresses import visit_page, visit_ticket_url
from guichet.visits.models import Matter, Visit
from guichet.visits.telling import lines_of


def receipt_pdf(visit: Visit) -> bytes:
    """One receipt of the visit, with its codes and those of the requests it opened; made again whenever it is asked for."""
    lines = lines_of(Record.objects.at_visit(visit.pk))
    back = [matter for matter in visit.matters.select_related("procedure") if matter.missing]
    data: dict[str, Any] = {
        "letterhead": letterhead(visit.body, None),
        "title": _("Ce que nous avons fait ensemble"),
        "reference": visit.reference,
        "day": _day(visit),
        "who": visit.who,
        "lines": [(hour_in_words(line.at), line.text) for line in lines],
        "nothing": _("Nous avons parlé de votre demande."),
        "cases_title": _("Vos codes"),
        "cases": [
            {
                "title": _(line.case.kind.title),
                "reference": line.case.reference,
                "secret": line.case.spoken_secret,
            }
            for line in lines
            if line.case
        ]
        + [
            {
                "title": _("Mandat, jusqu’au %(day)s") % {"day": day_in_words(mandate.ends_on)},
                "reference": mandate.reference,
                "secret": mandate.spoken_secret,
            }
            for mandate in _signed_here(visit)
        ],
        "case_words": {"reference": _("Référence"), "secret": _("Code secret")},
        "back_title": _("À rapporter"),
        "back": [f"{matter.procedure.short_title} : {', '.join(lacking(matter))}" for matter in back],
        "kept": _(
            "Avec les deux codes, vous relisez chez vous ce qui a été fait à cette visite, et vous arrêtez un mandat. Nous ne demandons jamais vos mots de passe."
        ),
        "ticket": ticket(
            reference=visit.reference,
            secret=visit.spoken_secret,
            url=visit_ticket_url(visit),
            shown=visit_page(visit),
            scan=_("Scannez pour relire."),
            say=_("Ou tapez ces deux codes à cette adresse."),
        ),
        "footer": _footer(visit.body),
    }
    return render_pdf("visits/typst/receipt.typ", data)


def bring_back_pdf(matter: Matter) -> bytes:
    """What is missing, in letters of 20 points, with where and when to bring it."""
    body, procedure = matter.visit.body, matter.procedure
    data: dict[str, Any] = {
        "letterhead": letterhead(body, None),
        "title": _("À rapporter"),
        "procedure": procedure.title,
        "papers": [paper_line(procedure.sheet.papers[place]) for place in _places(matter)],
        "where_title": _("Où et quand"),
        "where": [f"{body.office}, {body.street}, {body.postcode} {body.city}", body.phone],
        "hours": week_in_words([hours.slot for hours in body.opening_hours.all()]),
        "reference": _("Rapportez cette feuille avec vos papiers : tout y est noté."),
        "footer": _footer(body),
    }
    return render_pdf("visits/typst/bring-back.typ", data)


def lacking(matter: Matter) -> Sequence[str]:
    """The papers she lacks, by their names."""
    return [matter.procedure.sheet.papers[place].text for place in _places(matter)]


def _signed_here(visit: Visit) -> list[Mandate]:
    """The mandates signed at this visit: their codes tell all that is done in her name, and stop it."""
    signed = Record.objects.at_visit(visit.pk).filter(kind=MandateSigned.__name__)
    return list(Mandate.objects.filter(pk__in=list(signed.values_list("subject_id", flat=True))).order_by("pk"))


def _places(matter: Matter) -> list[int]:
    """A sheet that lost a paper since it was ticked has no such place any more."""
    return [place for place in matter.missing if place < len(matter.procedure.sheet.papers)]


def _day(visit: Visit) -> str:
    return _("%(day)s, à %(hour)s") % {
        "day": day_in_words(paris_date(visit.arrived_at)),
        "hour": hour_in_words(visit.arrived_at),
    }


def _footer(body: Body) -> str:
    return _("Commune de démonstration, contenu inventé") if settings.DEMONSTRATION else body.name
