"""The certificate of display: what was shown, from when to when, and the hash that proves it."""

from datetime import datetime

from django.utils.translation import gettext as _

from guichet.content.legal_words import moment
from guichet.content.models import LegalNotice
from guichet.documents.rendering import render_pdf
from guichet.kit.dates import day_in_words, paris_date
from guichet.notifications.envelopes import letterhead


def certificate_pdf(notice: LegalNotice, at: datetime) -> bytes:
    """A one-page PDF, made anew whenever it is asked for; only of what was shown."""
    assert notice.posted_at is not None, "a draft is shown to nobody"
    body = notice.body
    facts = [
        (_("Acte"), notice.title),
        (_("Nature"), notice.get_kind_display()),
        (_("Numéro"), notice.number),
        (_("Date de l’acte"), day_in_words(notice.acted_on)),
        (_("Signé par"), notice.author),
        (_("Référence"), notice.reference),
        (
            _("Document"),
            _("%(name)s, %(pages)s page(s)") % {"name": notice.document.name, "pages": notice.document.pages},
        ),
    ]
    data = {
        "letterhead": letterhead(body, None),
        "title": _("Certificat d’affichage"),
        "sentence": _sentence(notice, at),
        "facts": [(term, value) for term, value in facts if value],
        "hash_title": _("Empreinte SHA-256 du document, calculée à la mise en ligne"),
        "hash": notice.sha256,
        "place_and_day": _("À %(city)s, le %(day)s") % {"city": body.city, "day": day_in_words(paris_date(at))},
        "signatory": [line for line in (body.signatory_name, body.signatory_title) if line],
        "footer": _("Certificat établi d’après le journal de l’affichage. Le document est à l’adresse %(address)s.")
        % {"address": f"{body.host}/affichage-legal/{notice.reference}/"},
    }  # fmt: skip
    return render_pdf("content/typst/certificate.typ", data)


def _sentence(notice: LegalNotice, at: datetime) -> str:
    assert notice.posted_at is not None, "told above"
    where = _where(notice)
    since = moment(notice.posted_at)
    if notice.withdrawn_at is not None:
        words = _("L’acte ci-dessous a été affiché %(where)s %(since)s, puis retiré %(end)s : %(reason)s.")
        told = {"end": moment(notice.withdrawn_at), "reason": notice.withdrawn_reason.rstrip(".")}
    elif notice.shown_until is not None and notice.shown_until < paris_date(at):
        words = _("L’acte ci-dessous a été affiché %(where)s %(since)s, jusqu’au %(end)s inclus.")
        told = {"end": day_in_words(notice.shown_until)}
    else:
        words = _("L’acte ci-dessous a été affiché %(where)s %(since)s, et l’est toujours.")
        told = {}
    return words % {"where": where, "since": since, **told}


def _where(notice: LegalNotice) -> str:
    where = _("sur le site de la collectivité (%(host)s)") % {"host": notice.body.host}
    if notice.is_for_information:
        return _("%(where)s, pour information, l’acte étant rendu public %(means)s,") % {
            "where": where,
            "means": notice.get_means_display(),
        }
    return where
