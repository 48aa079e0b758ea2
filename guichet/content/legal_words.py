"""What is said of a notice beside its title: since when, until when, in which way it counts, why it is late."""

from datetime import datetime

from django.utils.translation import gettext as _

from guichet.content.legal_rules import Kind, Late, clear_days, late
from guichet.content.models import DisplayChoice, LegalNotice
from guichet.kit.dates import day_in_words, hour_in_words, paris_date


def moment(at: datetime) -> str:
    return _("le %(day)s à %(hour)s") % {"day": day_in_words(paris_date(at)), "hour": hour_in_words(at)}


def online_since(notice: LegalNotice) -> str:
    """The sentence that the law asks for (R2131-1): when it was put online."""
    assert notice.posted_at is not None, "only what was shown has an hour"
    return _("Mis en ligne %(moment)s") % {"moment": moment(notice.posted_at)}


def until_in_words(notice: LegalNotice) -> str:
    if notice.withdrawn_at is not None:
        return _("Retiré %(moment)s : %(reason)s") % {
            "moment": moment(notice.withdrawn_at),
            "reason": notice.withdrawn_reason,
        }
    if notice.shown_until is None:
        return ""
    return _("affiché jusqu’au %(day)s") % {"day": day_in_words(notice.shown_until)}


def late_in_words(notice: LegalNotice, at: datetime) -> str:
    """What an editor is told before or after it is shown; nothing when it is in time."""
    choice = DisplayChoice.objects.filter(body=notice.body_id).first()
    population = choice.population if choice else 0
    found = late(Kind(notice.kind), notice.dates, paris_date(notice.posted_at or at), population)
    if found is None:
        return ""
    return {
        Late.LIST: _("La loi demande la liste des délibérations dans la semaine qui suit la séance (CGCT, L2121-25)."),
        Late.MINUTES: _(
            "La loi demande le procès-verbal dans la semaine qui suit son adoption, à la séance suivante (CGCT, L2121-15)."
        ),
        Late.SUMMONS: _("La convocation part au moins %(n)s jours francs avant la séance (CGCT, L2121-11 et L2121-12).")
        % {"n": clear_days(population)},
        Late.PLANNING: _("Une décision d’urbanisme est affichée dans les huit jours (code de l’urbanisme, R424-15)."),
    }[found]
