"""Banners, synonyms, searches and editors of sections in Wagtail's admin; who edits what is answered here for every room."""

from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from guichet.accounts.models import Account, Role
from guichet.communes.admin import OwnDelete, OwnRowsForm, OwnRowsViewSet, answers_who_administers, answers_who_edits
from guichet.content.actions import (
    name_section_editor,
    publish_banner,
    remove_section_editor,
    remove_synonym,
    withdraw_banner,
    write_synonym,
)
from guichet.content.editors import bodies_administered_by, bodies_edited_by, sections_of
from guichet.content.models import Banner, SearchedWords, SectionEditor, TownSynonym
from guichet.content.refusals import check_banner, check_section_editor, check_synonym
from guichet.kit.actor import Actor, ActorKind

answers_who_edits(bodies_edited_by)
answers_who_administers(bodies_administered_by)


class BannerForm(OwnRowsForm):
    class Meta:
        model = Banner
        fields = ("body", "text", "link_text", "link_url", "starts_at", "ends_at")

    def check_rules(self, data: dict[str, Any]) -> None:
        check_banner(**{name: data[name] for name in ("starts_at", "ends_at", "link_text", "link_url")})

    def write(self, data: dict[str, Any]) -> Banner:
        columns = {name: data[name] for name in self.Meta.fields}
        replaces = Banner.objects.filter(pk=self.instance.pk).first()
        return publish_banner(**columns, replaces=replaces, by=self.actor(data["body"]))


class WithdrawBanner(OwnDelete):
    def delete_action(self) -> None:
        with transaction.atomic():
            withdraw_banner(self.object, by=Actor(ActorKind.AGENT, self.request.user.pk, self.object.body_id))


class BannerViewSet(OwnRowsViewSet):
    model = Banner
    form_class = BannerForm
    add_to_admin_menu = True
    add_to_settings_menu = False
    delete_view_class = WithdrawBanner
    icon = "warning"
    menu_label = _("Bandeaux")
    name = "bandeaux"
    list_display = ("text", "body", "starts_at", "ends_at")


class SynonymForm(OwnRowsForm):
    class Meta:
        model = TownSynonym
        fields = ("body", "said", "means")

    def check_rules(self, data: dict[str, Any]) -> None:
        check_synonym(said=data["said"], means=data["means"])

    def write(self, data: dict[str, Any]) -> TownSynonym:
        columns = {name: data[name] for name in self.Meta.fields}
        replaces = TownSynonym.objects.filter(pk=self.instance.pk).first()
        return write_synonym(**columns, replaces=replaces, by=self.actor(data["body"]))


class RemoveSynonym(OwnDelete):
    def delete_action(self) -> None:
        with transaction.atomic():
            remove_synonym(self.object, by=Actor(ActorKind.AGENT, self.request.user.pk, self.object.body_id))


class SynonymViewSet(OwnRowsViewSet):
    model = TownSynonym
    form_class = SynonymForm
    delete_view_class = RemoveSynonym
    icon = "openquote"
    menu_label = _("Synonymes")
    name = "synonymes"
    list_display = ("said", "means", "body")


class SearchesViewSet(OwnRowsViewSet):
    """What people typed and did not find: read, then mended with a synonym or a page."""

    model = SearchedWords
    allowed: ClassVar[frozenset[str]] = frozenset({"view"})
    form_class = OwnRowsForm
    form_fields = ()
    icon = "search"
    menu_label = _("Recherches sans réponse")
    name = "recherches"
    list_display = ("words", "without_result", "not_found", "found", "last_on")


class SectionEditorForm(OwnRowsForm):
    class Meta:
        model = SectionEditor
        fields = ("body", "page", "account")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.bodies()
        sections = [section.pk for body in bodies for section in sections_of(body)]
        working = Role.objects.in_force().filter(body__in=bodies).values("account")
        self.fields["page"].queryset = Page.objects.filter(pk__in=sections).order_by("title")
        self.fields["account"].queryset = Account.objects.filter(pk__in=working).order_by("last_name", "first_name")
        self.fields["account"].help_text = gettext("Ce qu’il écrit paraît une fois relu par un rédacteur du site.")

    def check_rules(self, data: dict[str, Any]) -> None:
        check_section_editor(data["account"], page=data["page"], body=data["body"], sections=sections_of(data["body"]))

    def write(self, data: dict[str, Any]) -> SectionEditor:
        return name_section_editor(**data, by=self.actor(data["body"]))


class RemoveSectionEditor(OwnDelete):
    def delete_action(self) -> None:
        remove_section_editor(self.object, by=Actor(ActorKind.AGENT, self.request.user.pk, self.object.body_id))


class SectionEditorViewSet(OwnRowsViewSet):
    """Who writes one section and no other; named and removed, never changed into somebody else."""

    model = SectionEditor
    allowed: ClassVar[frozenset[str]] = frozenset({"add", "delete"})
    form_class = SectionEditorForm
    delete_view_class = RemoveSectionEditor
    icon = "user"
    menu_label = _("Rédacteurs de rubrique")
    name = "redacteurs-de-rubrique"
    list_display = ("account", "page", "body")


viewsets = [BannerViewSet(), SynonymViewSet(), SearchesViewSet(), SectionEditorViewSet()]
