"""A timestamping authority (RFC 3161), by HTTP."""

from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

TIMEOUT = 10  # seconds
# No answer, a refusal, or an answer that is not one: pyHanko lets the last pass as what its parser raises.
SILENCE = (TimestampRequestError, ValueError, TypeError)


def stamper(url: str) -> TimeStamper:
    """What asks this authority for the time each time something is sealed."""
    return RequestsHTTPTimeStamper(url, timeout=TIMEOUT)
