"""Pages published, withdrawn or moved in the workshop age the cached pages of their body."""

from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from guichet.communes.actions import published
from guichet.communes.models import Body
from guichet.kit.actor import SYSTEM, Actor, ActorKind


def listen() -> None:
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_age, dispatch_uid="portal.publishing")


def _age(instance: Page, **_details: Any) -> None:
    site = instance.get_site()
    body = Body.objects.filter(host=site.hostname).first() if site else None
    if body is not None:
        published(body, by=_editor(body))


def _editor(body: Body) -> Actor:
    user = get_active_log_context().user
    return Actor(ActorKind.AGENT, user.pk, body.pk) if user and user.pk else SYSTEM
