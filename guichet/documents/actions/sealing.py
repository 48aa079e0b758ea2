"""Seal what a body makes.

pyHanko costs a second of start and 40 MB: it is loaded when the first paper is sealed, by houses that have a seal.
"""

import logging
from datetime import datetime

from django.conf import settings

from guichet.communes.models import Body
from guichet.documents.actions.keeping import write_pdf
from guichet.documents.models import StoredFile
from guichet.documents.seals import SealUnusable, certificate_path

log = logging.getLogger(__name__)


def seal(pdf: bytes, *, body: Body, reason: str) -> bytes | None:
    """The PDF under the seal of this body; None when it has no certificate. `reason` is shown by readers of PDF.

    With GUICHET_TIMESTAMP_URL the hour is vouched for by an authority; when that one is silent the paper is sealed
    all the same, with our own hour. Raises SealUnusable. Call it outside a transaction: the authority may be slow.
    """
    if not certificate_path(body).exists():
        return None
    from guichet.documents.gateways import timestamping
    from guichet.documents.sealing import certificate_of, sealed

    certificate = certificate_of(body)
    if settings.TIMESTAMP_URL:
        stamper = timestamping.stamper(settings.TIMESTAMP_URL)
        try:
            return sealed(pdf, certificate, body=body, reason=reason, stamper=stamper)
        except timestamping.SILENCE as error:
            log.warning("timestamp-missing body=%s reason=%s", body.pk, type(error).__name__)
    return sealed(pdf, certificate, body=body, reason=reason, stamper=None)


def write_sealed(pdf: bytes, *, name: str, body: Body, reason: str) -> StoredFile:
    """`write_pdf` of the paper under its seal. Without a certificate that can seal it is written as it is, and says so
    (`sealed`): a person does not wait for her paper because a certificate ended."""
    try:
        under_seal = seal(pdf, body=body, reason=reason)
    except SealUnusable as why:
        log.error("seal-unusable body=%s reason=%s", body.pk, why.code)
        under_seal = None
    file = write_pdf(under_seal or pdf, name=name, body=body)
    file.sealed = under_seal is not None
    return file


def seal_ends_at(body: Body) -> datetime | None:
    """Until when this body can seal; None without a certificate. Raises SealUnusable when it cannot today."""
    if not certificate_path(body).exists():
        return None
    from guichet.documents.sealing import certificate_of

    return certificate_of(body).ends_at
