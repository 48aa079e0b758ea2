"""Verbs of the room. Each locks its case, checks, writes, states a fact; or raises a Refusal."""

from guichet.cases.actions.documents import draw_document, make_document
from guichet.cases.actions.drafting import attach_file, detach_file, next_reference, save_step, start_draft, take_over
from guichet.cases.actions.erasing import (
    discard_lost_files,
    erase_abandoned_drafts,
    erase_case,
    erase_each,
    erase_old_cases,
    forget_papers,
)
from guichet.cases.actions.offering import Prepared, offer_requests, prepare_requests
from guichet.cases.actions.opening import send_opening_code, use_opening_code
from guichet.cases.actions.pages import join_pages, move_page_up
from guichet.cases.actions.reminding import remind_departments
from guichet.cases.actions.reporting import echo_report
from guichet.cases.actions.routing import set_routing
from guichet.cases.actions.submitting import submit
from guichet.cases.actions.talking import answer_as_resident, ask_for_paper, receive_paper, write_message, write_note
from guichet.cases.actions.transmitting import transmit
from guichet.cases.actions.treating import decide, hand_over, note_paper, note_reading, renew_code, reopen, take

__all__ = [
    "Prepared",
    "answer_as_resident",
    "ask_for_paper",
    "attach_file",
    "decide",
    "detach_file",
    "discard_lost_files",
    "draw_document",
    "echo_report",
    "erase_abandoned_drafts",
    "erase_case",
    "erase_each",
    "erase_old_cases",
    "forget_papers",
    "hand_over",
    "join_pages",
    "make_document",
    "next_reference",
    "move_page_up",
    "note_paper",
    "note_reading",
    "offer_requests",
    "prepare_requests",
    "receive_paper",
    "remind_departments",
    "renew_code",
    "reopen",
    "save_step",
    "send_opening_code",
    "set_routing",
    "start_draft",
    "submit",
    "take",
    "take_over",
    "transmit",
    "use_opening_code",
    "write_message",
    "write_note",
]
