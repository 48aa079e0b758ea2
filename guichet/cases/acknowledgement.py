"""The words of an electronic acknowledgement, the same on screen, on paper and by e-mail.

Fields of CRPA, art. R.112-5: date of receipt, date at which silence decides, service in charge with its
addresses; then what silence means (L.231-1, L.232-3, L.231-4) and, for a rejection, how to appeal.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.cases.models import Case, Entry
from guichet.cases.types import Silence
from guichet.kit.dates import day_in_words, hour_in_words, paris_date


@dataclass(frozen=True)
class Acknowledgement:
    """Ready sentences, in the order they are read."""

    received: str
    due: str
    service: str
    silence: str  # empty when silence means nothing
    missing: str  # empty when the request is whole

    @property
    def paragraphs(self) -> list[str]:
        return [said for said in (self.received, self.missing, self.due, self.service, self.silence) if said]


def acknowledgement(case: Case) -> Acknowledgement:
    """Say what the law wants said of a received case."""
    assert case.received_at is not None, "a draft has no acknowledgement"
    assert case.due_on is not None, "a received case has a delay"
    return Acknowledgement(
        received=_received(case),
        due=_due(case),
        service=_service(case),
        silence=_silence(case),
        missing=_missing(case) if case.papers_until is not None else "",
    )


def _received(case: Case) -> str:
    assert case.received_at is not None, "a draft has no acknowledgement"
    said = {
        "noun": _(case.kind.noun),
        "owner": case.owner.to_name,
        "day": day_in_words(paris_date(case.received_at)),
        "hour": hour_in_words(case.received_at),
    }
    if case.sent_on_at is None:
        arrived = _("Votre %(noun)s est arrivée %(owner)s le %(day)s à %(hour)s.") % said
        reason = case.kind.direct(case.answers).reason if case.owner_id != case.commune_id else ""
        return f"{arrived} {_(reason)}" if reason else arrived
    sent_on = day_in_words(paris_date(case.sent_on_at))
    return _("Votre %(noun)s, reçue le %(day)s, a été transmise %(owner)s le %(sent_on)s.") % {
        **said,
        "sent_on": sent_on,
    }


def _service(case: Case) -> str:
    department, owner = case.department, case.owner
    phone, email = department.phone or owner.phone, department.email or owner.email
    ways = ", ".join(way for way in (phone, email) if way)
    return _("Le service qui s’en occupe : %(service)s, %(office)s, %(street)s, %(postcode)s %(city)s. %(ways)s.") % {
        "service": department.name,
        "office": owner.office,
        "street": owner.street,
        "postcode": owner.postcode,
        "city": owner.city,
        "ways": ways,
    }


def _due(case: Case) -> str:
    assert case.due_on is not None, "a received case has a delay"
    n = case.clock.working_days
    if not case.owner.has_portal:
        name = case.owner.the_name
        sentence = _("%(owner)s doit répondre. Nous suivons votre demande avec vous : appelez-nous si rien ne vient.")
        return sentence % {"owner": f"{name[:1].upper()}{name[1:]}"}
    if case.paused_on is None:
        return ngettext(
            "Nous nous engageons à répondre au plus tard le %(day)s (%(n)s jour ouvré).",
            "Nous nous engageons à répondre au plus tard le %(day)s (%(n)s jours ouvrés).",
            n,
        ) % {"day": day_in_words(case.due_on), "n": n}
    if case.received_at is None or case.paused_on != paris_date(case.received_at):
        return _("Le délai annoncé est arrêté : il repart dès que nous avons ce papier.")
    return ngettext(
        "Notre délai est de %(n)s jour ouvré : il court dès que nous avons ce papier.",
        "Notre délai est de %(n)s jours ouvrés : il court dès que nous avons ce papier.",
        n,
    ) % {"n": n}


def _missing(case: Case) -> str:
    """What is missing, until when, and what it stops (CRPA, L.114-5 and R.112-5, 3°)."""
    assert case.papers_until is not None, "nothing is missing"
    asked = case.entries.filter(kind=Entry.Kind.PAPER).last()
    return _("Il manque : %(paper)s Donnez-le au plus tard le %(day)s.") % {
        "paper": asked.text if asked else "",
        "day": day_in_words(case.papers_until),
    }


def _silence(case: Case) -> str:
    silence = case.clock.silence
    if silence == Silence.NONE or case.silence_on is None:
        return ""
    if case.papers_until is not None and silence == Silence.ACCEPTANCE:
        return _(
            "Sans réponse de notre part %(n)s mois après la réception de ce papier, votre demande est considérée comme acceptée."
        ) % {"n": case.clock.silence_months}
    if case.papers_until is not None:
        return _(
            "Le délai de %(n)s mois après lequel l’absence de réponse vaut refus est suspendu jusqu’à la réception de ce papier."
        ) % {"n": case.clock.silence_months}
    day = day_in_words(case.silence_on)
    if silence == Silence.ACCEPTANCE:
        return _(
            "Sans réponse de notre part le %(day)s, votre demande est considérée comme acceptée ; vous pouvez alors nous demander une attestation."
        ) % {"day": day}
    return _(
        "Sans réponse de notre part le %(day)s, votre demande est considérée comme refusée. Vous avez alors deux mois pour nous demander de revoir cette décision, ou pour saisir le tribunal administratif de %(court)s, sur place ou sur telerecours.fr."
    ) % {"day": day, "court": case.owner.court}


def appeal(case: Case) -> str:
    """How to appeal against a refusal (code de justice administrative, art. R.421-1)."""
    return _(
        "Vous n’êtes pas d’accord ? Dans les deux mois, vous pouvez nous demander par écrit de revoir cette décision, ou saisir le tribunal administratif de %(court)s, sur place ou sur telerecours.fr."
    ) % {"court": case.owner.court}
