"""The form of every page: what it shows and links to is the editor's own."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents.models import Document
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.models import Image
from wagtail.images.permissions import permission_policy as picture_policy
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import page_permission_policy

HOME_DEPTH = 2  # Wagtail's root, then the home page of each body
_FILES: dict[type, Any] = {Image: picture_policy, Document: document_policy}  # a model, and who may show its rows


def _is_taken(slug: str) -> bool:
    try:
        return resolve(f"/{slug}/").url_name != "wagtail_serve"
    except Resolver404:
        return False


class TownPageForm(WagtailAdminPageForm):
    """Choosers propose one's own pages, pictures and documents; an address typed by hand could name the neighbour's."""

    def clean(self) -> dict[str, Any]:
        """Right below the home page, no slug of the portal's own addresses: the page would never be reached."""
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and self.parent_page.depth == HOME_DEPTH and _is_taken(slug):
            self.add_error("slug", _("Cette adresse est déjà celle d’un service du portail. Choisissez-en une autre."))
        return cleaned

    def _post_clean(self) -> None:
        """Once the page holds what was typed: refuse, before anything of it is shown, what no chooser would have given.

        What the published page holds already stays allowed: a section editor keeps the picture an editor put there.
        """
        before = self._references()
        super()._post_clean()
        for kind, pk in self._references() - before:
            if not self._may_show(kind, pk):
                raise PermissionDenied

    def _references(self) -> set[tuple[type, str]]:
        found = ReferenceIndex._extract_references_from_object(self.instance)
        kinds = [(ContentType.objects.get_for_id(kind).model_class(), str(pk)) for kind, pk, _model, _path in found]
        return {(kind, pk) for kind, pk in kinds if kind is not None and kind in (Page, *_FILES)}

    def _may_show(self, kind: type, pk: str) -> bool:
        if kind in _FILES:
            files = _FILES[kind].instances_user_has_any_permission_for(self.for_user, ["choose", "change"])
            return bool(files.filter(pk=pk).exists())
        pages = page_permission_policy.instances_user_has_any_permission_for(
            self.for_user, ["add", "change", "publish"]
        )
        return bool(pages.filter(pk=pk).exists())
