"""Publish and withdraw banners; teach the search words."""

from datetime import datetime

from django.db import transaction

from guichet.communes.actions import published
from guichet.communes.models import Body
from guichet.content.facts import BannerPublished, BannerWithdrawn, SynonymRemoved, SynonymWritten
from guichet.content.models import Banner, TownSynonym
from guichet.content.refusals import check_banner, check_synonym
from guichet.journal.actions import record
from guichet.kit.actor import Actor


@transaction.atomic
def publish_banner(
    *,
    body: Body,
    text: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    link_text: str = "",
    link_url: str = "",
    replaces: Banner | None = None,
    by: Actor,
) -> Banner:
    """Show a sentence on the body's portal and its members', from a time to a time; `replaces` is written anew."""
    assert replaces is None or replaces.body_id == body.pk, "a banner stays with its body"
    check_banner(starts_at=starts_at, ends_at=ends_at, link_text=link_text, link_url=link_url)
    banner = Banner(
        pk=replaces.pk if replaces else None,
        body=body,
        text=text,
        link_text=link_text,
        link_url=link_url,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    banner.save()
    record(BannerPublished(banner.pk), by=by, body_id=body.pk)
    published(body, by=by)
    return banner


@transaction.atomic
def withdraw_banner(banner: Banner, *, by: Actor) -> None:
    """Take a banner off every page at once; the journal keeps that it was there."""
    record(BannerWithdrawn(banner.pk), by=by, body_id=banner.body_id)
    published(banner.body, by=by)
    banner.delete()


@transaction.atomic
def write_synonym(*, body: Body, said: str, means: str, replaces: TownSynonym | None = None, by: Actor) -> TownSynonym:
    """Teach the search of a body, and of its members, that who says this means that; `replaces` is written anew."""
    assert replaces is None or replaces.body_id == body.pk, "a synonym stays with its body"
    check_synonym(said=said, means=means)
    synonym = TownSynonym(pk=replaces.pk if replaces else None, body=body, said=said, means=means)
    synonym.save()
    record(SynonymWritten(synonym.pk), by=by, body_id=body.pk)
    published(body, by=by)
    return synonym


@transaction.atomic
def remove_synonym(synonym: TownSynonym, *, by: Actor) -> None:
    record(SynonymRemoved(synonym.pk), by=by, body_id=synonym.body_id)
    published(synonym.body, by=by)
    synonym.delete()
