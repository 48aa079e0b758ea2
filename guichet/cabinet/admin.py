"""The drawers in Wagtail's admin, for the editors of each town."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guichet.cabinet.actions import arrange_drawer, check_drawer, keep_blank, put_blank, remove_drawer
from guichet.cabinet.models import Drawer
from guichet.communes.admin import OwnDelete, OwnRowsForm, OwnRowsViewSet
from guichet.documents.models import StoredFile
from guichet.kit.actor import Actor, ActorKind
from guichet.kit.refusal import Refusal


class DrawerForm(OwnRowsForm):
    upload = forms.FileField(
        label=_("Formulaire vierge en PDF"), required=False, help_text=_("Il s’imprime derrière la fiche.")
    )
    forget_blank = forms.BooleanField(label=_("Retirer le formulaire vierge"), required=False)

    class Meta:
        model = Drawer
        fields = (
            "body", "number", "procedure", "place", "label", "cerfa", "version", "blank_url", "stock", "reorder_level",
        )  # fmt: skip

    kept: StoredFile | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = self.instance.blank if self.instance.pk else None
        if blank is None:
            del self.fields["forget_blank"]
        else:
            words = gettext("Aujourd’hui : %(name)s, %(size)s. Un autre fichier le remplace.")
            self.fields["upload"].help_text = words % {"name": blank.name, "size": blank.size_in_words}

    def check_rules(self, data: dict[str, Any]) -> None:
        replaces = Drawer.objects.filter(pk=self.instance.pk).first()
        check_drawer(replaces=replaces, **{name: data[name] for name in self.Meta.fields})

    def clean(self) -> dict[str, Any]:
        """Keep the file here, once all the rest is right: Wagtail calls `save` in a transaction of its own, and a file
        must not make the database wait for the disk."""
        data = super().clean()
        upload = data.get("upload")
        if upload and not self.errors:
            try:
                self.kept = keep_blank(upload, name=upload.name, body=data["body"], by=self.actor(data["body"]))
            except Refusal as no:
                self.add_error("upload", ValidationError(no.sentence, code=no.code))
        return data

    def write(self, data: dict[str, Any]) -> Drawer:
        by = self.actor(data["body"])
        beside = {"body", "number", "procedure"}
        drawer = arrange_drawer(
            body=data["body"],
            number=data["number"],
            procedure=data["procedure"],
            columns={name: data[name] for name in self.Meta.fields if name not in beside},
            replaces=Drawer.objects.filter(pk=self.instance.pk).first(),
            by=by,
        )
        if self.kept or data.get("forget_blank"):
            drawer = put_blank(drawer, self.kept, by=by)
        return drawer


class RemoveDrawer(OwnDelete):
    def delete_action(self) -> None:
        with transaction.atomic():
            remove_drawer(self.object, by=Actor(ActorKind.AGENT, self.request.user.pk, self.object.body_id))


class DrawerViewSet(OwnRowsViewSet):
    model = Drawer
    form_class = DrawerForm
    delete_view_class = RemoveDrawer
    icon = "folder-open-inverse"
    menu_label = _("Armoire à formulaires")
    name = "tiroirs"
    list_display = ("number", "procedure", "label", "cerfa", "version", "stock", "reorder_level", "place", "body")


viewsets = [DrawerViewSet()]
