"""The pages that editors write, given to the search of their portal."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from wagtail.models import Page

from guichet.communes.models import Body
from guichet.content.legal_words import online_since
from guichet.content.models import LegalNotice, TownPage
from guichet.content.search.matching import Document
from guichet.content.search.sources import found_in_search
from guichet.kit.dates import now, paris_date
from guichet.portal.frame import home_of

ASKED_OF_THE_COUNTER = (
    _("horaires de la mairie"),
    _("heures d’ouverture"),
    _("téléphone de la mairie"),
    _("numéro de la mairie"),
    _("adresse de la mairie"),
    _("ouverture de la mairie"),
    _("la mairie est-elle ouverte"),
    _("contacter la mairie"),
    _("écrire à la mairie"),
    _("parler à quelqu’un"),
)
WORDS_OF_THE_COUNTER = (
    _("horaires"),
    _("horaire"),
    _("heures"),
    _("téléphone"),
    _("tél"),
    _("numéro"),
    _("adresse"),
    _("e-mail"),
    _("courriel"),
    _("contact"),
    _("accueil"),
    _("secrétariat"),
    _("fermeture"),
    _("ouvert"),
    _("fermé"),
    _("samedi"),
)


@found_in_search
def counter(body: Body) -> Iterator[Document]:
    """Hours, address and telephone: what people ask most of a town hall stands on the home page."""
    yield Document(
        kind="page",
        slug="/#accueil",
        title=gettext("Horaires, adresse et téléphone : %(office)s") % {"office": body.office},
        note=f"{body.street}, {body.postcode} {body.city}. {body.phone}".strip(),
        phrases=tuple(gettext(said) for said in ASKED_OF_THE_COUNTER),
        synonyms=tuple(gettext(said) for said in WORDS_OF_THE_COUNTER),
        rank=10,
    )


@found_in_search
def pages(body: Body) -> Iterator[Document]:
    """Each page that editors wrote and that is shown; its slug is its address."""
    root = home_of(body)
    if root is None:
        return
    for page in Page.objects.live().public().descendant_of(root).specific():
        if isinstance(page, TownPage) and page.is_searched:
            yield Document(
                kind="page",
                slug=f"/{page.url_path.removeprefix(root.url_path)}",
                title=page.title,
                note=page.lead_words,
                synonyms=page.search_names,
                text=page.all_words,
            )


@found_in_search
def acts(body: Body) -> Iterator[Document]:
    """The acts of the moment; older ones have a search of their own on their page."""
    for notice in LegalNotice.objects.public(body).current(paris_date(now())):
        yield Document(
            kind="page",
            slug=reverse("portal:legal-notice", args=[notice.reference]),
            title=notice.title,
            note=f"{notice.get_kind_display()}. {online_since(notice)}.",
            text=f"{notice.number} {gettext('affichage légal')}",
        )
