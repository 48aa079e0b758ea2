"""The form of every page: what it shows and links to is the editor's own."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.images.models import Image
from wagtail.images.permissions import permission_policy as picture_policy
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import page_permission_policy


class TownPageForm(WagtailAdminPageForm):
    """Choosers propose one's own pages and pictures; an address typed by hand could name the neighbour's."""

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
        return {(kind, pk) for kind, pk in kinds if kind is not None and kind in (Page, Image)}

    def _may_show(self, kind: type, pk: str) -> bool:
        if kind is Image:
            pictures = picture_policy.instances_user_has_any_permission_for(self.for_user, ["choose", "change"])
            return bool(pictures.filter(pk=pk).exists())
        pages = page_permission_policy.instances_user_has_any_permission_for(
            self.for_user, ["add", "change", "publish"]
        )
        return bool(pages.filter(pk=pk).exists())
