"""The pages that every request ends with: who asks, where she lives, how to answer her."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import gettext_noop as _

from guichet.cases.questions import Answers, Kind, Question, Step
from guichet.cases.types import readers
from guichet.cases.types.base import Recipient

FIRST_NAME = Question(
    name="first_name",
    label=_("Prénom"),
    missing=_("Écrivez votre prénom."),
    width="mid",
    max_length=80,
    autocomplete="given-name",
)

LAST_NAME = Question(
    name="last_name",
    label=_("Nom"),
    missing=_("Écrivez votre nom."),
    width="mid",
    max_length=80,
    autocomplete="family-name",
)

WHO = Step(slug="vous", title=_("Qui êtes-vous ?"), questions=(FIRST_NAME, LAST_NAME))

STREET = Question(
    name="street",
    label=_("Numéro et rue"),
    hint=_("Par exemple 14 rue Léo-Lagrange"),
    missing=_("Écrivez le numéro et la rue. Sans numéro, écrivez le nom de la rue ou du hameau."),
    autocomplete="address-line1",
    suggest="addresses",
)

POSTCODE = Question(
    name="postcode",
    label=_("Code postal"),
    missing=_("Écrivez le code postal, par exemple 59186."),
    width="short",
    inputmode="numeric",
    max_length=10,
    autocomplete="postal-code",
    prefill="postcode",
    read=readers.postcode,
)

CITY = Question(
    name="city",
    label=_("Commune"),
    missing=_("Écrivez le nom de la commune."),
    width="mid",
    max_length=60,
    autocomplete="address-level2",
    prefill="city",
)

EMAIL = Question(
    name="email",
    label=_("Adresse e-mail"),
    kind=Kind.EMAIL,
    hint=_("Nous vous répondons là d’abord, si vous en donnez une."),
    optional=True,
    autocomplete="email",
    read=readers.email,
)

PHONE = Question(
    name="phone",
    label=_("Téléphone"),
    kind=Kind.PHONE,
    hint=_("Pour un SMS, ou pour vous appeler. Sans e-mail ni téléphone, nous vous écrivons une lettre."),
    optional=True,
    width="mid",
    autocomplete="tel",
    read=readers.phone,
)

OWN_ADDRESS = Question(
    name="own_address",
    label=_("Adresse postale"),
    hint=_("Pour une lettre. Numéro, rue, code postal et commune, par exemple 3 rue de la Gare, 59610 Fourmies"),
    optional=True,
    max_length=160,
    autocomplete="street-address",
    read=readers.whole_address,
)

ANSWER = Step(slug="reponse", title=_("Comment vous répondre ?"), questions=(EMAIL, PHONE))


def postcode_of_city(answers: Answers) -> Mapping[str, str]:
    """A postcode and a town that do not go together, by the official list: the letter would come back."""
    return _mismatch(answers.get("postcode", ""), answers.get("city", ""))


@lru_cache(maxsize=512)
def _mismatch(postcode: str, city: str) -> Mapping[str, str]:
    """Asked again for every page of a request."""
    return readers.mismatch(postcode, city)


def recipient(answers: Answers) -> Recipient:
    """The person, at her own address when she gave one beside the place she speaks of."""
    return _at(
        answers,
        own_address(answers) or (answers.get("street", ""), answers.get("postcode", ""), answers.get("city", "")),
    )


def recipient_elsewhere(answers: Answers) -> Recipient:
    """The person, at the address she gave for letters: the place she tells of is not hers."""
    return _at(answers, own_address(answers) or ("", "", ""))


def own_address(answers: Answers) -> tuple[str, str, str] | None:
    return readers.address_parts(answers.get("own_address", ""))


def _at(answers: Answers, address: tuple[str, str, str]) -> Recipient:
    street, postcode, city = address
    return Recipient(
        first_name=answers.get("first_name", ""),
        last_name=answers.get("last_name", ""),
        email=answers.get("email", ""),
        phone=answers.get("phone", ""),
        street=street,
        extra="",
        postcode=postcode,
        city=city,
    )
