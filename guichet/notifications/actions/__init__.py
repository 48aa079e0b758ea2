"""Verbs of the room: notify, tell a department, send, post, forget."""

from guichet.notifications.actions.departments import send_daily_news, tell_department
from guichet.notifications.actions.people import notify
from guichet.notifications.actions.post import forget_about, mark_posted
from guichet.notifications.actions.sending import send, try_again
from guichet.notifications.actions.suppliers import available_channels

__all__ = [
    "available_channels",
    "forget_about",
    "mark_posted",
    "notify",
    "send",
    "send_daily_news",
    "tell_department",
    "try_again",
]
