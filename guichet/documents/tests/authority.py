"""A certificate authority of our own, what it signs, and its clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from guichet.kit.dates import now

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Authority:
    """Its certificate is the only one that the tests trust."""

    key: Key
    certificate: x509.Certificate

    def seal_file(self, path: Path, password: str, *, days: tuple[int, int] = (-1, 365)) -> None:
        """Write the PKCS#12 file that an administrator would install; it is valid between these days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = issue("Mairie d’Anor", key, days=days, issuer=self)
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = serialization.BestAvailableEncryption(password.encode())
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, certificate, [self.certificate], lock))

    def clock(self) -> DummyTimeStamper:
        key = rsa.generate_private_key(65537, 2048)
        certificate = issue("Horodatage", key, issuer=self, usage=ExtendedKeyUsageOID.TIME_STAMPING)
        plain = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        store = SimpleCertificateStore.from_certs([as_asn1(self.certificate)])
        return DummyTimeStamper(as_asn1(certificate), asn1_keys.PrivateKeyInfo.load(plain), certs_to_embed=store)

    def verdict_on(self, pdf: bytes) -> PdfSignatureStatus:
        """What a reader that trusts this authority alone says of the seal."""
        [seal] = PdfFileReader(BytesIO(pdf)).embedded_signatures
        trust = {"trust_roots": [as_asn1(self.certificate)], "allow_fetching": False, "revocation_mode": "soft-fail"}
        return validate_pdf_signature(
            seal, ValidationContext(**trust), ts_validation_context=ValidationContext(**trust)
        )


def make_authority() -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    return Authority(key, issue("Autorité d’essai", key))


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def issue(
    name: str,
    key: Key,
    *,
    days: tuple[int, int] = (-1, 365),
    issuer: Authority | None = None,
    usage: x509.ObjectIdentifier | None = None,
) -> x509.Certificate:
    """A certificate of this key, by this authority; without one it is an authority itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    is_authority, signer = issuer is None, issuer.key if issuer else key
    may = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"], False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_in(days[0]))
        .not_valid_after(_in(days[1]))
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority, content_commitment=not is_authority and usage is None,
                key_cert_sign=is_authority, crl_sign=is_authority, **may,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )  # fmt: skip
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return builder.sign(signer, hashes.SHA256())


@contextmanager
def served(clock: DummyTimeStamper | None) -> Iterator[str]:
    """The address of a timestamping authority; without a clock it answers nonsense, politely."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = clock.request_tsa_response(question).dump() if clock else b"<html>bonjour</html>"
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def _in(days: int) -> datetime:
    return now() + timedelta(days=days)
