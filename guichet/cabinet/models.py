"""The drawers of each town, in the order of their numbers; which page handed out what."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.documents.models import StoredFile
from guichet.journal.models import Record


class DrawerQuerySet(models.QuerySet["Drawer"]):
    def of_body(self, body: Body) -> "DrawerQuerySet":
        return self.filter(body=body)

    def low(self) -> "DrawerQuerySet":
        """Those whose paper forms are counted, and few enough to order more."""
        return self.filter(stock__lte=models.F("reorder_level"))


class Drawer(models.Model):
    """A drawer of a town's cabinet: the procedure it serves, its pile of paper forms, its blank form to print.

    Without a label it holds the sheet alone. `stock` is None as long as nobody counted the pile.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="drawers", verbose_name=_("collectivité"))
    number = models.PositiveSmallIntegerField(_("numéro du tiroir"))
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="drawers", verbose_name=_("démarche"))
    place = models.CharField(_("endroit"), max_length=80, blank=True, help_text=_("Meuble de gauche, étagère 2."))
    label = models.CharField(
        _("formulaire papier"), max_length=100, blank=True, help_text=_("Son titre. Vide : le tiroir n’a que la fiche.")
    )
    cerfa = models.CharField(_("numéro CERFA"), max_length=5, blank=True, help_text=_("Cinq chiffres : 15776."))
    version = models.CharField(_("version"), max_length=3, blank=True, help_text=_("Une étoile, deux chiffres : *02."))
    blank_url = models.CharField(
        _("adresse du formulaire vierge"),
        max_length=300,
        blank=True,
        help_text=_("Sur le site qui le publie : https://…"),
    )
    blank = models.OneToOneField(
        StoredFile,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="drawer",
        verbose_name=_("formulaire vierge"),
    )
    stock = models.PositiveIntegerField(
        _("feuilles dans le tiroir"), null=True, blank=True, help_text=_("Vide : personne ne les compte.")
    )
    reorder_level = models.PositiveIntegerField(
        _("seuil"), default=0, help_text=_("À ce nombre de feuilles, ou moins, l’armoire dit d’en commander.")
    )

    objects: ClassVar[DrawerQuerySet] = DrawerQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        ordering = ["body", "number"]
        verbose_name = _("tiroir")
        verbose_name_plural = _("tiroirs")
        constraints = [models.UniqueConstraint(fields=["body", "number"], name="drawer_number_once")]

    def __str__(self) -> str:
        return f"{self.number}, {self.procedure.short_title}"

    @property
    def is_low(self) -> bool:
        return self.stock is not None and self.stock <= self.reorder_level

    @property
    def has_paper(self) -> bool:
        """Is there a pile of paper forms, beside the sheet that is printed?"""
        return bool(self.label)

    @property
    def form_number(self) -> str:
        """As it is printed on the form: "15776*02"; empty for a form of the town's own."""
        return f"{self.cerfa}{self.version}"


class HandOut(models.Model):
    """What one page of the desk handed out: `key` is the page with these very papers, and there is one fact of it."""

    key = models.UUIDField(primary_key=True, editable=False)
    record = models.OneToOneField(Record, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.key)
