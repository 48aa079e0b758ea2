"""Bodies, departments, opening hours."""

from datetime import datetime, time, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.communes.rules import Hours, Presence, Slot, presence
from guichet.kit.dates import now, paris_date
from guichet.kit.postal import PostalAddress
from guichet.kit.words import of_town


class BodyQuerySet(models.QuerySet["Body"]):
    def communes(self) -> "BodyQuerySet":
        return self.filter(kind=Body.Kind.COMMUNE)

    def with_portal(self) -> "BodyQuerySet":
        return self.exclude(kind=Body.Kind.OUTSIDE)

    def outside(self) -> "BodyQuerySet":
        return self.filter(kind=Body.Kind.OUTSIDE)


class Body(models.Model):
    """A commune, or the intercommunal body (EPCI) that its members share."""

    class Kind(models.TextChoices):
        COMMUNE = "commune", _("commune")
        INTERCOMMUNAL = "intercommunal", _("intercommunalité")
        OUTSIDE = "outside", _("autre organisme")  # competent for some matters here, without a portal nor agents

    kind = models.CharField(_("sorte"), max_length=14, choices=Kind)
    name = models.CharField(
        _("nom"),
        max_length=100,
        help_text=_(
            "Anor, ou communauté de communes du Sud-Avesnois ; un autre organisme avec son article : le Département du Nord"
        ),
    )
    short_name = models.CharField(_("nom court"), max_length=40, help_text=_("Anor, ou CC du Sud-Avesnois"))
    official_code = models.CharField(_("code INSEE ou SIREN"), max_length=9, unique=True)
    host = models.CharField(_("nom d’hôte du portail"), max_length=100, unique=True, null=True, blank=True)
    member_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("intercommunalité")
    )
    office = models.CharField(_("lieu d’accueil"), max_length=80, help_text=_("Mairie d’Anor"))
    street = models.CharField(_("voie"), max_length=100)
    postcode = models.CharField(_("code postal"), max_length=5)
    city = models.CharField(_("ville"), max_length=60)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    court = models.CharField(_("tribunal administratif"), max_length=60, default="Lille")
    signatory_name = models.CharField(_("prénom et nom du signataire"), max_length=80, blank=True)
    signatory_title = models.CharField(_("qualité du signataire"), max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[BodyQuerySet] = BodyQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("collectivité")
        verbose_name_plural = _("collectivités")

    def __str__(self) -> str:
        return self.short_name

    @property
    def is_commune(self) -> bool:
        return self.kind == self.Kind.COMMUNE

    @property
    def has_portal(self) -> bool:
        return self.kind != self.Kind.OUTSIDE

    @property
    def of_name(self) -> str:
        """The name after "de": "d’Anor", "de la communauté de communes du Sud-Avesnois", "du Département du Nord"."""
        return f"de la {self.name}" if self.kind == self.Kind.INTERCOMMUNAL else of_town(self.name)

    @property
    def the_name(self) -> str:
        """The name as a subject: "la mairie d’Anor", "la communauté de communes du Sud-Avesnois", "Enedis"."""
        if self.kind == self.Kind.OUTSIDE:
            return self.name
        return f"la mairie {self.of_name}" if self.is_commune else f"la {self.name}"

    @property
    def to_name(self) -> str:
        """The name after "à": "à la mairie d’Anor", "au Département du Nord", "à Enedis"."""
        name = self.the_name
        return f"au {name[3:]}" if name.startswith("le ") else f"à {name}"

    @property
    def url(self) -> str:
        """The public address of its portal, without a final slash."""
        assert self.host, "a body without a portal has no address"
        port = "" if settings.GUICHET_SCHEME == "https" else f":{settings.GUICHET_PORT}"
        return f"{settings.GUICHET_SCHEME}://{self.host}{port}"

    @property
    def address(self) -> PostalAddress:
        return PostalAddress(self.office, self.street, self.postcode, self.city)

    def presence(self, at: datetime | None = None) -> Presence:
        """Whether the counter is open, from its hours and closures."""
        at = at or now()
        special = {
            closure.first_on + timedelta(days=n): closure.hours
            for closure in self.closures.all()  # a page that also tells them has read them
            if closure.last_on >= paris_date(at)
            for n in range((closure.last_on - closure.first_on).days + 1)
        }
        return presence([hours.slot for hours in self.opening_hours.all()], special, at)


class Department(models.Model):
    """A service of a body: where a case lands, and who answers for it."""

    class News(models.TextChoices):
        AT_ONCE = "at_once", _("tout de suite")
        DAILY = "daily", _("une fois par jour")
        NEVER = "never", _("jamais")

    body = models.ForeignKey(Body, models.PROTECT, related_name="departments", verbose_name=_("collectivité"))
    name = models.CharField(_("nom"), max_length=80, help_text=_("service déchets"))
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    news = models.CharField(_("prévenir d’un nouveau dossier"), max_length=8, choices=News, default=News.AT_ONCE)
    signatory_name = models.CharField(_("prénom et nom du signataire"), max_length=80, blank=True)
    signatory_title = models.CharField(_("qualité du signataire"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="department_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.body.short_name}"


class OpeningHours(models.Model):
    """One opening range of a body's counter, every week."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="opening_hours", verbose_name=_("collectivité"))
    weekday = models.PositiveSmallIntegerField(
        _("jour"),
        choices=list(
            enumerate([_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche")])
        ),
    )
    opens = models.TimeField(_("ouvre à"))
    closes = models.TimeField(_("ferme à"))

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("plage d’ouverture")
        verbose_name_plural = _("horaires")
        constraints = [models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="hours_forward")]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def slot(self) -> Slot:
        return Slot(self.weekday, self.opens, self.closes)


class Closure(models.Model):
    """Days on which the counter stays shut besides the holidays, or opens at other hours than those of the week.

    `ranges` is a list of pairs of times, `["08:30", "12:00"]`; empty, it is shut.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="closures", verbose_name=_("collectivité"))
    first_on = models.DateField(_("du"))
    last_on = models.DateField(_("au"))
    reason = models.CharField(_("raison"), max_length=80, blank=True)
    ranges = models.JSONField(_("horaires de ces jours"), default=list, blank=True)

    class Meta:
        ordering = ["first_on"]
        verbose_name = _("fermeture ou horaire exceptionnel")
        verbose_name_plural = _("fermetures et horaires exceptionnels")
        constraints = [
            models.CheckConstraint(condition=models.Q(first_on__lte=models.F("last_on")), name="closure_forward")
        ]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"

    @property
    def hours(self) -> Hours:
        """The hours of each of these days; none when it is shut."""
        return [(time.fromisoformat(first), time.fromisoformat(last)) for first, last in self.ranges]
