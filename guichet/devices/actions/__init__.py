"""Verbs of the room: set terminals up, enrol them, run their sessions, print, scan, ring."""

from guichet.devices.actions.calls import answer_call, call_agent
from guichet.devices.actions.enrolling import enrol, make_code, revoke_keys
from guichet.devices.actions.health import close_incident, forget_old_incidents, tell_state, watch_silence
from guichet.devices.actions.orders import forget_done_orders, give_order, order_done
from guichet.devices.actions.playing import play_fake
from guichet.devices.actions.printing import cancel_print, order_print, order_site_print, print_bytes, tell_print
from guichet.devices.actions.scanning import cancel_scan, drop_scan, order_scan, receive_scan, take_scan, tell_scan
from guichet.devices.actions.sessions import (
    end_session,
    end_silent_sessions,
    enter_session,
    forget_old_sessions,
    grant_case,
    keep_comfort,
    open_session,
    session_of,
    show_code,
    sweep_spool,
    touch_session,
)
from guichet.devices.actions.terminals import add_terminal, change_terminal, check_terminal, type_use

__all__ = [
    "add_terminal",
    "answer_call",
    "call_agent",
    "cancel_print",
    "cancel_scan",
    "change_terminal",
    "check_terminal",
    "close_incident",
    "drop_scan",
    "end_session",
    "end_silent_sessions",
    "enrol",
    "enter_session",
    "forget_done_orders",
    "forget_old_incidents",
    "forget_old_sessions",
    "give_order",
    "grant_case",
    "keep_comfort",
    "make_code",
    "open_session",
    "order_done",
    "order_print",
    "order_scan",
    "order_site_print",
    "play_fake",
    "print_bytes",
    "receive_scan",
    "revoke_keys",
    "session_of",
    "show_code",
    "sweep_spool",
    "take_scan",
    "tell_print",
    "tell_scan",
    "tell_state",
    "touch_session",
    "type_use",
    "watch_silence",
]
