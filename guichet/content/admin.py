"""Banners, synonyms and searches in Wagtail's admin; who edits what is answered here for every room."""

from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guichet.communes.admin import OwnDelete, OwnRowsForm, OwnRowsViewSet, answers_who_administers, answers_who_edits
from guichet.content.actions import publish_banner, remove_synonym, withdraw_banner, write_synonym
from guichet.content.editors import bodies_administered_by, bodies_edited_by
from guichet.content.models import Banner, SearchedWords, TownSynonym
from guichet.content.refusals import check_banner, check_synonym
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


viewsets = [BannerViewSet(), SynonymViewSet(), SearchesViewSet()]
