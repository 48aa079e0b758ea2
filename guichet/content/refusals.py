"""What a banner, a synonym or a legal notice may not be; who may not be named for a section."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from guichet.accounts.models import Account, Role
from guichet.accounts.rules import RIGHTS, Right, RoleKind
from guichet.communes.models import Body
from guichet.content.legal_rules import (
    Dates,
    Kind,
    Means,
    is_small,
    needs_author,
    needs_end,
    needs_meeting,
    shown_until,
)
from guichet.kit.dates import day_in_words
from guichet.kit.refusal import Refusal
from guichet.kit.words import words


def check_banner(*, starts_at: datetime, ends_at: datetime | None, link_text: str, link_url: str) -> None:
    """Refuse a banner that nobody would see, or whose link leads astray."""
    if ends_at is not None and ends_at <= starts_at:
        raise Refusal("banner-backward", _("La fin vient avant le début. Changez l’une des deux dates."))
    if bool(link_text) != bool(link_url):
        raise Refusal("banner-link", _("Un lien a un texte et une adresse. Donnez les deux, ou aucun."))
    if link_url and not _is_safe(link_url):
        raise Refusal(
            "banner-address", _("L’adresse du lien commence par https:// ou par une barre, comme /actualites/.")
        )


def check_synonym(*, said: str, means: str) -> None:
    """Refuse a synonym that the search could not use: no letter on one side, or the same words on both."""
    if not words(said) or not words(means):
        raise Refusal("synonym-empty", _("Écrivez des mots des deux côtés, avec des lettres ou des chiffres."))
    if words(said) == words(means):
        raise Refusal("synonym-same", _("Les deux côtés disent la même chose. Changez l’un des deux."))


def check_notice(kind: Kind, dates: Dates) -> None:
    """Refuse a notice whose days say nothing or contradict one another."""
    if needs_meeting(kind) and dates.meeting_on is None:
        raise Refusal("notice-meeting", _("Donnez le jour de la séance : cet acte en parle."))
    if needs_end(kind) and dates.until is None:
        raise Refusal("notice-end", _("Donnez le dernier jour de l’enquête : elle est affichée jusque-là."))
    if dates.until is not None and dates.until < dates.acted_on:
        raise Refusal("notice-backward", _("La fin vient avant la date de l’acte. Changez l’une des deux."))


def check_display(means: Means, *, population: int, decided_on: date | None, today: date, is_commune: bool) -> None:
    """Refuse another way than online to whom the law leaves no choice, or who did not deliberate (CGCT L2131-1)."""
    if means is Means.ONLINE:
        return
    if not is_commune:
        raise Refusal("display-commune", _("Seule une commune a le choix : ici, la publicité se fait en ligne."))
    if not population:
        raise Refusal(
            "display-population", _("Écrivez le nombre d’habitants : il faut moins de 3 500 habitants pour choisir.")
        )
    if not is_small(population):
        raise Refusal(
            "display-large", _("À partir de 3 500 habitants, la loi ne laisse pas le choix : choisissez « en ligne ».")
        )
    if decided_on is None:
        raise Refusal(
            "display-undecided",
            _("Donnez le jour de la délibération qui l’a choisi. Sans délibération, c’est en ligne."),
        )
    if decided_on > today:
        raise Refusal("display-ahead", _("Le conseil n’a pas encore délibéré : attendez ce jour-là."))


def check_showing(kind: Kind, dates: Dates, author_name: str, author_title: str, today: date) -> None:
    """Refuse to show what is not an act yet, what the law wants signed, or what would be over before it begins."""
    if dates.acted_on > today:
        raise Refusal(
            "notice-ahead",
            _("Cet acte est daté du %(day)s, qui n’est pas encore venu. Corrigez la date, ou attendez ce jour-là.")
            % {"day": day_in_words(dates.acted_on)},
        )
    if needs_author(kind) and not (author_name and author_title):
        raise Refusal(
            "notice-author", _("Écrivez qui a signé, prénom, nom et qualité : la loi le demande pour cet acte.")
        )
    end = shown_until(kind, dates, today)
    if end is not None and end < today:
        raise Refusal("notice-over", _("Cet acte serait fini avant d’être affiché. Vérifiez ses dates."))


def not_an_act(code: str, name: str, megabytes: int, pages: int) -> Refusal:
    """Why the file of an act is refused, said to who publishes it; `code` is the reason of `documents`."""
    told = {"name": name, "megabytes": megabytes, "pages": pages}
    why = {
        "file-empty": _("« %(name)s » est vide."),
        "file-too-big": _("« %(name)s » dépasse %(megabytes)s Mo."),
        "file-pages": _("« %(name)s » dépasse %(pages)s pages."),
        "file-locked": _("« %(name)s » demande un mot de passe : personne ne pourrait le lire."),
        "file-infected": _("L’antivirus a trouvé un virus dans « %(name)s »."),
        "file-broken": _("« %(name)s » ne s’ouvre pas : il est abîmé."),
    }.get(code, _("« %(name)s » n’est pas un PDF."))
    remedy = _("Rien n’est enregistré. Enregistrez l’acte en PDF, puis choisissez-le de nouveau.")
    return Refusal("notice-file", f"{why % told} {remedy}")


def not_a_download(code: str, name: str, megabytes: int, pages: int = 0) -> Refusal:
    """Why a document is not given to download, said to who writes the page; `code` may be a reason of `documents`."""
    told = {"name": name, "megabytes": megabytes, "pages": pages}
    why = {
        "empty": _("« %(name)s » est vide."),
        "too-big": _("« %(name)s » dépasse %(megabytes)s Mo."),
        "format": _("« %(name)s » n’est pas d’une sorte que chacun sait ouvrir."),
        "program": _("« %(name)s » contient un programme (des macros)."),
        "file-pages": _("« %(name)s » dépasse %(pages)s pages."),
        "file-locked": _("« %(name)s » demande un mot de passe : personne ne pourrait le lire."),
        "file-infected": _("L’antivirus a trouvé un virus dans « %(name)s »."),
        "file-broken": _("« %(name)s » ne s’ouvre pas : il est abîmé."),
    }.get(code, _("« %(name)s » contient autre chose que ce que dit son nom."))
    remedy = _(
        "Rien n’est enregistré, vos pages n’ont pas changé. "
        "Enregistrez-le en PDF (ou ODT, ODS, DOCX, XLSX), puis choisissez-le de nouveau."
    )
    return Refusal("download-file", f"{why % told} {remedy}")


def no_document() -> Refusal:
    return Refusal("notice-document", _("Joignez l’acte en PDF : c’est lui que chacun vient lire."))


def document_changed() -> Refusal:
    return Refusal(
        "notice-changed",
        _("Le document gardé n’est plus celui que vous avez joint. Rien n’est affiché : joignez-le de nouveau."),
    )


def draft_changed() -> Refusal:
    return Refusal(
        "notice-reread",
        _(
            "Quelqu’un a changé ce brouillon pendant que vous le lisiez. Rien n’est affiché : relisez-le, puis affichez-le."
        ),
    )


def draft_gone() -> Refusal:
    return Refusal("notice-gone", _("Quelqu’un a supprimé ce brouillon entre-temps : il n’y a plus rien à changer."))


def already_shown() -> Refusal:
    return Refusal(
        "notice-shown",
        _("Cet acte est affiché : il ne change plus. Retirez-le en disant pourquoi, puis affichez le bon."),
    )


def not_on_display() -> Refusal:
    return Refusal("notice-absent", _("Cet acte n’est pas affiché : il n’y a rien à retirer."))


def no_reason() -> Refusal:
    return Refusal("notice-reason", _("Dites pourquoi l’acte est retiré : le motif est montré à sa place."))


def check_section_editor(account: Account, *, page: Page, body: Body, sections: QuerySet[Page]) -> None:
    """Refuse who does not work for this body, or writes all of its site already; and what is no section of it."""
    kinds = set(Role.objects.in_force().filter(account=account, body=body).values_list("kind", flat=True))
    if not kinds:
        raise Refusal(
            "section-stranger",
            _("Ce compte n’a pas de rôle dans cette collectivité. Donnez-lui d’abord un rôle, dans « Agents »."),
        )
    if any(Right.EDIT_CONTENT in RIGHTS[RoleKind(kind)] for kind in kinds):
        raise Refusal("section-whole", _("Ce compte écrit déjà tout le site : il n’a pas besoin d’une rubrique."))
    if not sections.filter(pk=page.pk).exists():
        raise Refusal("section-elsewhere", _("Choisissez une rubrique de ce site : une page juste sous l’accueil."))


def _is_safe(url: str) -> bool:
    return url.startswith("https://") or (url.startswith("/") and not url.startswith(("//", "/\\")))
