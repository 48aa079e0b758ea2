"""Whom an intercommunal body serves: the communes that the official list gives it, whether they have a portal here or not."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from guichet.cases.questions import Answers, Step
from guichet.cases.types.readers import commune_code
from guichet.communes.models import Body
from guichet.communes.official import members_of

CITY = "city"


def doubts_on(step: Step, answers: Answers, town: Body) -> Mapping[str, str]:
    """What the body asks again, once, without refusing: a town that it does not serve by the official list.

    The list has a date, and a body may act beyond its members (a *syndicat*): who knows better goes on, and the
    department that treats her request sees to it.
    """
    sentence = not_served(answers.get(CITY, ""), town) if step.served else ""
    return {CITY: sentence} if sentence else {}


def not_served(city: str, town: Body) -> str:
    """A sentence for a town that the body of this portal does not serve; empty when it does, or when nobody knows."""
    body = town.member_of or town
    served, code = members_of(body.official_code), commune_code(city)
    if not served or not code or code in served:
        return ""
    return _(
        "D’après la liste officielle, %(city)s n’est pas dans %(body)s. Vérifiez le nom ; si c’est bien le vôtre, dites-le avec le bouton : le service vérifiera."
    ) % {"city": city, "body": body.the_name}
