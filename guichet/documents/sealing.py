"""The seal of a body on a PDF we make: PAdES B-B (ETSI EN 319 142-1), B-T with a timestamp.

Whoever reads the paper can tell that this body made it and that nothing in it changed since.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper

from guichet.communes.models import Body
from guichet.documents.seals import SealUnusable, certificate_path
from guichet.documents.tagging import add_seal_field
from guichet.kit.dates import day_in_words, now, paris_date

FIELD = "Cachet"


@dataclass(frozen=True)
class Certificate:
    """A body's key and certificate, in force now."""

    signer: SimpleSigner
    starts_at: datetime
    ends_at: datetime


def certificate_of(body: Body) -> Certificate:
    """The certificate installed for this body. Raises SealUnusable when it cannot seal today, FileNotFoundError
    without one."""
    path = certificate_path(body)
    passwords = settings.SEAL_PASSWORDS
    password = passwords.get(body.official_code, passwords.get("", ""))
    certificate = _opened(path, path.stat().st_mtime_ns, password)
    if not certificate.starts_at <= now() <= certificate.ends_at:
        ended = _("Le certificat %(path)s ne vaut plus depuis le %(day)s : rien n’est cacheté. Installez le suivant.")
        early = _("Le certificat %(path)s ne vaut qu’à partir du %(day)s : rien n’est cacheté avant.")
        sentence, at = (ended, certificate.ends_at) if certificate.ends_at < now() else (early, certificate.starts_at)
        raise SealUnusable("seal-expired", sentence % {"path": path, "day": day_in_words(paris_date(at))})
    return certificate


def sealed(pdf: bytes, certificate: Certificate, *, body: Body, reason: str, stamper: TimeStamper | None) -> bytes:
    """The PDF with the seal added behind it: its own bytes, tags, metadata and colours stay as they are."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    add_seal_field(writer, FIELD, label=_("Cachet électronique de %(name)s") % {"name": body.the_name})
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=body.city,
        name=body.name,
    )
    output = PdfSigner(metadata, certificate.signer, timestamper=stamper).sign_pdf(writer)
    assert isinstance(output, BytesIO)
    return output.getvalue()


@lru_cache(maxsize=64)  # opening one takes a tenth of a second, on purpose
def _opened(path: Path, written_at: int, password: str) -> Certificate:
    try:
        signer = SimpleSigner.load_pkcs12_data(path.read_bytes(), [], passphrase=password.encode() or None)
    except (OSError, ValueError, AttributeError) as error:  # AttributeError: a file without a key
        sentence = _(
            "Le certificat %(path)s ne s’ouvre pas : le mot de passe (GUICHET_SEAL_PASSWORD) est faux, ou le fichier est abîmé. Rien n’est cacheté."
        )
        raise SealUnusable("seal-locked", sentence % {"path": path}) from error
    assert signer.signing_cert is not None, "it was read above, with its key"
    return Certificate(signer, signer.signing_cert.not_valid_before, signer.signing_cert.not_valid_after)
