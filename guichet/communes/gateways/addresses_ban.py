"""The national address base (BAN), through the geocoding service of the Géoplateforme (IGN): no key, 50 questions a second."""

import http.client
import json
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from guichet.communes.addresses import FoundAddress, spelled_street
from guichet.communes.gateways import Rejected, Unavailable

TIMEOUT = 2.0  # seconds: somebody is typing
LARGEST = 200_000  # bytes; six answers weigh 4,000
_OF_US = frozenset({400, 404, 413, 414, 422})  # answers that speak of this question


class NoAnswer(Unavailable):
    """Refused, cut, or silent for two seconds."""


class TooManyQuestions(Unavailable):
    """429: this instance has asked more than its share."""


class Unreadable(Unavailable):
    """An answer that is not what the service promises."""


def find(text: str, *, city_code: str = "", limit: int, timeout: float = TIMEOUT) -> list[FoundAddress]:
    """The addresses that begin like this text, best first, in one commune or in the whole country.

    Raises Unavailable, or Rejected when it is the text that is not wanted.
    """
    asked: dict[str, str | int] = {"q": text, "limit": limit, "autocomplete": 1, "index": "address"}
    if city_code:
        asked["citycode"] = city_code
    request = urllib.request.Request(  # noqa: S310  # the address is the administrator's
        f"{settings.ADDRESSES_URL}?{urlencode(asked)}", headers={"Accept": "application/json", "User-Agent": "Guichet"}
    )
    try:
        return _read(_asked(request, timeout))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 429:
            raise TooManyQuestions("answer 429") from error
        if error.code in _OF_US:
            raise Rejected(f"answer {error.code}") from error
        raise NoAnswer(f"answer {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(type(error).__name__) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from error


def _asked(request: urllib.request.Request, timeout: float) -> bytes:
    """The whole answer within this time: the time-out of a socket starts again with each byte that drips."""
    until = time.monotonic() + timeout
    read = b""
    with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
        while part := answer.read1(65_536):
            read += part
            if time.monotonic() > until or len(read) > LARGEST:
                raise TimeoutError
    return read


def _read(answer: bytes) -> list[FoundAddress]:
    found = [feature["properties"] for feature in json.loads(answer)["features"]]
    return [_address(one) for one in found if one["type"] != "municipality"]  # a town is no address


def _address(found: dict[str, Any]) -> FoundAddress:
    said = {name: found[name] for name in ("name", "postcode", "city", "citycode")}
    if not all(isinstance(value, str) for value in said.values()):
        raise TypeError
    return FoundAddress(
        spelled_street(said["name"]), said["postcode"], said["city"].replace("'", "’"), said["citycode"]
    )
