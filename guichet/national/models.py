"""The sheets of the State and the archives they came from; one set for the whole instance."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.national.rules import Kind

LICENCE = "Licence Ouverte 2.0"
PUBLISHER = "Service-Public.gouv.fr / DILA"


class Archive(models.Model):
    """One import that came to its end: what was read, from where; the latest is what residents see."""

    file_name = models.CharField(_("fichier"), max_length=200)
    address = models.CharField(_("adresse"), max_length=500, blank=True)
    dated_on = models.DateField(_("date de l’archive"), null=True)
    licence = models.CharField(_("licence"), max_length=60, default=LICENCE)
    imported_at = models.DateTimeField(_("importée à"))
    sheets = models.PositiveIntegerField(_("fiches"))
    broken = models.JSONField(_("fichiers illisibles"), default=list)
    unknown = models.JSONField(_("éléments inconnus"), default=dict)

    class Meta:
        verbose_name = _("archive nationale")
        verbose_name_plural = _("archives nationales")

    def __str__(self) -> str:
        return self.file_name


class NationalSheetQuerySet(models.QuerySet["NationalSheet"]):
    def shown(self) -> "NationalSheetQuerySet":
        """Those of the archive in force; the others are still arriving."""
        return self.filter(is_shown=True)

    def arriving(self) -> "NationalSheetQuerySet":
        """Those that an import has read and not yet put in force."""
        return self.filter(is_shown=False)


class NationalSheet(models.Model):
    """One file of the archive: a sheet, a folder of sheets, a theme, a form, a simulator…

    `body` is the tree that `reading` makes. `choices` is how the answers of this file are said for other sheets, `told`
    what others say for this one. The heavy columns come last: SQLite reads no further than it is asked.
    """

    national_id = models.CharField(_("numéro"), max_length=12)
    is_shown = models.BooleanField(_("en vigueur"), default=False)
    kind = models.CharField(_("sorte"), max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    title = models.CharField(_("titre"), max_length=300)
    summary = models.CharField(_("résumé"), max_length=600, blank=True)
    themes = models.JSONField(_("thèmes"), default=list)
    url = models.TextField(_("adresse du service"), blank=True)
    official_url = models.TextField(_("page de l’État"))
    cerfa = models.CharField(_("numéro cerfa"), max_length=40, blank=True)
    number = models.CharField(_("autre numéro"), max_length=40, blank=True)
    source = models.CharField(_("auteur"), max_length=300, blank=True)
    modified_on = models.DateField(_("modifiée le"), null=True)
    schema = models.CharField(_("version du format"), max_length=10, blank=True)
    digest = models.CharField(_("empreinte"), max_length=64)
    unknown = models.JSONField(_("éléments inconnus"), default=dict)
    path = models.JSONField(_("chemin"), default=list)
    choices = models.JSONField(_("réponses proposées"), default=dict)
    told = models.JSONField(_("réponses dites"), default=dict)
    body = models.JSONField(_("contenu"), default=dict)

    objects: ClassVar[NationalSheetQuerySet] = NationalSheetQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        ordering = ["title"]
        verbose_name = _("fiche nationale")
        verbose_name_plural = _("fiches nationales")
        constraints = [models.UniqueConstraint(fields=["national_id", "is_shown"], name="national_sheet_once")]
        indexes = [models.Index(fields=["is_shown", "kind"], name="national_by_kind")]

    def __str__(self) -> str:
        return self.title
