"""What a drawer, or the blank form attached to it, may not be."""

import re

from django.utils.translation import gettext as _

from guichet.kit.refusal import Refusal


def check_paper_form(*, label: str, cerfa: str, version: str, blank_url: str, stock: int | None) -> None:
    """Refuse a form that could not be told from another, or paper that is counted and has no name."""
    if not label and (cerfa or stock is not None):
        raise Refusal("drawer-label", _("Donnez le titre du formulaire papier, ou videz son numéro et son stock."))
    if cerfa and not re.fullmatch(r"\d{5}", cerfa, re.ASCII):
        raise Refusal("drawer-cerfa", _("Un numéro CERFA a cinq chiffres, par exemple 15776."))
    if version and not (cerfa and re.fullmatch(r"\*\d{2}", version, re.ASCII)):
        raise Refusal("drawer-version", _("La version suit un numéro CERFA : une étoile et deux chiffres, comme *02."))
    if blank_url and not blank_url.startswith("https://"):
        raise Refusal("drawer-address", _("L’adresse du formulaire vierge commence par https://."))


def number_taken(number: int) -> Refusal:
    return Refusal("drawer-number", _("Le tiroir %(number)s existe déjà. Prenez un autre numéro.") % {"number": number})


def drawer_gone() -> Refusal:
    return Refusal("drawer-gone", _("Ce tiroir vient d’être retiré. Rechargez la page."))


def not_a_pdf(name: str) -> Refusal:
    sentence = _(
        "Le fichier « %(name)s » n’est pas un PDF, quel que soit son nom. Les autres réponses sont gardées."
        " Enregistrez le formulaire vierge en PDF, puis choisissez-le de nouveau."
    )
    return Refusal("blank-type", sentence % {"name": name})


def nothing_chosen() -> Refusal:
    return Refusal("cabinet-nothing", _("Cochez au moins un papier, puis imprimez."))


def stale_page() -> Refusal:
    return Refusal("cabinet-page", _("Cette page était ouverte depuis trop longtemps. Appuyez encore une fois."))


def too_many(limit: int) -> Refusal:
    sentence = _("Vous avez coché trop de papiers : %(limit)s démarches au plus à la fois. Imprimez en deux fois.")
    return Refusal("cabinet-many", sentence % {"limit": limit})


def too_heavy(pages: int, size: str) -> Refusal:
    sentence = _(
        "Ces formulaires vierges sont trop lourds ensemble : %(pages)s pages et %(size)s au plus à la fois."
        " Imprimez en deux fois."
    )
    return Refusal("cabinet-heavy", sentence % {"pages": pages, "size": size})
