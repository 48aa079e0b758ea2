"""Chromium's managed policies: the second fence, below what the program asks of the browser."""

import json
from importlib.resources import files
from typing import Any

from guichet_borne.settings import Enrolment


def policies(enrolment: Enrolment) -> dict[str, Any]:
    """Those we ship, and the camera for the town's own pages."""
    shipped: dict[str, Any] = json.loads(files(__name__).joinpath("guichet.json").read_text("utf-8"))
    return {**shipped, "VideoCaptureAllowedUrls": [enrolment.server]}
