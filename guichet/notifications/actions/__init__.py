"""Verbs of the room: notify, tell a department, send, post, forget, write the models of letters."""

from guichet.notifications.actions.departments import send_daily_news, tell_department
from guichet.notifications.actions.experts import (
    may_reach_by_email,
    send_code,
    tell_left_address,
    write_to_department,
)
from guichet.notifications.actions.letter_models import check_letter_model, drop_letter_model, write_letter_model
from guichet.notifications.actions.people import notify
from guichet.notifications.actions.post import forget_about, mark_posted
from guichet.notifications.actions.sending import send, try_again
from guichet.notifications.actions.suppliers import available_channels

__all__ = [
    "available_channels",
    "check_letter_model",
    "drop_letter_model",
    "forget_about",
    "mark_posted",
    "may_reach_by_email",
    "notify",
    "send",
    "send_code",
    "send_daily_news",
    "tell_department",
    "tell_left_address",
    "try_again",
    "write_letter_model",
    "write_to_department",
]
