"""What a banner or a synonym may not be."""

from datetime import datetime

from django.utils.translation import gettext as _

from guichet.kit.refusal import Refusal
from guichet.kit.words import words


def check_banner(*, starts_at: datetime, ends_at: datetime | None, link_text: str, link_url: str) -> None:
    """Refuse a banner that nobody would see, or whose link leads astray."""
    if ends_at is not None and ends_at <= starts_at:
        raise Refusal("banner-backward", _("La fin vient avant le début. Changez l’une des deux dates."))
    if bool(link_text) != bool(link_url):
        raise Refusal("banner-link", _("Un lien a un texte et une adresse. Donnez les deux, ou aucun."))
    if link_url and not _is_safe(link_url):
        raise Refusal(
            "banner-address", _("L’adresse du lien commence par https:// ou par une barre, comme /actualites/.")
        )


def check_synonym(*, said: str, means: str) -> None:
    """Refuse a synonym that the search could not use: no letter on one side, or the same words on both."""
    if not words(said) or not words(means):
        raise Refusal("synonym-empty", _("Écrivez des mots des deux côtés, avec des lettres ou des chiffres."))
    if words(said) == words(means):
        raise Refusal("synonym-same", _("Les deux côtés disent la même chose. Changez l’un des deux."))


def _is_safe(url: str) -> bool:
    return url.startswith("https://") or (url.startswith("/") and not url.startswith(("//", "/\\")))
