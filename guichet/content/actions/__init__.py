"""The only writers of what a town publishes; the pages themselves are written by Wagtail."""

from guichet.content.actions.downloads import check_download
from guichet.content.actions.legal import (
    choose_display,
    drop_notice,
    keep_act,
    post_notice,
    withdraw_notice,
    write_notice,
)
from guichet.content.actions.town import (
    publish_banner,
    remove_synonym,
    withdraw_banner,
    write_synonym,
)
from guichet.content.actions.workshop import follow_roles, name_section_editor, open_workshop, remove_section_editor

__all__ = [
    "write_notice",
    "withdraw_notice",
    "post_notice",
    "keep_act",
    "drop_notice",
    "check_download",
    "choose_display",
    "follow_roles",
    "name_section_editor",
    "open_workshop",
    "publish_banner",
    "remove_section_editor",
    "remove_synonym",
    "withdraw_banner",
    "write_synonym",
]
