"""Verbs of the room: accounts and roles, persons, the patience with wrong secrets."""

from guichet.accounts.actions.access import (
    check_secret,
    forget_ended_sessions,
    forget_old_counts,
    take_submission,
    try_patiently,
)
from guichet.accounts.actions.agents import (
    close_account,
    give_role,
    open_account,
    print_first_access,
    replace_application,
    use_first_access,
    withdraw_role,
)
from guichet.accounts.actions.people import Contact, name_person

__all__ = [
    "Contact",
    "check_secret",
    "close_account",
    "forget_ended_sessions",
    "forget_old_counts",
    "give_role",
    "name_person",
    "open_account",
    "print_first_access",
    "replace_application",
    "take_submission",
    "try_patiently",
    "use_first_access",
    "withdraw_role",
]
