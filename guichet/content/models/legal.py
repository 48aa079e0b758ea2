"""The legal display: what a body makes public, never changed once it is shown."""

import hashlib
import json
from datetime import date
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin

from guichet.communes.models import Body
from guichet.content.faces import PREVIEW_SIZES, PREVIEWS, Face, shown
from guichet.content.legal_rules import Dates, Kind, Means, means_of
from guichet.documents.models import StoredFile
from guichet.kit.dates import now, paris_date

_WITHDRAWAL = frozenset({"state", "withdrawn_at", "withdrawn_reason"})


class Posted(Exception):
    """Something tried to change what was made public."""


class DisplayChoice(models.Model):
    """How a body makes its acts public, and how many live there: below 3,500 the council chooses."""

    MEANS = (
        (Means.ONLINE.value, _("en ligne, sur ce site")),
        (Means.BOARD.value, _("par affichage à la mairie")),
        (Means.PAPER.value, _("sur papier, à la mairie")),
    )

    body = models.OneToOneField(Body, models.PROTECT, related_name="display_choice", verbose_name=_("collectivité"))
    population = models.PositiveIntegerField(_("nombre d’habitants"), default=0)
    means = models.CharField(
        _("publicité des actes"),
        max_length=10,
        choices=MEANS,
        default=Means.ONLINE,
        help_text=_("Au-dessus de 3 500 habitants, c’est toujours en ligne. Sans délibération, c’est en ligne."),
    )
    decided_on = models.DateField(_("délibération du"), null=True, blank=True)

    class Meta:
        verbose_name = _("publicité des actes")
        verbose_name_plural = _("publicité des actes")

    def __str__(self) -> str:
        return str(self.body)

    @property
    def in_force(self) -> Means:
        """The way that counts today: what was deliberated, where the law leaves a choice (CGCT L2131-1)."""
        today = paris_date(now())
        return means_of(self.population, Means(self.means), self.decided_on, today, is_commune=self.body.is_commune)


class LegalNoticeQuerySet(models.QuerySet["LegalNotice"]):
    def public(self, body: Body) -> "LegalNoticeQuerySet":
        """What this body's portal shows, withdrawn ones too: that it was there stays told."""
        return self.filter(body=body).exclude(state=LegalNotice.State.DRAFT)

    def current(self, day: date) -> "LegalNoticeQuerySet":
        """Those of the moment: shown, and not at their end."""
        ahead = models.Q(shown_until=None) | models.Q(shown_until__gte=day)
        return self.filter(ahead, state=LegalNotice.State.POSTED)

    def update(self, **changes: Any) -> NoReturn:
        raise Posted(f"notices are written one by one: {', '.join(changes)}")

    def delete(self) -> NoReturn:
        raise Posted("only a draft is thrown away, by its action")


class LegalNotice(PreviewableMixin, models.Model):
    """An act made public: its document, its day, since when and until when. A draft until it is shown, then for ever.

    `sha256` is of the bytes that anybody downloads; `means` is how it is made public: when it is not online, the copy here informs.
    """

    KINDS = (
        (Kind.DELIBERATION.value, _("Délibération")),
        (Kind.LIST.value, _("Liste des délibérations")),
        (Kind.MINUTES.value, _("Procès-verbal")),
        (Kind.ORDER.value, _("Arrêté")),
        (Kind.DECISION.value, _("Décision")),
        (Kind.SUMMONS.value, _("Convocation du conseil")),
        (Kind.INQUIRY.value, _("Enquête publique")),
        (Kind.PLANNING.value, _("Urbanisme")),
        (Kind.OTHER.value, _("Avis")),
    )

    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        POSTED = "posted", _("affiché")
        WITHDRAWN = "withdrawn", _("retiré")

    body = models.ForeignKey(Body, models.PROTECT, related_name="legal_notices", verbose_name=_("collectivité"))
    kind = models.CharField(_("nature"), max_length=14, choices=KINDS, default=Kind.DELIBERATION)
    title = models.CharField(_("objet"), max_length=200, help_text=_("En mots simples : Tarifs de la cantine 2027."))
    number = models.CharField(_("numéro de l’acte"), max_length=40, blank=True)
    acted_on = models.DateField(_("date de l’acte"), help_text=_("Le jour du vote ou de la signature."))
    meeting_on = models.DateField(
        _("séance du"), null=True, blank=True, help_text=_("Pour une convocation ou une liste de délibérations.")
    )
    until = models.DateField(
        _("jusqu’au"), null=True, blank=True, help_text=_("Vide : deux mois, ou le jour de la séance.")
    )
    author_name = models.CharField(_("signé par"), max_length=80, blank=True, help_text=_("Prénom et nom."))
    author_title = models.CharField(_("qualité"), max_length=80, blank=True, help_text=_("Maire, adjointe…"))
    document = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("document"))
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.DRAFT)
    reference = models.CharField(_("référence"), max_length=12, blank=True)
    posted_at = models.DateTimeField(_("affiché le"), null=True)
    sha256 = models.CharField(_("empreinte"), max_length=64, blank=True)
    shown_until = models.DateField(_("affiché jusqu’au"), null=True)
    means = models.CharField(_("publicité"), max_length=10, choices=DisplayChoice.MEANS, default=Means.ONLINE)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True)
    withdrawn_reason = models.CharField(_("motif du retrait"), max_length=200, blank=True)

    objects: ClassVar[LegalNoticeQuerySet] = LegalNoticeQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager
    preview_modes = PREVIEWS
    preview_sizes = PREVIEW_SIZES

    class Meta:
        ordering = ["-posted_at", "-pk"]
        verbose_name = _("acte affiché")
        verbose_name_plural = _("actes affichés")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "reference"], condition=~models.Q(reference=""), name="notice_named_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", posted_at=None, reference="", sha256="")
                | (~models.Q(state="draft") & models.Q(posted_at__isnull=False) & ~models.Q(reference="") & ~models.Q(sha256="")),
                name="notice_posted_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state="withdrawn", withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")
                | ~models.Q(state="withdrawn") & models.Q(withdrawn_at=None, withdrawn_reason=""),
                name="notice_withdrawn_with_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def dates(self) -> Dates:
        return Dates(self.acted_on, self.meeting_on, self.until)

    @property
    def draft_digest(self) -> str:
        """What somebody who reads this draft has before her eyes: its columns and its document, none left out."""
        columns = [getattr(self, field.attname) for field in self._meta.concrete_fields]
        return hashlib.sha256(json.dumps([*columns, self.document.sha256], default=str).encode()).hexdigest()

    @property
    def is_for_information(self) -> bool:
        return self.state != self.State.DRAFT and self.means != Means.ONLINE

    @property
    def author(self) -> str:
        return ", ".join(filter(None, (self.author_name, self.author_title)))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a draft, show it for the first time, or withdraw it once; `Posted` otherwise."""
        if not self._state.adding:
            self._refuse_rewriting()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.state != self.State.DRAFT:
            raise Posted("what was shown is never erased")
        return super().delete(*args, **kwargs)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        return shown(Face(mode_name or Face.PORTAL), request, self)

    def _refuse_rewriting(self) -> None:
        kept = type(self).objects.get(pk=self.pk)
        if kept.state == self.State.DRAFT:
            return
        columns = [field.attname for field in self._meta.concrete_fields]
        changed = {name for name in columns if getattr(self, name) != getattr(kept, name)}
        is_withdrawal = kept.state == self.State.POSTED and self.state == self.State.WITHDRAWN
        if changed and not (is_withdrawal and changed <= _WITHDRAWAL):
            raise Posted(f"a notice that was shown keeps its {', '.join(sorted(changed))}")
