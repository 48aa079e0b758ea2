"""What the desk says of the antivirus: never more than it knows."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.communes.models import Body
from guichet.documents.actions import scanner_answers
from guichet.documents.models import StoredFile


def scans_in_words(body: Body) -> list[dict[str, Any]]:
    """For the page of the state: is there an antivirus, does it answer, what is left to look at, what did it find."""
    infected = StoredFile.objects.infected().filter(body=body).count()
    lines = [_scanner(body)]
    if infected:
        sentence = ngettext(
            "%(n)s fichier infecté est gardé sans s’ouvrir. Son dossier le montre.",
            "%(n)s fichiers infectés sont gardés sans s’ouvrir. Leurs dossiers les montrent.",
            infected,
        )
        lines.append({"is_well": False, "text": sentence % {"n": infected}})
    return lines


def _scanner(body: Body) -> dict[str, Any]:
    if not settings.CLAMAV:
        none = _("Aucun antivirus n’est branché (GUICHET_CLAMAV) : les fichiers reçus ne sont pas analysés.")
        return {"is_well": True, "text": none}
    waiting = StoredFile.objects.not_scanned().filter(body=body).count()
    if not scanner_answers():
        sentence = ngettext(
            "L’antivirus ne répond pas : %(n)s fichier n’est pas analysé. Il le sera dès qu’il répond.",
            "L’antivirus ne répond pas : %(n)s fichiers ne sont pas analysés. Ils le seront dès qu’il répond.",
            waiting,
        )
        return {"is_well": False, "text": sentence % {"n": waiting}}
    if not waiting:
        return {"is_well": True, "text": _("L’antivirus répond. Tous les fichiers reçus sont analysés.")}
    sentence = ngettext(
        "L’antivirus répond. %(n)s fichier attend d’être analysé.",
        "L’antivirus répond. %(n)s fichiers attendent d’être analysés.",
        waiting,
    )
    return {"is_well": True, "text": sentence % {"n": waiting}}
