"""One row for each file whose bytes are safe on the disk; one for each signature drawn on a screen."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.accounts.models import Account, Person
from guichet.communes.models import Body
from guichet.documents.rules import Kind, size_in_words


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def not_scanned(self) -> "StoredFileQuerySet":
        """What people sent and no antivirus has looked at yet."""
        return self.filter(scan=StoredFile.Scan.NOT_SCANNED)

    def infected(self) -> "StoredFileQuerySet":
        return self.filter(scan=StoredFile.Scan.INFECTED)


class StoredFile(models.Model):
    """A checked file. The row comes after the bytes: where there is a row, `path` can be read.

    `watermark` holds the words that cross its pages; `sealed` tells that a PDF bears the body's seal.
    """

    class Scan(models.TextChoices):
        """What the antivirus said. What nobody looked at is not clean."""

        NOT_SCANNED = "not-scanned", _("pas analysé")
        CLEAN = "clean", _("analysé, rien trouvé")
        INFECTED = "infected", _("infecté")
        OURS = "ours", _("fait ici")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField(default=1)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    watermark = models.CharField(max_length=200, default="")
    sealed = models.BooleanField(default=False)
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True)
    scan_tries = models.PositiveIntegerField(default=0)  # in vain: those tried most wait behind the others

    objects: ClassVar[StoredFileQuerySet] = StoredFileQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        indexes = [
            models.Index(fields=["scan_tries", "id"], name="file_to_scan", condition=models.Q(scan="not-scanned")),
            models.Index(fields=["id"], name="file_infected", condition=models.Q(scan="infected")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the bytes are: 256 folders, so that none grows too long to list."""
        return Path(settings.FILES_ROOT) / self.key.hex[:2] / self.key.hex

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_pdf(self) -> bool:
        return self.media_type == Kind.PDF.media_type

    @property
    def is_infected(self) -> bool:
        return self.scan == self.Scan.INFECTED

    @property
    def size_in_words(self) -> str:
        return size_in_words(self.size)


class Signature(models.Model):
    """A signature drawn on a screen under one text: a simple electronic signature (eIDAS, art. 25 §1; Code civil, 1367).

    `strokes` is the drawing (documents.strokes), `text_sha256` the hash of the words signed. `file` is the paper with
    its evidence page, where the name of who signs stands as it was then: here is only her row.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="signatures")
    strokes = models.JSONField()
    text_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    witness = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="signature")

    class Meta:
        verbose_name = _("signature dessinée")
        verbose_name_plural = _("signatures dessinées")

    def __str__(self) -> str:
        return f"{self.person_id}, {self.signed_at:%Y-%m-%d}"
