"""Banners; what people search, and the words they use for it."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.communes.models import Body


class BannerQuerySet(models.QuerySet["Banner"]):
    def of_portal(self, body: Body) -> "BannerQuerySet":
        """Those of this body and of the intercommunal body it belongs to."""
        return self.filter(models.Q(body=body) | models.Q(body=body.member_of_id))

    def showing(self, body: Body, at: datetime) -> "BannerQuerySet":
        """Those that this body's portal shows at this moment, the latest first."""
        in_time = models.Q(ends_at__gt=at) | models.Q(ends_at=None)
        return self.of_portal(body).filter(in_time, starts_at__lte=at).order_by("-starts_at", "-pk")

    def next_change(self, body: Body, at: datetime) -> datetime | None:
        """When `showing` gives another answer by the mere passing of time; None when it never will."""
        marks = self.of_portal(body).aggregate(
            starts=models.Min("starts_at", filter=models.Q(starts_at__gt=at)),
            ends=models.Min("ends_at", filter=models.Q(ends_at__gt=at)),
        )
        return min((mark for mark in marks.values() if mark is not None), default=None)


class Banner(models.Model):
    """A sentence above every page of a portal, for a time: a street closed, a counter moved."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="banners", verbose_name=_("collectivité"))
    text = models.CharField(_("texte"), max_length=200, help_text=_("Une phrase : ce qui change, où, jusqu’à quand."))
    link_text = models.CharField(_("texte du lien"), max_length=60, blank=True)
    link_url = models.CharField(
        _("adresse du lien"), max_length=300, blank=True, help_text=_("/actualites/deviation/ ou https://…")
    )
    starts_at = models.DateTimeField(_("à partir du"))
    ends_at = models.DateTimeField(
        _("jusqu’au"), null=True, blank=True, help_text=_("Vide : jusqu’à ce que vous la retiriez.")
    )

    objects: ClassVar[BannerQuerySet] = BannerQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        ordering = ["-starts_at"]
        verbose_name = _("bandeau")
        verbose_name_plural = _("bandeaux")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(starts_at__lt=models.F("ends_at")), name="banner_forward"
            )
        ]

    def __str__(self) -> str:
        return self.text


class TownSynonymQuerySet(models.QuerySet["TownSynonym"]):
    def of_portal(self, body: Body) -> "TownSynonymQuerySet":
        """Those of this body and of the intercommunal body it belongs to."""
        return self.filter(models.Q(body=body) | models.Q(body=body.member_of_id))


class TownSynonym(models.Model):
    """Words that people of this town use for a thing that has another name."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="synonyms", verbose_name=_("collectivité"))
    said = models.CharField(_("ce que les gens disent"), max_length=60, help_text=_("la salle Léo-Lagrange"))
    means = models.CharField(_("ce que cela veut dire"), max_length=60, help_text=_("salle des fêtes"))

    objects: ClassVar[TownSynonymQuerySet] = TownSynonymQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        ordering = ["said"]
        verbose_name = _("synonyme")
        verbose_name_plural = _("synonymes")
        constraints = [models.UniqueConstraint(fields=["body", "said", "means"], name="synonym_once")]

    def __str__(self) -> str:
        return f"{self.said} : {self.means}"


class SearchedWords(models.Model):
    """What people typed and did not find, or said whether they found: counted, without who or when in the day."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="searched_words", verbose_name=_("collectivité"))
    words = models.CharField(_("mots tapés"), max_length=80)
    without_result = models.PositiveIntegerField(_("sans résultat"), default=0)
    found = models.PositiveIntegerField(_("trouvé"), default=0)
    not_found = models.PositiveIntegerField(_("pas trouvé"), default=0)
    last_on = models.DateField(_("dernière fois"))

    class Meta:
        ordering = ["-not_found", "-without_result", "words"]
        verbose_name = _("recherche à améliorer")
        verbose_name_plural = _("recherches à améliorer")
        constraints = [models.UniqueConstraint(fields=["body", "words"], name="searched_words_once")]
        indexes = [models.Index(fields=["last_on"])]

    def __str__(self) -> str:
        return self.words
