"""What a field proposes while one types the name of a commune, or an address: `{"results": [{"value", "text", "hint"}], "said"}`.

`value` goes into the field, `text` and `hint` are shown; an address brings what it fills beside (`fill`). `said` tells how
many there are to who does not see them.
"""

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from guichet.accounts.rules import Sent
from guichet.communes.actions import find_addresses
from guichet.communes.addresses import FoundAddress
from guichet.communes.official import OfficialCommune, find_communes
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean
from guichet.portal.guard import PortalRequest, count_sent, private

LONGEST_TEXT = 120
# The list changes with the program; a browser that keeps an old answer for a day misses nothing.
COMMUNES_LAST = "public, max-age=86400"


@require_safe
def communes(request: PortalRequest) -> JsonResponse:
    """The communes of the country that this text begins, past names too."""
    found = find_communes(_asked(request))
    said = (
        ngettext("%(n)s commune trouvée.", "%(n)s communes trouvées.", len(found))
        if found
        else _("Aucune commune trouvée.")
    )
    response = _answer([_commune(one) for one in found], said)
    response.headers["Cache-Control"] = COMMUNES_LAST
    return response


@require_safe
def addresses(request: PortalRequest) -> JsonResponse:
    """The addresses of the town that this text begins; none beyond what people type from one network in an hour."""
    found = find_addresses(_asked(request), body=request.town, may_ask=lambda: _is_patient(request))
    said = (
        ngettext("%(n)s adresse trouvée.", "%(n)s adresses trouvées.", len(found))
        if found
        else _("Aucune adresse trouvée.")
    )
    return private(_answer([_address(one) for one in found], said))


def _asked(request: PortalRequest) -> str:
    return clean(request.GET.get("q", ""))[:LONGEST_TEXT]


def _is_patient(request: PortalRequest) -> bool:
    try:
        count_sent(request, Sent.ADDRESS)
    except Refusal:
        return False
    return True


def _answer(results: list[dict[str, Any]], said: str) -> JsonResponse:
    body = {"results": results, "said": said % {"n": len(results)}}
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _commune(found: OfficialCommune) -> dict[str, Any]:
    hint = f"{found.postcodes[0]}, {found.department}" if len(found.postcodes) == 1 else found.department
    if found.is_past:
        hint = _("aujourd’hui %(commune)s, %(department)s") % {
            "commune": found.now_name,
            "department": found.department,
        }
    return {"value": found.label, "text": found.name, "hint": hint}


def _address(found: FoundAddress) -> dict[str, Any]:
    return {
        "value": found.street,
        "text": found.street,
        "hint": f"{found.postcode} {found.city}",
        "fill": {"postcode": found.postcode, "city": found.city},
    }
