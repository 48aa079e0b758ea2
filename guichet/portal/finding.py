"""The pages that editors write, given to the search of their portal."""

from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Site

from guichet.communes.models import Body
from guichet.content.search.matching import Document
from guichet.content.search.sources import found_in_search
from guichet.portal.models import TextPage

ASKED_OF_THE_COUNTER = (
    gettext_noop("horaires de la mairie"),
    gettext_noop("heures d’ouverture"),
    gettext_noop("téléphone de la mairie"),
    gettext_noop("numéro de la mairie"),
    gettext_noop("adresse de la mairie"),
    gettext_noop("ouverture de la mairie"),
    gettext_noop("la mairie est-elle ouverte"),
    gettext_noop("contacter la mairie"),
    gettext_noop("écrire à la mairie"),
    gettext_noop("parler à quelqu’un"),
)
WORDS_OF_THE_COUNTER = (
    gettext_noop("horaires"),
    gettext_noop("horaire"),
    gettext_noop("heures"),
    gettext_noop("téléphone"),
    gettext_noop("tél"),
    gettext_noop("numéro"),
    gettext_noop("adresse"),
    gettext_noop("e-mail"),
    gettext_noop("courriel"),
    gettext_noop("contact"),
    gettext_noop("accueil"),
    gettext_noop("secrétariat"),
    gettext_noop("fermeture"),
    gettext_noop("ouvert"),
    gettext_noop("fermé"),
    gettext_noop("samedi"),
)


@found_in_search
def counter(body: Body) -> Iterator[Document]:
    """Hours, address and telephone: what people ask most of a town hall stands on the home page."""
    yield Document(
        kind="page",
        slug="/#accueil",
        title=_("Horaires, adresse et téléphone : %(office)s") % {"office": body.office},
        note=f"{body.street}, {body.postcode} {body.city}. {body.phone}".strip(),
        phrases=tuple(_(said) for said in ASKED_OF_THE_COUNTER),
        synonyms=tuple(_(said) for said in WORDS_OF_THE_COUNTER),
        rank=10,
    )


@found_in_search
def pages(body: Body) -> Iterator[Document]:
    """Each page of text that is shown; its slug is its address."""
    site = Site.objects.select_related("root_page").filter(hostname=body.host).first()
    if site is None:
        return
    root = site.root_page
    for page in TextPage.objects.live().public().descendant_of(root):
        yield Document(
            kind="page",
            slug=f"/{page.url_path.removeprefix(root.url_path)}",
            title=page.title,
            note=page.intro,
            text=strip_tags(page.text.replace("<", " <")),
        )
