from datetime import date

from guichet.devices.actions import (
    end_silent_sessions,
    forget_done_orders,
    forget_old_incidents,
    forget_old_sessions,
    sweep_spool,
    watch_silence,
)
from guichet.journal.chores import nightly, often


@often
def end_sessions_left() -> int:
    return end_silent_sessions()


@often
def notice_silence() -> int:
    return watch_silence()


@often
def empty_the_spool() -> int:
    return sweep_spool()


@nightly
def forget_kiosk_sessions(day: date) -> int:
    return forget_old_sessions(day)


@nightly
def forget_kiosk_orders(day: date) -> int:
    return forget_done_orders(day)


@nightly
def forget_kiosk_incidents(day: date) -> int:
    return forget_old_incidents(day)
