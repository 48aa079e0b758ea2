"""What the log keeps: no resident's code, and one line for one event."""

import logging
import re

# The address in the QR code of a ticket carries its code (docs/decisions/2026-11-23-ticket-address.md).
_TICKET = re.compile(r"(/suivi/ouvrir/[^/\s]+/)[^/\s]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")


class Veil(logging.Filter):
    """Masks the code of a ticket's address and writes control characters out, so that nobody forges a line."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = _TICKET.sub(r"\1…", record.getMessage())
        record.msg = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
        record.args = ()
        return True
