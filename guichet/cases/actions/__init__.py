"""Verbs of the room. Each locks its case, checks, writes, states a fact; or raises a Refusal."""

from guichet.cases.actions.drafting import attach_file, detach_file, save_step, start_draft
from guichet.cases.actions.erasing import discard_lost_files, erase_abandoned_drafts, erase_case, erase_old_cases
from guichet.cases.actions.submitting import submit
from guichet.cases.actions.talking import answer_as_resident, ask_for_paper, write_message, write_note
from guichet.cases.actions.treating import decide, hand_over, note_paper, note_reading, renew_code, reopen, take

__all__ = [
    "answer_as_resident",
    "ask_for_paper",
    "attach_file",
    "decide",
    "detach_file",
    "discard_lost_files",
    "erase_abandoned_drafts",
    "erase_case",
    "erase_old_cases",
    "hand_over",
    "note_paper",
    "note_reading",
    "renew_code",
    "reopen",
    "save_step",
    "start_draft",
    "submit",
    "take",
    "write_message",
    "write_note",
]
