"""The sheet of a round: what the agent takes along, then whom she sees, where, what for, with which papers."""

from collections.abc import Sequence
from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.accounts.models import ContactPoint
from guichet.catalogue.models import Procedure
from guichet.catalogue.papers import paper_line
from guichet.communes.models import Body
from guichet.documents.rendering import render_pdf
from guichet.kit.dates import day_in_words, hour_in_words, now, paris_date
from guichet.notifications.rules import spoken_phone
from guichet.visits.models import HomeVisit, Round
from guichet.visits.round_rules import Bag, Tool, bag_of


def round_pdf(planned: Round, *, body: Body, printed_by: str) -> bytes:
    """The round as a tagged PDF in black and white, made anew each time from what is known now."""
    stops = list(stops_of(planned))
    agent = str(planned.agent) if planned.agent else _("à choisir")
    data = {
        "letterhead": {
            "office": body.office,
            "street": body.street,
            "city_line": f"{body.postcode} {body.city}",
            "phone": body.phone,
            "email": body.email,
        },
        "title": _("Tournée : %(place)s") % {"place": planned.place},
        "facts": [
            [_("Jour"), day_in_words(planned.on)],
            [_("Départ"), time_in_words(planned.starts_at)],
            [_("Agent"), agent],
            [_("À voir"), ngettext("%(n)s personne", "%(n)s personnes", len(stops)) % {"n": len(stops)}],
        ],
        "bring_title": _("À emporter"),
        "bring": bring_words(bag_of_stops(stops)),
        "stops_title": _("Qui voir, dans l’ordre"),
        "stops": [_stop(stop) for stop in stops],
        "nobody": _("Personne n’est dans cette tournée."),
        "done": _("Vu"),
        "notes": _("Noté sur place"),
        "footer": _(
            "Imprimée le %(day)s à %(hour)s par %(name)s. Cette feuille nomme des personnes : rendez-la à %(office)s, "
            "elle y est détruite."
        )
        % {
            "day": day_in_words(paris_date(now())),
            "hour": hour_in_words(now()),
            "name": printed_by,
            "office": body.office,
        },
    }
    return render_pdf("visits/typst/round.typ", data)


def stops_of(planned: Round) -> Sequence[HomeVisit]:
    """Whom the round goes to see, in its order, with all that its page and its sheet tell."""
    rooms = planned.stops.select_related("person", "visit").prefetch_related("person__contact_points", "procedures")
    return list(rooms.in_order())


def bag_of_stops(stops: Sequence[HomeVisit]) -> Bag:
    sheets = [procedure.sheet for stop in stops for procedure in stop.procedures.all()]
    return bag_of(sheets, unknown=any(not stop.procedures.all() for stop in stops))


def bring_words(bag: Bag) -> list[str]:
    """Each thing of the bag in the agent's words, forms last with their number and how many."""
    tools = {
        Tool.CARD: _("Votre carte d’agent, à montrer en arrivant"),
        Tool.TABLET: _("La tablette et son partage de connexion, chargés"),
        Tool.SCANNER: _("De quoi photographier les papiers"),
        Tool.STAMP: _("Le tampon et l’encre"),
        Tool.RECEIPTS: _("Des reçus vierges et deux stylos"),
    }
    told = [tools[tool] for tool in bag.tools]
    for form, count in bag.forms:
        words = _("Formulaire %(number)s, %(label)s") % {"number": form.number, "label": form.label}
        told.append(f"{words} × {count}" if count > 1 else words)
    return told


def time_in_words(at: time) -> str:
    """Say the hour of a round: "9 h 30", "14 h"."""
    return f"{at.hour}\u00a0h\u00a0{at.minute:02d}" if at.minute else f"{at.hour}\u00a0h"


def address_of(stop: HomeVisit) -> str:
    """Where she lives, with what helps to find the door."""
    post = stop.person.postal_address if stop.person else None
    street = f"{post.street}, {post.postcode}\u00a0{post.city}" if post else ""
    return ", ".join(filter(None, (stop.place, street)))


def phone_of(stop: HomeVisit) -> str:
    phone = stop.person.reach(ContactPoint.Channel.PHONE) if stop.person else ""
    return spoken_phone(phone) if phone else ""


def papers_of(procedures: Sequence[Procedure]) -> list[dict[str, str]]:
    """The papers to have ready, each once however many matters ask for it."""
    lines = [paper_line(paper) for procedure in procedures for paper in procedure.sheet.papers]
    return list({line["text"]: line for line in reversed(lines)}.values())[::-1]


def _stop(stop: HomeVisit) -> dict[str, object]:
    procedures = list(stop.procedures.all())
    told = [(_("Où"), address_of(stop)), (_("Téléphone"), phone_of(stop)), (_("Convient"), stop.suits)]
    if stop.asker:
        told.append((_("Demandé par"), stop.asker))
    told.append((_("Pour"), " · ".join(filter(None, (*(one.short_title for one in procedures), stop.why)))))
    return {
        "name": str(stop.person) if stop.person else _("Personne non nommée"),
        "lines": [[term, words] for term, words in told if words],
        "papers_title": _("Papiers que la personne prépare"),
        "papers": papers_of(procedures),
    }
