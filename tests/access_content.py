"""The rows of what a town publishes: everybody reads it."""

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from guichet.content.actions import open_workshop
from guichet.content.models import EditingGroup, EventPage
from guichet.content.tests.agenda_factories import an_event
from guichet.content.tests.download_factories import a_document
from guichet.content.tests.legal_factories import a_posted_notice
from guichet.portal.planting import plant_pages

if TYPE_CHECKING:
    from tests.access_rows import Scene

EVERYBODY = "ok ok ok ok ok ok ok"
NOT_A_METHOD = "405 405 405 405 405 405 405"


def a_picture(scene: "Scene") -> list[Any]:
    """The name of a picture that a page shows."""
    return [default_storage.save("images/marche.webp", ContentFile("un marché")).removeprefix("images/")]


def a_document_shown(scene: "Scene") -> list[Any]:
    """The number and the name of what the town gives to download."""
    open_workshop(scene.world.anor)
    document = a_document(EditingGroup.objects.get(body=scene.world.anor).collection)
    return [document.pk, document.filename]


def an_act(scene: "Scene") -> list[Any]:
    return [a_posted_notice(scene.world.anor).reference]


def an_event_shown(scene: "Scene") -> list[Any]:
    known = EventPage.objects.filter(slug="loto").first()
    return [(known or an_event(plant_pages(scene.world.anor), "loto")).slug]


TABLE: dict[str, tuple[Any, ...]] = {
    "portal:agenda-calendar": (EVERYBODY, NOT_A_METHOD),
    "portal:agenda-feed": (EVERYBODY, NOT_A_METHOD),
    "portal:event-calendar": (EVERYBODY, NOT_A_METHOD, an_event_shown),
    "portal:kiosk": (EVERYBODY, NOT_A_METHOD),
    "portal:sitemap": (EVERYBODY, NOT_A_METHOD),
    "portal:legal": (EVERYBODY, NOT_A_METHOD),
    "portal:legal-feed": (EVERYBODY, NOT_A_METHOD),
    "portal:legal-notice": (EVERYBODY, NOT_A_METHOD, an_act),
    "portal:legal-act": (EVERYBODY, NOT_A_METHOD, an_act),
    "portal:news-feed": (EVERYBODY, NOT_A_METHOD),
    "portal:picture": (EVERYBODY, NOT_A_METHOD, a_picture),
    "wagtaildocs_serve": (EVERYBODY, NOT_A_METHOD, a_document_shown),
}
