"""One row for each file whose bytes are safe on the disk."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models

from guichet.communes.models import Body
from guichet.documents.rules import Kind, size_in_words


class StoredFile(models.Model):
    """A checked file. The row comes after the bytes: where there is a row, `path` can be read."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField(default=1)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

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
    def size_in_words(self) -> str:
        return size_in_words(self.size)
