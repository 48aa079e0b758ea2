"""Shows how far a long command is: one line that runs on a terminal, one line for each step in a log."""

import time
from typing import TextIO

REFRESH_SECONDS = 0.1


class Progress:
    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._label = ""
        self._shown_at = 0.0

    def __call__(self, label: str, done: int, total: int) -> None:
        is_new, is_over = label != self._label, done >= total
        if not self._out.isatty():
            if is_new:
                self._out.write(f"{label}…\n")
        elif is_new or is_over or time.monotonic() - self._shown_at > REFRESH_SECONDS:
            start = "\n" if is_new and self._label else "\r"
            self._out.write(f"{start}{label}… {100 * done // max(total, 1)}\u00a0%")
            self._shown_at = time.monotonic()
        self._label = label
        self._out.flush()

    def end(self) -> None:
        if self._label and self._out.isatty():
            self._out.write("\n")
