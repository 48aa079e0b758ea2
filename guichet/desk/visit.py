"""A visit as the agent sees it: who came, for what, the sheet with its papers, what comes next, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from guichet.accounts.models import ContactPoint, Role
from guichet.cabinet.papers import items_of
from guichet.catalogue.models import Procedure
from guichet.catalogue.papers import paper_line
from guichet.catalogue.rules import Act
from guichet.communes.models import Body
from guichet.desk.cabinet import drawers_of, procedures_of
from guichet.desk.people import around, seen_person
from guichet.journal.models import Record
from guichet.kit.dates import now, paris_date, start_of
from guichet.visits.facts import DoneOnTheSpot
from guichet.visits.models import AgentNote, Matter, Visit
from guichet.visits.rules import Outcome, outcome_of
from guichet.visits.telling import lines_of

# The sheets about an identity paper that the town hall may hold for the person.
TITLES = frozenset({"carte-identite", "passeport", "suivi-titre"})
FREQUENT = 6
FREQUENT_SINCE = timedelta(days=30)
WORDS_OF_DONE = {
    Act.NOW: _("Fait"),
    Act.ACCOUNT: _("Fait ensemble"),
    Act.DEPOSIT: _("Dossier reçu"),
    Act.INFORM: _("Expliqué"),
}
CHANNEL_ICONS = {
    "desk": "building-community",
    "phone": "phone",
    "kiosk": "device-desktop",
    "home": "home",
    "video": "video",
    "mail": "mail",
}
OUTCOME_WORDS = {
    Outcome.SETTLED: _("Réglé"),
    Outcome.CASE: _("Dossier"),
    Outcome.APPOINTMENT: _("Rendez-vous"),
    Outcome.REFERRED: _("Orienté"),
    Outcome.PAPERS: _("Papiers"),
    Outcome.COMES_BACK: _("Revient"),
    Outcome.COULD_NOT: _("Pas pu"),
}
OUTCOME_ICONS = {
    Outcome.SETTLED: "check",
    Outcome.CASE: "folder-plus",
    Outcome.APPOINTMENT: "calendar",
    Outcome.REFERRED: "arrow-right",
    Outcome.PAPERS: "printer",
    Outcome.COMES_BACK: "refresh",
    Outcome.COULD_NOT: "circle-x",
}


@dataclass(frozen=True)
class PaperRow:
    """One paper of the sheet, gone through with the person."""

    place: int
    text: str
    note: str
    is_brought: bool
    is_missing: bool


@dataclass(frozen=True)
class Next:
    """A procedure that follows, with its reason; `is_added` when she came for it too."""

    procedure: Procedure
    why: str
    comes_first: bool
    is_added: bool


@dataclass(frozen=True)
class SheetOpen:
    """The matter the agent works on: its sheet, in her words."""

    matter: Matter
    papers: Sequence[PaperRow]
    following: Sequence[Next]
    links: Sequence[Mapping[str, Any]]
    facts: Sequence[str]
    done_words: str
    fill_url: str
    has_blanks: bool
    note: AgentNote | None
    hands_titles: bool  # a paper of the State may wait here for her

    @property
    def procedure(self) -> Procedure:
        return self.matter.procedure

    @property
    def brought_words(self) -> str:
        return gettext("%(n)s sur %(total)s") % {"n": len(self.matter.brought), "total": len(self.papers)}


def visit_screen(visit: Visit, role: Role, *, wanted: str = "") -> dict[str, Any]:
    """Everything the page of a visit draws; `wanted` is the slug of the matter to work on, the last one unless told."""
    matters = matters_of(visit)
    records = list(Record.objects.at_visit(visit.pk))
    lines = lines_of(records)
    done = {row.fact.procedure for row in records if isinstance(row.fact, DoneOnTheSpot)}
    open_matter = next((one for one in matters if one.procedure.slug == wanted), matters[-1] if matters else None)
    seems = outcome_of((row.kind for row in records), missing=any(one.missing for one in matters))
    suggested = None if seems == Outcome.COULD_NOT else seems  # nothing done yet says nothing of its end
    return {
        "visit": visit,
        "matters": [
            {
                "matter": one,
                "is_open": one == open_matter,
                "is_done": one.procedure_id in done,
                "lacks": len(one.missing),
            }
            for one in matters
        ],
        "sheet": _sheet(open_matter, matters, visit.body) if open_matter else None,
        "lines": lines,
        "channels": [
            {"value": value, "text": words, "icon": CHANNEL_ICONS[value], "checked": value == visit.channel}
            for value, words in Visit.CHANNELS
        ],
        "frequent": [] if matters else frequent(visit.body),
        "outcomes": [
            {"value": one.value, "text": gettext(words), "icon": OUTCOME_ICONS[one], "is_suggested": one == suggested}
            for one, words in OUTCOME_WORDS.items()
        ],
        "proposed": suggested or Outcome.SETTLED,
        "person": person_card(visit, role),
        "others": list(Visit.objects.held_by(role.account_id).exclude(pk=visit.pk).select_related("person")),
    }


def matters_of(visit: Visit) -> list[Matter]:
    """What she came for, each with its procedure as this counter gives it."""
    matters = list(visit.matters.select_related("procedure"))
    shown = procedures_of(visit.body).in_bulk([one.procedure_id for one in matters])
    for one in matters:
        one.visit = visit
        one.procedure = shown.get(one.procedure_id, one.procedure)
    return matters


def person_card(visit: Visit, role: Role) -> dict[str, Any] | None:
    """The person of the visit as this role may see her, with who lives at the same address."""
    person = visit.person
    if person is None:
        return None
    seen = seen_person(role, person.pk)
    channel = ContactPoint.Channel
    reach = [person.reach(channel.PHONE), person.reach(channel.EMAIL)]
    address = person.postal_address
    return {
        "person": person,
        "reach": ", ".join(one for one in reach if one),
        "address": f"{address.street}, {address.postcode} {address.city}" if address else "",
        "url": reverse("desk:person", args=[seen.person.pk]) if seen else "",
        "cases": len(seen.cases) if seen else 0,
        "household": [other.person for other in around(role, seen).household] if seen else [],
    }


def frequent(body: Body) -> list[Procedure]:
    """What people came for most at this counter lately, else what the town says is asked most."""
    lately = Matter.objects.filter(visit__body=body, visit__arrived_at__gte=now() - FREQUENT_SINCE)
    counted = lately.values("procedure").annotate(times=Count("pk")).order_by("-times", "procedure")
    most = list(counted.values_list("procedure", flat=True)[:FREQUENT])
    found = procedures_of(body).in_bulk(most)
    shown = [found[pk] for pk in most if pk in found]
    others = Procedure.objects.most_asked(body).exclude(pk__in=[one.pk for one in shown])
    return [*shown, *others[: FREQUENT - len(shown)]]


def visits_of_today(role: Role) -> list[Visit]:
    """Those this agent ended today, the last first."""
    since = start_of(paris_date(now()))
    ended = Visit.objects.filter(agent=role.account, state=Visit.State.CLOSED, arrived_at__gte=since)
    return list(ended.select_related("person").prefetch_related("matters__procedure").order_by("-closed_at"))


def _sheet(matter: Matter, matters: Sequence[Matter], body: Body) -> SheetOpen:
    procedure = matter.procedure
    sheet = procedure.sheet
    around_it = procedure.neighbours(body)
    added = {one.procedure_id for one in matters}
    following = [Next(found, why, comes_first=False, is_added=found.pk in added) for found, why in around_it.after]
    if around_it.first:
        found, why = around_it.first
        following.insert(0, Next(found, why, comes_first=True, is_added=found.pk in added))
    blanks = list(drawers_of(body).filter(procedure=procedure).exclude(blank=None))
    return SheetOpen(
        matter=matter,
        papers=[
            PaperRow(place, **paper_line(paper), is_brought=place in matter.brought, is_missing=place in matter.missing)
            for place, paper in enumerate(sheet.papers)
        ],
        following=following,
        links=[
            {"place": place, "label": link.label, "whose": link.whose, "url": link.url}
            for place, link in enumerate(sheet.links)
        ],
        facts=[fact for fact in (sheet.cost.short, sheet.deadline and sheet.deadline.short, sheet.delay.short) if fact],
        done_words=gettext(WORDS_OF_DONE[sheet.desk.may]),
        fill_url=reverse("desk:visit-request", args=[matter.visit.reference, procedure.slug])
        if procedure.is_offered
        else "",
        has_blanks=bool(items_of([procedure], blanks)[0].blanks),
        note=AgentNote.objects.filter(body=body, procedure=procedure).first(),
        hands_titles=procedure.slug in TITLES,
    )
