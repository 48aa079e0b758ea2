"""Put bytes on the disk under a row that is still to be created."""

import hashlib

from guichet.communes.models import Body
from guichet.documents import store
from guichet.documents.models import StoredFile
from guichet.documents.rules import Kind, stored_name
from guichet.kit.dates import now


def written(data: bytes, kind: Kind, pages: int, *, name: str, body: Body) -> StoredFile:
    """The bytes are safe on the disk; the row that names them is returned unsaved."""
    file = StoredFile(
        name=stored_name(name, kind.suffix),
        media_type=kind.media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        body=body,
        created_at=now(),
    )
    store.write(file.path, data)
    return file
