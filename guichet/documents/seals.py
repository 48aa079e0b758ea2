"""Where the certificate of a body lies, and why it may not seal. Kept apart from pyHanko, which `sealing` loads."""

from pathlib import Path

from django.conf import settings

from guichet.communes.models import Body


class SealUnusable(Exception):
    """There is a certificate and it cannot seal; `sentence` is for the person who installed it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


def certificate_path(body: Body) -> Path:
    """GUICHET_DATA/seals/<official code>.p12, whether it is there or not."""
    return Path(settings.SEALS_ROOT) / f"{body.official_code}.p12"
