"""What a machine said, as a sentence: what happened, what is safe, what to do. And its health, for who looks after it."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.devices.health_rules import lasting_incidents
from guichet.devices.models import Incident, PrintJob, ScanJob, Terminal
from guichet.kit.dates import PARIS, day_in_words, hour_in_words, now, paris_date

_PRINT = {
    "media-empty": gettext_lazy(
        "Il n’y a plus de papier dans l’imprimante. Rien n’est perdu : prévenez l’accueil, puis réessayez."
    ),
    "media-jam": gettext_lazy(
        "Une feuille est coincée dans l’imprimante. Rien n’est perdu : prévenez l’accueil, puis réessayez."
    ),
    "busy": gettext_lazy("L’imprimante finit un autre papier. Rien n’est perdu : attendez un peu, puis réessayez."),
    "offline": gettext_lazy("L’imprimante est éteinte ou débranchée. Rien n’est perdu : l’accueil peut imprimer."),
    "stopped": gettext_lazy("L’imprimante s’est arrêtée. Rien n’est perdu : prévenez l’accueil, puis réessayez."),
    "absent": gettext_lazy("L’imprimante ne répond pas. Rien n’est perdu : l’accueil peut imprimer."),
    "cover-open": gettext_lazy(
        "Le capot de l’imprimante est ouvert. Rien n’est perdu : prévenez l’accueil, puis réessayez."
    ),
}
_PRINT_OTHER = gettext_lazy("Le papier n’est pas sorti. Rien n’est perdu : réessayez, ou demandez à l’accueil.")
_SCAN = {
    "jam": gettext_lazy(
        "Une feuille est coincée dans le scanner. Rien n’est perdu : retirez-la doucement, puis recommencez."
    ),
    "no-paper": gettext_lazy("Le scanner n’a pas trouvé de feuille. Posez-la, puis recommencez."),
    "absent": gettext_lazy(
        "Le scanner ne répond pas. Vos réponses sont gardées : l’accueil peut numériser votre papier."
    ),
    "busy": gettext_lazy("Le scanner finit une autre page. Attendez un peu, puis recommencez."),
    "too-large": gettext_lazy(
        "Ces feuilles sont trop lourdes ensemble. Vos réponses sont gardées : numérisez-les en deux fois."
    ),
    "cover-open": gettext_lazy("Le scanner est ouvert. Refermez-le doucement, puis recommencez."),
}
_SCAN_OTHER = gettext_lazy(
    "Le papier n’a pas été numérisé. Vos réponses sont gardées : recommencez, ou demandez à l’accueil."
)
_SAME = {"jam": "media-jam", "no-paper": "media-empty", "door-open": "cover-open", "media-needed": "media-empty"}

TILE_NAMES = {
    "life-events": gettext_lazy("Ce qui vous arrive"),
    "most-asked": gettext_lazy("Les plus demandées"),
    "town-life": gettext_lazy("La vie de la commune"),
    "state": gettext_lazy("Les services de l’État"),
    "forms": gettext_lazy("Formulaires"),
    "simulators": gettext_lazy("Simulateurs"),
    "someone": gettext_lazy("Voir quelqu’un"),
    "my-request": gettext_lazy("Ma demande"),
    "internet": gettext_lazy("Internet"),
    "print": gettext_lazy("Imprimer"),
    "scan": gettext_lazy("Numériser un papier"),
}

_INCIDENTS = {
    "printer-media-empty": gettext_lazy("Plus de papier"),
    "printer-jam": gettext_lazy("Bourrage de papier"),
    "printer-cover-open": gettext_lazy("Capot de l’imprimante ouvert"),
    "printer-toner-empty": gettext_lazy("Plus d’encre"),
    "printer-absent": gettext_lazy("Imprimante débranchée ou éteinte"),
    "printer-stopped": gettext_lazy("Imprimante arrêtée"),
    "printer": gettext_lazy("Ennui d’imprimante"),
    "scanner-absent": gettext_lazy("Scanner débranché ou éteint"),
    "scanner-jam": gettext_lazy("Feuille coincée dans le scanner"),
    "scanner": gettext_lazy("Ennui de scanner"),
    "disk-full": gettext_lazy("Disque presque plein"),
    "chromium-died": gettext_lazy("Le navigateur s’est arrêté, la borne l’a relancé"),
    "network": gettext_lazy("Réseau coupé"),
    "silent": gettext_lazy("La borne ne répond plus"),
}
_INCIDENT = gettext_lazy("Incident")
_DETAILS = {
    "media-empty": gettext_lazy("plus de papier"),
    "media-jam": gettext_lazy("feuille coincée"),
    "jam": gettext_lazy("feuille coincée"),
    "busy": gettext_lazy("occupé"),
    "offline": gettext_lazy("éteint ou débranché"),
    "absent": gettext_lazy("éteint ou débranché"),
    "stopped": gettext_lazy("arrêté"),
    "cover-open": gettext_lazy("capot ouvert"),
}
_PRINTER = {
    "ready": gettext_lazy("prête"),
    "busy": gettext_lazy("en train d’imprimer"),
    "stopped": gettext_lazy("arrêtée"),
    "absent": gettext_lazy("débranchée ou éteinte"),
}
_SCANNER = {
    "ready": gettext_lazy("prêt"),
    "absent": gettext_lazy("débranché ou éteint"),
    "jammed": gettext_lazy("feuille coincée"),
}
_UNKNOWN = gettext_lazy("pas encore dit")


def reason_in_words(job: PrintJob | ScanJob) -> str:
    """Why it failed, for the person before the kiosk: what happened, what is safe, what to do."""
    if isinstance(job, PrintJob):
        return str(_PRINT.get(_SAME.get(job.reason, job.reason), _PRINT_OTHER))
    return str(_SCAN.get("absent" if job.reason == "offline" else job.reason, _SCAN_OTHER))


def waits_in_words(job: PrintJob | ScanJob) -> str:
    """What a machine that tries again waits for: what happened, then that nothing is to be ordered again."""
    what = reason_in_words(job).partition(".")[0]
    return _("%(what)s. Prévenez l’accueil : le papier sortira dès que c’est réglé.") % {"what": what}


def incident_in_words(incident: Incident) -> str:
    """What happened, for who looks after the kiosk; of what it said beside, only what has words."""
    kind = str(_INCIDENTS.get(incident.kind, _INCIDENT))
    detail = _DETAILS.get(incident.detail)
    return f"{kind} ({detail})" if detail else kind


def state_in_words(terminal: Terminal) -> str:
    """Whose it is when it is not ours to drive, else how it is: "répond", "ne répond plus depuis…", "jamais inscrite"."""
    if terminal.is_partner:
        return _("tenue par un partenaire : %(owner)s") % {"owner": terminal.owner}
    if terminal.is_fake:
        return _("démonstration, sans matériel")
    if terminal.answers:
        return _("répond")
    if terminal.seen_at:
        return _("ne répond plus depuis %(since)s") % {"since": moment_in_words(terminal.seen_at)}
    has_key = terminal.keys.filter(revoked_at=None).exists()
    return _("inscrite, n’a pas encore répondu") if has_key else _("jamais inscrite")


def moment_in_words(at: datetime) -> str:
    """After « depuis »: "10 h 47" today, "le mardi 8 décembre à 10 h 47" before."""
    day, today = paris_date(at), paris_date(now())
    if day == today:
        return hour_in_words(at)
    said = {"day": day_in_words(day, year=day.year != today.year), "hour": hour_in_words(at)}
    return _("le %(day)s à %(hour)s") % said


def health_in_words(terminal: Terminal) -> list[tuple[str, str]]:
    """What the kiosk told last, line by line."""
    health = terminal.health
    told = _("jamais")
    if terminal.seen_at:
        told = f"{day_in_words(paris_date(terminal.seen_at))}, {hour_in_words(terminal.seen_at)}"
    lines = [
        (_("Dernier signe"), told),
        (_("Imprimante"), _printer(health.get("printer", {}))),
        (_("Scanner"), str(_SCANNER.get(health.get("scanner", {}).get("state", ""), _UNKNOWN))),
    ]
    if "disk_free_mb" in health:
        gigabytes = f"{health['disk_free_mb'] / 1000:.1f}".replace(".", ",")
        lines.append((_("Place sur le disque"), _("%(gigabytes)s Go") % {"gigabytes": gigabytes}))
    if "network_ms" in health:
        lines.append((_("Réseau"), _("répond en %(ms)s ms") % {"ms": health["network_ms"]}))
    versions = health.get("versions", {})
    if versions:
        lines.append((_("Versions"), ", ".join(f"{name} {number}" for name, number in sorted(versions.items()))))
    return lines


def hours_sentence(terminal: Terminal) -> str:
    """When the kiosk is on, said on its sleeping screen; "" when it always is."""
    if terminal.opens_at is None or terminal.closes_at is None:
        return ""
    today = now()
    opens, closes = (
        hour_in_words(today.astimezone(PARIS).replace(hour=one.hour, minute=one.minute))
        for one in (terminal.opens_at, terminal.closes_at)
    )
    return _("Cette borne est allumée de %(opens)s à %(closes)s.") % {"opens": opens, "closes": closes}


def _printer(printer: Mapping[str, object]) -> str:
    said = str(_PRINTER.get(str(printer.get("state", "")), _UNKNOWN))
    reasons = printer.get("reasons") or []
    known = [
        str(_INCIDENTS[kind]).lower()
        for kind in lasting_incidents({"printer": {"reasons": reasons}})
        if kind in _INCIDENTS
    ]
    return ", ".join([said, *sorted(known)])
