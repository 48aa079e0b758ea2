"""Whom an intercommunal body serves: the communes that the official list gives it, whether they have a portal here or not."""

from django.utils.translation import gettext as _

from guichet.cases.types.readers import commune_code
from guichet.communes.models import Body
from guichet.communes.official import members_of


def not_served(city: str, town: Body) -> str:
    """A sentence for a town that the body of this portal does not serve; empty when it does, or when nobody knows."""
    body = town.member_of or town
    served, code = members_of(body.official_code), commune_code(city)
    if not served or not code or code in served:
        return ""
    return _("%(city)s n’est pas dans %(body)s : demandez à la mairie de cette commune qui s’en occupe.") % {
        "city": city,
        "body": body.the_name,
    }
