"""Who writes what of a site: the group of each body, those of its sections, and the accounts named for one section."""

from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page, Workflow

from guichet.accounts.models import Account, Role
from guichet.communes.models import Body


class EditingGroup(models.Model):
    """The Wagtail group of a body's editors, with what it alone opens: pages, files, the reading of drafts."""

    body = models.OneToOneField(Body, models.PROTECT, related_name="editing_group")
    group = models.OneToOneField(Group, models.PROTECT, related_name="editing_group")
    collection = models.OneToOneField(Collection, models.PROTECT, null=True, related_name="+")
    workflow = models.OneToOneField(Workflow, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.group)


class SectionGroup(models.Model):
    """The Wagtail group of those who write one section, with a collection of their own inside their body's."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="section_groups")
    # None once an editor has erased the section: the group stays known, so that nobody stays in it.
    page = models.OneToOneField(Page, models.SET_NULL, null=True, related_name="+")
    group = models.OneToOneField(Group, models.PROTECT, related_name="section_group")
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.group)


class SectionEditorQuerySet(models.QuerySet["SectionEditor"]):
    def in_force(self) -> "SectionEditorQuerySet":
        """Those whose account is open and still works for the body of the section."""
        works_there = Role.objects.in_force().filter(account=models.OuterRef("account"), body=models.OuterRef("body"))
        return self.filter(models.Exists(works_there))


class SectionEditor(models.Model):
    """An account that writes one section of its body's site, and publishes nothing by itself."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="section_editors", verbose_name=_("collectivité"))
    account = models.ForeignKey(Account, models.CASCADE, related_name="section_editors", verbose_name=_("compte"))
    page = models.ForeignKey(Page, models.CASCADE, related_name="section_editors", verbose_name=_("rubrique"))

    objects: ClassVar[SectionEditorQuerySet] = SectionEditorQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        ordering = ["page__title", "account__last_name"]
        verbose_name = _("rédacteur de rubrique")
        verbose_name_plural = _("rédacteurs de rubrique")
        constraints = [models.UniqueConstraint(fields=["account", "page"], name="section_editor_once")]

    def __str__(self) -> str:
        return f"{self.account}, {self.page}"
