"""The form of a document to download: what is in it is looked at, and no word is shared with the other bodies."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.models import Collection

from guichet.content.actions import check_download
from guichet.content.download_rules import FORMATS, MOST_BYTES
from guichet.content.downloads import body_of
from guichet.kit.actor import SYSTEM, Actor, ActorKind
from guichet.kit.refusal import Refusal

_TOO_BIG = _(
    "Ce fichier dépasse %(megabytes)s Mo. Rien n’est enregistré, vos pages n’ont pas changé. "
    "Enregistrez-le en plus léger (« qualité pour l’écran »), puis choisissez-le de nouveau."
)


class DocumentForm(BaseDocumentForm):
    class Meta(BaseDocumentForm.Meta):
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("Ce que les habitants lisent : « Menu de la cantine, décembre ».")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.editor = kwargs.get("user")
        super().__init__(*args, **kwargs)
        # Tags are one list for the whole instance: Wagtail proposes to each what the others wrote.
        self.fields.pop("tags", None)
        if "file" in self.fields:
            self._describe_file()

    def _describe_file(self) -> None:
        file, told = self.fields["file"], {"megabytes": MOST_BYTES // 1_000_000}
        file.help_text = _("PDF de préférence ; ou ODT, ODS, DOCX, XLSX. %(megabytes)s Mo au plus.") % told
        file.widget.attrs["accept"] = ",".join(f".{suffix}" for suffix in FORMATS)
        for code in ("file_too_large", "file_too_large_unknown_size"):
            file.error_messages[code] = _TOO_BIG % told

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("file") is not None and "file" in self.changed_data:
            try:
                self._check(cleaned["file"], cleaned.get("collection") or self.collections[0])
            except Refusal as no:
                self.add_error("file", no.sentence)
        return cleaned

    def _check(self, file: Any, collection: Collection) -> None:
        body = body_of(collection)
        if body is None:  # a collection that nobody's editors have: its documents are shown nowhere
            raise Refusal(
                "download-nowhere", str(_("Cette collection n’est à aucune collectivité : choisissez-en une autre."))
            )
        by = Actor(ActorKind.AGENT, self.editor.pk, body.pk) if self.editor else SYSTEM
        check_download(file, name=file.name, body=body, by=by)

    def _update_errors(self, errors: ValidationError) -> None:
        """Wagtail looks at the end of the name again, and would say the same in other words."""
        if not self.has_error("file"):
            super()._update_errors(errors)
