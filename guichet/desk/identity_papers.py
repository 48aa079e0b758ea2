"""Identity papers as an agent reads them: since when each waits, how its person was told."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.communes.models import Body
from guichet.kit.dates import add_months, day_in_words, hour_in_words, now, paris_date, start_of
from guichet.kit.words import fold, words
from guichet.notifications.models import Message
from guichet.notifications.rules import spoken_phone
from guichet.visits.models import IdentityPaper
from guichet.visits.rules import WAITS_MONTHS

SHOWN = 100
HANDED_SHOWN = 30
SUBJECT = "identity-paper"


@dataclass(frozen=True)
class PaperRow:
    """One paper: whose, how she was told, since when it waits or when she got it."""

    paper: IdentityPaper
    kind: str
    told: str
    age: str
    state: str  # "", "attention" (two months), "error" (the State takes it back), as the tag's kind
    may_undo: bool = False


def waiting_papers(body: Body, text: str = "") -> list[PaperRow]:
    """Those that wait and answer what was typed, a name or a number; who waits longest first."""
    papers = IdentityPaper.objects.of_body(body).waiting().select_related("person")
    number = "".join(text.split()).upper()
    if number and IdentityPaper.objects.of_body(body).filter(number__startswith=number).exists():
        papers = papers.filter(number__startswith=number)
    else:
        for word in words(text):
            papers = papers.filter(person__folded_name__contains=fold(word))
    found = list(papers[:SHOWN])
    told, today = _told_of(found), paris_date(now())
    return [_waiting(paper, told.get(paper.pk, ""), today) for paper in found]


def handed_papers(body: Body) -> list[PaperRow]:
    """Those handed over in the last 30 days, the last first; what was ticked today may be undone."""
    papers = IdentityPaper.objects.of_body(body).exclude(handed_at=None).select_related("person", "handed_by")
    today = start_of(paris_date(now()))
    return [
        _handed(paper, is_today=bool(paper.handed_at and paper.handed_at >= today))
        for paper in papers.order_by("-handed_at", "-pk")[:HANDED_SHOWN]
    ]


def kind_words(paper: IdentityPaper) -> str:
    return paper.get_kind_display()


def told_words(message: Message) -> str:
    """How she is told, and whether it left: "SMS, envoyé"; a letter waits for the post."""
    to = spoken_phone(message.to) if message.channel == "sms" else message.to
    told = ", ".join(filter(None, (message.get_channel_display(), message.get_status_display())))
    return f"{told} ({to})" if to else told


def age_words(arrived: date, today: date) -> str:
    """Since when: "depuis 12 jours", "depuis 2 mois"."""
    months = _months_between(arrived, today)
    if months:
        return _("depuis %(n)s mois") % {"n": months}
    days = (today - arrived).days
    return ngettext("depuis %(n)s jour", "depuis %(n)s jours", days) % {"n": days} if days else _("depuis aujourd’hui")


def _months_between(first: date, last: date) -> int:
    months = 0
    while add_months(first, months + 1) <= last:
        months += 1
    return months


def _waiting(paper: IdentityPaper, told: str, today: date) -> PaperRow:
    arrived = paris_date(paper.arrived_at)
    is_over = add_months(arrived, WAITS_MONTHS) <= today
    is_near = add_months(arrived, WAITS_MONTHS - 1) <= today
    age = age_words(arrived, today)
    if is_over:
        age = _("%(age)s\N{NO-BREAK SPACE}: à rendre à l’État") % {"age": age}
    elif is_near:
        left = (add_months(arrived, WAITS_MONTHS) - today) // timedelta(days=1)
        rest = ngettext("reste %(n)s jour", "reste %(n)s jours", left) % {"n": left}
        age = f"{age}, {rest}"
    return PaperRow(paper, kind_words(paper), told, age, "error" if is_over else "attention" if is_near else "")


def _handed(paper: IdentityPaper, *, is_today: bool) -> PaperRow:
    assert paper.handed_at is not None, "it was handed over"
    age = _("%(day)s à %(hour)s") % {
        "day": day_in_words(paris_date(paper.handed_at), year=False),
        "hour": hour_in_words(paper.handed_at),
    }
    return PaperRow(paper, kind_words(paper), str(paper.handed_by or ""), age, "done", may_undo=is_today)


def _told_of(papers: list[IdentityPaper]) -> dict[int, str]:
    """How each person was told, in one question."""
    ids = [paper.pk for paper in papers]
    messages = Message.objects.filter(subject_kind=SUBJECT, subject_id__in=ids).order_by("pk")
    return {message.subject_id: told_words(message) for message in messages}
