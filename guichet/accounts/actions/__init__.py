"""Verbs of the room: accounts and roles, persons, the patience with wrong secrets."""

from guichet.accounts.actions.access import (
    check_secret,
    count_wrong,
    forget_ended_sessions,
    forget_old_counts,
    take_submission,
    try_patiently,
    wrong_tries,
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
from guichet.accounts.actions.people import (
    Contact,
    forget_person,
    merge_people,
    name_person,
    note_person_read,
    part_people,
    tell_people_apart,
)

__all__ = [
    "Contact",
    "check_secret",
    "close_account",
    "count_wrong",
    "forget_ended_sessions",
    "forget_old_counts",
    "forget_person",
    "give_role",
    "merge_people",
    "name_person",
    "note_person_read",
    "open_account",
    "part_people",
    "print_first_access",
    "replace_application",
    "take_submission",
    "tell_people_apart",
    "try_patiently",
    "use_first_access",
    "withdraw_role",
    "wrong_tries",
]
