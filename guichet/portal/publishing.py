"""What is published, withdrawn or moved in the workshop, its pictures and documents age the pages of their body."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from guichet.communes.actions import published
from guichet.communes.models import Body
from guichet.content.downloads import body_of
from guichet.kit.actor import SYSTEM, Actor, ActorKind


def listen() -> None:
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_age, dispatch_uid="portal.publishing")
    for change in (post_save, post_delete):
        for kind in (Document, Image):
            change.connect(_age_around, sender=kind, dispatch_uid=f"portal.publishing.{kind.__name__}")


def _age(instance: Page, **_details: Any) -> None:
    site = instance.get_site()
    body = Body.objects.filter(host=site.hostname).first() if site else None
    if body is not None:
        published(body, by=_editor(body))


def _age_around(instance: Document | Image, **_details: Any) -> None:
    """The pages that give a document say its title and its size; those that show a picture name its files."""
    body = body_of(instance.collection)
    if body is not None:
        published(body, by=_editor(body))


def _editor(body: Body) -> Actor:
    user = get_active_log_context().user
    return Actor(ActorKind.AGENT, user.pk, body.pk) if user and user.pk else SYSTEM
