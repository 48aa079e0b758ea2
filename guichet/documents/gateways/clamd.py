"""ClamAV's daemon, asked with INSTREAM (clamd(8)) on a TCP port or a local socket.

Whatever is not a plain "OK" is not clean: above its StreamMaxLength the daemon cuts the line, and a base that is being
loaded answers an error. Keep its MaxFileSize above GUICHET_FILE_MAX_BYTES (it is, unless changed): what it passes
over for its size it calls OK.
"""

import re
import socket
import struct
import time

from guichet.documents.gateways import NotScanned, Unreachable

CONNECT_SECONDS = 2.0
_CHUNK = 65_536
_LONGEST_ANSWER = 4_096
_FOUND = re.compile(r"stream: (\S+?)(?:\([0-9a-f:]+\))? FOUND")
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9._-]")


def signature_in(data: bytes, *, address: str, within: float) -> str:
    """What the antivirus found, by its own name; empty when it looked and found nothing.

    `address` is "host:port" or the path of a socket. Raises NotScanned in every other case, `within` so many seconds.
    """
    ends_at = time.monotonic() + within
    try:
        line = _connected(address, min(CONNECT_SECONDS, within))
    except (OSError, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
    with line:
        try:
            answer = _asked(line, data, ends_at)
        except OSError as error:
            raise NotScanned(type(error).__name__) from error
    if answer == "stream: OK":
        return ""
    if found := _FOUND.fullmatch(answer):
        return _NOT_A_NAME.sub("", found[1])[:80] or "unnamed"
    raise NotScanned(f"answer of {len(answer)} signs")


def _connected(address: str, seconds: float) -> socket.socket:
    if "/" in address:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), seconds)


def _asked(line: socket.socket, data: bytes, ends_at: float) -> str:
    _send(line, b"zINSTREAM\0", ends_at)
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        _send(line, struct.pack("!I", len(chunk)) + chunk, ends_at)
    _send(line, struct.pack("!I", 0), ends_at)
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        line.settimeout(_left(ends_at))
        part = line.recv(_LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("ascii", "replace") if answer.endswith(b"\0") else ""


def _send(line: socket.socket, data: bytes, ends_at: float) -> None:
    line.settimeout(_left(ends_at))
    line.sendall(data)


def _left(ends_at: float) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
