"""Verbs of the room: open a visit, go through its matters, close it."""

from guichet.visits.actions.matters import (
    add_matter,
    check_papers,
    drop_matter,
    note_bring_back,
    note_done,
    note_explained,
    note_receipt,
    note_site,
)
from guichet.visits.actions.visits import (
    call_next,
    change_channel,
    close_left_open,
    close_visit,
    correct_outcome,
    forget_names,
    leave_line,
    name_visit,
    open_visit,
    reopen_visit,
    take_ticket,
    turn_to,
)

__all__ = [
    "add_matter",
    "call_next",
    "change_channel",
    "check_papers",
    "close_left_open",
    "close_visit",
    "correct_outcome",
    "drop_matter",
    "forget_names",
    "leave_line",
    "name_visit",
    "note_bring_back",
    "note_done",
    "note_explained",
    "note_receipt",
    "note_site",
    "open_visit",
    "reopen_visit",
    "take_ticket",
    "turn_to",
]
