"""What agents note for each other, what they followed, what each may settle alone."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.accounts.models import Account, Role
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body


class AgentNote(models.Model):
    """How this town's agents do a procedure, and whom they call: never public."""

    MOST_SIGNS = 2000

    body = models.ForeignKey(Body, models.CASCADE, related_name="+", verbose_name=_("collectivité"))
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="+", verbose_name=_("démarche"))
    text = models.TextField(_("note"))
    written_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("note d’équipe")
        verbose_name_plural = _("notes d’équipe")
        constraints = [models.UniqueConstraint(fields=["body", "procedure"], name="agent_note_once")]

    def __str__(self) -> str:
        return f"{self.body_id}: {self.procedure_id}"


class TrainingQuerySet(models.QuerySet["Training"]):
    def of_body(self, body: Body) -> "TrainingQuerySet":
        return self.filter(body=body)

    def in_year(self, year: int) -> "TrainingQuerySet":
        return self.filter(on__year=year)


class Training(models.Model):
    """Something an agent followed to learn her work."""

    class Kind(models.TextChoices):
        INTERNAL = "internal", _("interne")
        EXTERNAL = "external", _("externe")

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("collectivité"))
    account = models.ForeignKey(Account, models.CASCADE, related_name="trainings", verbose_name=_("agent"))
    kind = models.CharField(_("sorte"), max_length=8, choices=Kind)
    on = models.DateField(_("jour"))
    minutes = models.PositiveIntegerField(_("durée"))
    subject = models.CharField(_("sujet"), max_length=120)
    with_whom = models.CharField(_("avec qui"), max_length=120, blank=True)

    objects: ClassVar[TrainingQuerySet] = TrainingQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("formation")
        verbose_name_plural = _("formations")

    def __str__(self) -> str:
        return f"{self.subject}, {self.on}"


class MasteryQuerySet(models.QuerySet["Mastery"]):
    def in_force(self, body: Body) -> "MasteryQuerySet":
        """Those of the agents who work for this body today: who left settles nothing here any more."""
        works = Role.objects.in_force().filter(body=body, account=models.OuterRef("account"))
        return self.filter(models.Exists(works), body=body)


class Mastery(models.Model):
    """An agent may settle this procedure alone, for this body."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+", verbose_name=_("collectivité"))
    account = models.ForeignKey(Account, models.CASCADE, related_name="masteries", verbose_name=_("agent"))
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="+", verbose_name=_("démarche"))
    since_on = models.DateField(_("depuis le"))

    objects: ClassVar[MasteryQuerySet] = MasteryQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("démarche maîtrisée")
        verbose_name_plural = _("démarches maîtrisées")
        constraints = [models.UniqueConstraint(fields=["body", "account", "procedure"], name="mastery_once")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.procedure_id}"
