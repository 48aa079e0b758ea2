"""Verbs of the room: keep, join, scan, seal, sign, discard."""

from guichet.documents.actions.joining import join_pages, write_joined
from guichet.documents.actions.keeping import (
    Upload,
    discard,
    keep_pdf,
    keep_untouched,
    keep_upload,
    keep_written,
    sweep,
    write_pdf,
)
from guichet.documents.actions.scanning import scan_waiting, scanner_answers
from guichet.documents.actions.sealing import seal, seal_ends_at, write_sealed
from guichet.documents.actions.signing import (
    Drawn,
    ToSign,
    draw_signature,
    erase_signature,
    keep_drawn,
    sign_on_glass,
)

__all__ = [
    "Drawn",
    "ToSign",
    "Upload",
    "discard",
    "draw_signature",
    "erase_signature",
    "join_pages",
    "keep_drawn",
    "keep_pdf",
    "keep_untouched",
    "keep_upload",
    "keep_written",
    "scan_waiting",
    "scanner_answers",
    "seal",
    "seal_ends_at",
    "sign_on_glass",
    "sweep",
    "write_joined",
    "write_pdf",
    "write_sealed",
]
