"""The team as the desk shows it: notes, what each followed, what each may settle alone, what nobody may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from guichet.accounts.models import Account, Role
from guichet.catalogue.models import Procedure, ProcedureQuerySet
from guichet.communes.models import Body
from guichet.desk.cabinet import procedures_of
from guichet.visits.models import AgentNote, Mastery, Training
from guichet.visits.rules import minutes_in_words

# A sheet is a long text: a list needs its title alone.
_NOT_LISTED = ("sheet_data", "about", "in_words", "synonyms", "summary")


@dataclass(frozen=True)
class Member:
    """One agent of a body, with her hours of the year and how many procedures she may settle alone."""

    account: Account
    minutes: int
    masteries: int

    @property
    def hours(self) -> str:
        return minutes_in_words(self.minutes)


@dataclass(frozen=True)
class Entry:
    """One training as it is read."""

    training: Training

    @property
    def duration(self) -> str:
        return minutes_in_words(self.training.minutes)


@dataclass(frozen=True)
class Choice:
    """A procedure that may be ticked."""

    procedure: Procedure
    is_ticked: bool


@dataclass(frozen=True)
class Noted:
    """A procedure, with what the team notes on it."""

    procedure: Procedure
    note: AgentNote | None = None


def agents_of(body: Body) -> QuerySet[Account]:
    """Everybody who works for this body today, by name."""
    works = Role.objects.in_force().filter(body=body, account=OuterRef("pk"))
    return Account.objects.filter(Exists(works)).order_by("last_name", "first_name", "pk")


def team_of(body: Body, year: int) -> list[Member]:
    """All of them, in three questions however many they are."""
    followed = Training.objects.of_body(body).in_year(year).order_by().values("account").annotate(sum=Sum("minutes"))
    minutes = dict(followed.values_list("account", "sum"))
    mastered = Mastery.objects.in_force(body).order_by().values("account").annotate(count=Count("pk"))
    masteries = dict(mastered.values_list("account", "count"))
    return [Member(one, minutes.get(one.pk, 0), masteries.get(one.pk, 0)) for one in agents_of(body)]


def trainings_of(account: Account, body: Body) -> list[Entry]:
    """What an agent followed for this body, the last first."""
    return [Entry(training) for training in Training.objects.of_body(body).filter(account=account)]


def hours_by_kind(entries: Iterable[Entry], year: int) -> list[tuple[str, str]]:
    """The hours of one year, internal then external, each with its name."""
    this_year = [entry.training for entry in entries if entry.training.on.year == year]
    totals = {kind: sum(one.minutes for one in this_year if one.kind == kind) for kind in Training.Kind}
    return [(str(kind.label), minutes_in_words(total)) for kind, total in totals.items()]


def mastered_by(account: Account, body: Body) -> ProcedureQuerySet:
    """The procedures that this agent may settle alone, among those this body shows."""
    held = Mastery.objects.filter(account=account, body=body)
    return _listed(body).filter(pk__in=held.values("procedure"))


def mastered_by_nobody(body: Body) -> ProcedureQuerySet:
    """Those this body shows and that no agent of today may settle alone, the most asked for first."""
    held = Mastery.objects.in_force(body)
    return Procedure.objects.most_asked(body).exclude(pk__in=held.values("procedure")).defer(*_NOT_LISTED)


def choices_of(account: Account, body: Body) -> list[tuple[str, Sequence[Choice]]]:
    """Every procedure this body shows, by theme, with those the agent may settle alone ticked."""
    held = set(Mastery.objects.filter(account=account, body=body).values_list("procedure", flat=True))
    every = _listed(body).select_related("theme").order_by("theme__rank", "theme__title", "short_title")
    return [
        (theme, [Choice(one, one.pk in held) for one in several])
        for theme, several in groupby(every, key=lambda one: one.theme.title if one.theme else "")
    ]


def notes_of(body: Body) -> tuple[list[Noted], list[Noted]]:
    """The procedures this body shows: those with a note, the last written first, then those without, by name."""
    notes = {note.procedure_id: note for note in AgentNote.objects.filter(body=body).select_related("written_by")}
    every = [Noted(one, notes.get(one.pk)) for one in _listed(body).order_by("short_title")]
    noted = [(one.note.written_at, one) for one in every if one.note]
    return (
        [one for _at, one in sorted(noted, key=lambda pair: pair[0], reverse=True)],
        [one for one in every if one.note is None],
    )


def _listed(body: Body) -> ProcedureQuerySet:
    return procedures_of(body).defer(*_NOT_LISTED)
