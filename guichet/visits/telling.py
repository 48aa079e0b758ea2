"""What was done during a visit, or in somebody's name, in the words of a receipt: read back from the journal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from guichet.cabinet.facts import FormsHandedOut
from guichet.cases.facts import CaseReceived
from guichet.cases.models import Case
from guichet.catalogue.models import Procedure
from guichet.catalogue.rules import Act
from guichet.journal.facts import Fact
from guichet.journal.models import Record
from guichet.mandates.facts import MandateRevoked, MandateSigned
from guichet.visits.facts import (
    BringBackPrinted,
    CopyMade,
    DoneOnTheSpot,
    HandOverUndone,
    IdentityPaperHandedOver,
    LetterPrepared,
    SiteOpened,
)


@dataclass(frozen=True)
class Line:
    """One thing done, when; `case` is the request that was opened, with its codes."""

    icon: str
    text: str
    at: datetime
    case: Case | None = None


@dataclass(frozen=True)
class _Known:
    """What the words need, read once for all the lines."""

    procedures: Mapping[int, Procedure]
    cases: Mapping[int, Case]

    def name(self, procedure: int) -> str:
        found = self.procedures.get(procedure)
        return found.short_title if found else _("une démarche")


_TELLERS: dict[str, Callable[[Fact, Record, _Known], Line | None]] = {}


def lines_of(records: Iterable[Record]) -> list[Line]:
    """A line for each fact that a person would call something done and not undone, in their order; the others say nothing."""
    rows = [(row, row.fact) for row in _standing(records) if row.kind in _TELLERS]
    known = _Known(
        Procedure.objects.in_bulk({pk for _row, fact in rows for pk in _procedures_of(fact)}),
        Case.objects.select_related("commune").in_bulk(
            {fact.subject_id for _row, fact in rows if isinstance(fact, CaseReceived)}
        ),
    )
    told = (_TELLERS[row.kind](fact, row, known) for row, fact in rows)
    return [line for line in told if line]


def _standing(records: Iterable[Record]) -> list[Record]:
    """Without the hand-overs that were undone: of each paper, the undo takes back the last one before it."""
    kept: list[Record] = []
    for row in records:
        if row.kind == HandOverUndone.__name__:
            handed = (one for one in reversed(kept) if _is_hand_over(one, row.subject_id))
            if (last := next(handed, None)) is not None:
                kept.remove(last)
        else:
            kept.append(row)
    return kept


def _is_hand_over(row: Record, paper: int) -> bool:
    return row.kind == IdentityPaperHandedOver.__name__ and row.subject_id == paper


def _procedures_of(fact: Fact) -> list[int]:
    if isinstance(fact, FormsHandedOut):
        return list(fact.procedures)
    procedure = getattr(fact, "procedure", None)
    return [procedure] if isinstance(procedure, int) else []


def _papers(fact: Fact, row: Record, known: _Known) -> Line:
    assert isinstance(fact, FormsHandedOut)
    names = ", ".join(known.name(pk) for pk in fact.procedures)
    told = ngettext("%(n)s papier remis : %(names)s", "%(n)s papiers remis : %(names)s", fact.papers)
    return Line("printer", told % {"n": fact.papers, "names": names}, row.at)


def _bring_back(fact: Fact, row: Record, known: _Known) -> Line:
    assert isinstance(fact, BringBackPrinted)
    told = ngettext("%(n)s papier à rapporter : %(name)s", "%(n)s papiers à rapporter : %(name)s", fact.papers)
    return Line("alert-triangle", told % {"n": fact.papers, "name": known.name(fact.procedure)}, row.at)


def _site(fact: Fact, row: Record, known: _Known) -> Line | None:
    assert isinstance(fact, SiteOpened)
    found = known.procedures.get(fact.procedure)
    if found is None or fact.link >= len(found.sheet.links):
        return None
    link = found.sheet.links[fact.link]
    return Line("world", _("%(label)s, sur %(whose)s") % {"label": link.label, "whose": link.whose}, row.at)


_DONE = {
    Act.NOW: gettext_noop("%(name)s : fait"),
    Act.ACCOUNT: gettext_noop("%(name)s : fait avec son compte"),
    Act.DEPOSIT: gettext_noop("%(name)s : dossier déposé"),
    Act.INFORM: gettext_noop("%(name)s : expliqué"),
}


def done_words(procedure: Procedure) -> str:
    """What "done" means for this procedure, as the receipt says it."""
    return _(_DONE[procedure.sheet.desk.may]) % {"name": procedure.short_title}


def _done(fact: Fact, row: Record, known: _Known) -> Line | None:
    assert isinstance(fact, DoneOnTheSpot)
    found = known.procedures.get(fact.procedure)
    return Line("circle-check", done_words(found), row.at) if found else None


def _letter(fact: Fact, row: Record, known: _Known) -> Line:
    assert isinstance(fact, LetterPrepared)
    return Line("mail", _("Lettre préparée : %(name)s") % {"name": known.name(fact.procedure)}, row.at)


def _copy(fact: Fact, row: Record, known: _Known) -> Line:
    assert isinstance(fact, CopyMade)
    told = ngettext("%(n)s page copiée", "%(n)s pages copiées", fact.pages) % {"n": fact.pages}
    return Line("printer", told, row.at)


def _case(fact: Fact, row: Record, known: _Known) -> Line:
    assert isinstance(fact, CaseReceived)
    case = known.cases.get(fact.case)
    if case is None:
        return Line("folders", _("Demande envoyée, effacée depuis au terme prévu"), row.at)
    told = _("%(title)s : demande envoyée") % {"title": _(case.kind.title)}
    return Line("folder-plus", told, row.at, case)


def _signed(fact: Fact, row: Record, known: _Known) -> Line:
    assert isinstance(fact, MandateSigned)
    told = _("Mandat signé à l’écran") if fact.how == "glass" else _("Mandat signé sur papier, enregistré")
    return Line("signature", told, row.at)


def _revoked(fact: Fact, row: Record, known: _Known) -> Line:
    return Line("hand-stop", _("Mandat arrêté"), row.at)


def _identity(fact: Fact, row: Record, known: _Known) -> Line:
    assert isinstance(fact, IdentityPaperHandedOver)
    return Line("id", _("Passeport remis") if fact.kind == "passport" else _("Carte d’identité remise"), row.at)


_TELLERS |= {
    IdentityPaperHandedOver.__name__: _identity,
    MandateSigned.__name__: _signed,
    MandateRevoked.__name__: _revoked,
    FormsHandedOut.__name__: _papers,
    BringBackPrinted.__name__: _bring_back,
    SiteOpened.__name__: _site,
    DoneOnTheSpot.__name__: _done,
    LetterPrepared.__name__: _letter,
    CopyMade.__name__: _copy,
    CaseReceived.__name__: _case,
}
