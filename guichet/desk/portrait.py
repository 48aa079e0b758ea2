"""A person's page in words: how to reach her, her cases in rows, two persons side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.accounts.likeness import Likeness, folded_name
from guichet.accounts.models import ContactPoint, PersonMerge
from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.desk.deadlines import deadline_of
from guichet.desk.people import Proposal, Seen
from guichet.desk.views.inbox import STATE_TAGS
from guichet.kit.dates import day_in_words, paris_date

_CHANNELS = (
    (ContactPoint.Channel.EMAIL, gettext_lazy("E-mail"), "mail"),
    (ContactPoint.Channel.PHONE, gettext_lazy("Téléphone"), "phone"),
    (ContactPoint.Channel.POST, gettext_lazy("Adresse"), "home"),
)


@dataclass(frozen=True)
class Line:
    """One line of two persons side by side; `same` when it tells them alike."""

    label: str
    ours: str
    theirs: str
    same: bool


def contacts(seen: Seen) -> list[dict[str, str]]:
    """Each way to reach her, with the case it was given for when there are several."""
    return [
        {
            "term": str(label),
            "value": _spoken(point),
            "icon": icon,
            "note": _("donné pour %(reference)s") % {"reference": case.reference} if seen.joined else "",
        }
        for channel, label, icon in _CHANNELS
        for point, case in seen.points(channel)
    ]


def case_rows(cases: list[Case], today: date) -> list[dict[str, Any]]:
    """Her cases, as the inbox shows them."""
    return [
        {
            "url": reverse("desk:case", args=[case.reference]),
            "unread": case.has_news,
            "cells": [
                {"text": case.reference},
                {"text": case.subject},
                {"text": _in_few(paris_date(case.received_at), today) if case.received_at else "", "nowrap": True},
                _when(case, today),
                {"tag": case.outcome_label.capitalize(), "tag_kind": STATE_TAGS.get(State(case.state), "")},
                {"text": case.assignee.first_name if case.assignee else "", "quiet": True},
            ],
        }
        for case in cases
    ]


def _when(case: Case, today: date) -> dict[str, Any]:
    """The deadline of an open case, the day of a decision."""
    deadline = deadline_of(case, today)
    if deadline is not None:
        return {"deadline": deadline}
    return {"text": _in_few(paris_date(case.decided_at), today) if case.decided_at else "", "nowrap": True}


def case_columns() -> list[dict[str, str]]:
    titles = (_("Dossier"), _("Objet"), _("Reçu"), _("Échéance, ou terminé"), _("État"), _("Suivi par"))
    return [{"text": title} for title in titles]


def side_by_side(seen: Seen, proposal: Proposal) -> dict[str, Any]:
    """Two persons who may be one, line by line."""
    other = proposal.seen
    names = [{folded_name(m.first_name, m.last_name) for m in group.members} for group in (seen, other)]
    lines = [Line(_("Nom"), _names(seen), _names(other), same=bool(names[0] & names[1]))]
    for channel, label, _icon in _CHANNELS:
        ours, theirs = seen.points(channel), other.points(channel)
        same = {point.folded for point, _case in ours if point.folded} & {point.folded for point, _case in theirs}
        if ours or theirs:
            lines.append(Line(str(label), _values(ours), _values(theirs), same=bool(same)))
    lines.append(Line(_("Dossiers"), _references(seen), _references(other), same=False))
    return {
        "seen": other,
        "lines": lines,
        "is_sure": proposal.likeness == Likeness.SURE,
        "is_blocked": bool(seen.joined and other.joined),
    }


def merges(seen: Seen) -> list[dict[str, Any]]:
    """Who she was joined with, by whom and when; told with the newest case of each, the names being often the same."""
    newest = {case.person_id: case for case in reversed(seen.cases)}
    return [{"merge": merge, "case": newest[merge.other_id], "said": _said(merge)} for merge in seen.joined]


def _said(merge: PersonMerge) -> str:
    day = day_in_words(paris_date(merge.said_at))
    if merge.said_by is None:
        return _("depuis le %(day)s") % {"day": day}
    return _("depuis le %(day)s, par %(who)s") % {"day": day, "who": merge.said_by.first_name}


def _spoken(point: ContactPoint) -> str:
    if point.channel != ContactPoint.Channel.POST:
        return point.value
    town = f"{point.postcode} {point.city}".strip()
    return ", ".join(part for part in (point.value, point.extra, town) if part)


def _values(points: list[tuple[ContactPoint, Case]]) -> str:
    return "\n".join(_spoken(point) for point, _case in points)


def _names(seen: Seen) -> str:
    return "\n".join(dict.fromkeys(str(member) for member in seen.members))


def _references(seen: Seen) -> str:
    return "\n".join(f"{case.reference}, {case.outcome_label.lower()}" for case in seen.cases[:3])


def _in_few(day: date, today: date) -> str:
    """Without the day of the week: "8 décembre", with the year when it is another."""
    return day_in_words(day, year=day.year != today.year).split(" ", 1)[1]
