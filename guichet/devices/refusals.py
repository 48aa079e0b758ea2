"""What a kiosk, or who sets one up, may hear when the answer is no."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.kit.refusal import Refusal


def name_taken(name: str) -> Refusal:
    return Refusal(
        "terminal-name", _("Une borne s’appelle déjà « %(name)s ». Donnez-lui un autre nom.") % {"name": name}
    )


def kind_is_kept() -> Refusal:
    return Refusal(
        "terminal-kind",
        _("Une borne ne change pas de sorte : ce qu’elle a compté ne voudrait plus rien dire. Créez-en une autre."),
    )


def partner_unnamed() -> Refusal:
    return Refusal("terminal-owner", _("Dites à quel partenaire est cette borne, et quand on peut s’en servir."))


def not_https() -> Refusal:
    return Refusal("terminal-url", _("L’adresse du site commence par https://."))


def half_hours() -> Refusal:
    return Refusal("terminal-hours", _("Donnez les deux heures, l’allumage avant l’extinction, ou aucune des deux."))


def out_of_bounds(label: str, least: int, most: int) -> Refusal:
    sentence = _("« %(label)s » va de %(least)s à %(most)s.")
    return Refusal("terminal-bounds", sentence % {"label": label, "least": least, "most": most})


def not_a_host(line: str) -> Refusal:
    sentence = _(
        "« %(line)s » n’est pas un site. Écrivez par exemple www.caf.fr, ou *.caf.fr pour tous ses sous-sites."
    )
    return Refusal("terminal-host", sentence % {"line": line[:60]})


def no_partner_here() -> Refusal:
    return Refusal("terminal-partner", _("Cette borne est celle d’un partenaire : elle ne se pilote pas d’ici."))


def only_partners() -> Refusal:
    return Refusal("terminal-ours", _("Cette borne compte elle-même ses passages : rien n’est à saisir."))


def month_to_come() -> Refusal:
    return Refusal("use-month", _("Ce mois n’a pas commencé. Choisissez un mois passé, ou celui-ci."))


def wrong_code() -> Refusal:
    return Refusal(
        "wrong-code",
        _("Ce code ne convient pas : il sert une fois, pendant une heure. Demandez-en un autre dans l’atelier."),
    )


def closed_hours() -> Refusal:
    return Refusal("closed-hours", _("La borne est éteinte à cette heure."))


def opened_already() -> Refusal:
    return Refusal("opened-already", _("Cette adresse a déjà servi. La borne en ouvre une autre."))


def session_over() -> Refusal:
    return Refusal("session-over", _("Ce passage à la borne est terminé. Touchez l’écran pour recommencer."))


def page_quota(left: int) -> Refusal:
    if left <= 0:
        return Refusal(
            "page-quota",
            _("Vous avez imprimé toutes les pages permises à la borne. L’accueil peut imprimer la suite."),
        )
    sentence = ngettext(
        "Il vous reste %(left)s page à imprimer : ce papier en a plus. L’accueil peut l’imprimer.",
        "Il vous reste %(left)s pages à imprimer : ce papier en a plus. L’accueil peut l’imprimer.",
        left,
    )
    return Refusal("page-quota", sentence % {"left": left})


def broken_paper() -> Refusal:
    return Refusal("paper-broken", _("Ce papier ne s’ouvre pas : il ne peut pas être imprimé."))


def too_many_scans() -> Refusal:
    return Refusal(
        "scan-quota",
        _(
            "Vous avez numérisé tous les papiers permis à la borne. Ceux qui sont joints sont gardés ; l’accueil numérise la suite."
        ),
    )


def scan_over() -> Refusal:
    return Refusal("scan-over", _("Cette numérisation est terminée ou annulée : rien n’a été gardé."))


def no_scan() -> Refusal:
    return Refusal("scan-none", _("Aucun papier n’a été numérisé. Posez-le sur la vitre, puis recommencez."))
