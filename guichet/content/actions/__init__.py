"""The only writers of what a town publishes; the pages themselves are written by Wagtail."""

from guichet.content.actions.town import (
    follow_roles,
    open_workshop,
    publish_banner,
    remove_synonym,
    withdraw_banner,
    write_synonym,
)

__all__ = [
    "follow_roles",
    "open_workshop",
    "publish_banner",
    "remove_synonym",
    "withdraw_banner",
    "write_synonym",
]
