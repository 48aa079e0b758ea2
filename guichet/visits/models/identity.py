"""Identity papers that the town hall hands out."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.accounts.models import Account, Person
from guichet.communes.models import Body


class IdentityPaperQuerySet(models.QuerySet["IdentityPaper"]):
    def of_body(self, body: Body) -> "IdentityPaperQuerySet":
        return self.filter(body=body)

    def waiting(self) -> "IdentityPaperQuerySet":
        """Arrived and not yet handed out, the oldest first: after three months the State destroys them."""
        return self.filter(handed_at=None).order_by("arrived_at", "pk")


class IdentityPaper(models.Model):
    """An identity card or a passport that arrived for somebody. `number` is that of the request, as its receipt has it.

    Handed out, the row is erased 30 days later, with the person if nothing else names her.
    """

    class Kind(models.TextChoices):
        CARD = "card", _("carte d’identité")
        PASSPORT = "passport", _("passeport")

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="identity_papers")
    arrived_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[IdentityPaperQuerySet] = IdentityPaperQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("titre à remettre")
        verbose_name_plural = _("titres à remettre")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number"], condition=~models.Q(number=""), name="identity_paper_number_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["body", "arrived_at"], name="identity_paper_waiting", condition=models.Q(handed_at=None)
            ),
            models.Index(fields=["handed_at"], name="identity_paper_handed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()
