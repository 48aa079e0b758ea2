"""Why a file is not taken: what happened, what is safe, what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.documents.rules import ACCEPTED_SUFFIXES, Kind, shown_name, size_in_words, suffix_of
from guichet.kit.refusal import Refusal

_REALLY = {
    Kind.PROGRAM: gettext_lazy("un programme"),
    Kind.WEB_PAGE: gettext_lazy("une page web"),
    Kind.DRAWING: gettext_lazy("un dessin SVG"),
    Kind.ARCHIVE: gettext_lazy("une archive, c’est-à-dire plusieurs fichiers en un"),
    Kind.OFFICE: gettext_lazy("un document de traitement de texte ou de tableur"),
    Kind.OTHER_PICTURE: gettext_lazy("une image d’un format que nous ne lisons pas"),
    Kind.VIDEO: gettext_lazy("une vidéo"),
    Kind.SOUND: gettext_lazy("un son"),
    Kind.TEXT: gettext_lazy("un texte"),
    Kind.UNKNOWN: gettext_lazy("quelque chose que nous ne reconnaissons pas"),
}


def _refusal(code: str, name: str, what: str, remedy: str) -> Refusal:
    called = shown_name(name)[:60] or _("sans nom")
    safe = _("Vos autres réponses sont gardées.")
    return Refusal(code, f"{what % {'name': called}} {safe} {remedy}")


def empty(name: str) -> Refusal:
    return _refusal(
        "file-empty",
        name,
        _("Le fichier « %(name)s » est vide : il ne contient rien."),
        _("Choisissez-le de nouveau, ou envoyez-en un autre."),
    )


def too_big(name: str, size: int, limit: int) -> Refusal:
    what = _("Le fichier « %(name)s » pèse {size} : nous prenons {limit} au plus.")
    return _refusal(
        "file-too-big",
        name,
        what.replace("{size}", size_in_words(size)).replace("{limit}", size_in_words(limit)),
        _("Envoyez une photo plus légère ou moins de pages, ou apportez le papier à l’accueil."),
    )


def not_a_pdf(name: str) -> Refusal:
    return _refusal(
        "file-not-pdf",
        name,
        _("« %(name)s » n’est pas un PDF."),
        _("Enregistrez le document en PDF, puis choisissez-le de nouveau."),
    )


def wrong_type(name: str, kind: Kind) -> Refusal:
    if suffix_of(name) in ACCEPTED_SUFFIXES:
        what = _("Ce fichier s’appelle « %(name)s » mais contient {kind}.")
    else:
        what = _("Le fichier « %(name)s » contient {kind} : nous ne pouvons pas le prendre.")
    return _refusal(
        "file-type",
        name,
        what.replace("{kind}", str(_REALLY[kind])),
        _("Envoyez une photo (JPEG, PNG, HEIC, WebP) ou un PDF, ou apportez le papier à l’accueil."),
    )


def too_many_pixels(name: str, limit: int) -> Refusal:
    what = _("La photo « %(name)s » est trop grande : nous prenons {limit} millions de points au plus.")
    return _refusal(
        "file-pixels",
        name,
        what.replace("{limit}", str(limit // 1_000_000)),
        _("Réduisez-la, ou prenez une nouvelle photo avec le réglage ordinaire de votre téléphone."),
    )


def broken(name: str) -> Refusal:
    return _refusal(
        "file-broken",
        name,
        _("Le fichier « %(name)s » est abîmé ou incomplet : il ne s’ouvre pas."),
        _("Ouvrez-le chez vous pour vérifier, puis envoyez-le de nouveau, ou prenez le papier en photo."),
    )


def locked(name: str) -> Refusal:
    return _refusal(
        "file-locked",
        name,
        _("Le PDF « %(name)s » est protégé par un mot de passe : nous ne pouvons pas le lire."),
        _("Enregistrez-le sans mot de passe, ou prenez le papier en photo. Ne nous donnez pas le mot de passe."),
    )


def too_many_pages(name: str, pages: int, limit: int) -> Refusal:
    what = _("Le PDF « %(name)s » a {pages} pages : nous en prenons {limit} au plus.")
    return _refusal(
        "file-pages",
        name,
        what.replace("{pages}", str(pages)).replace("{limit}", str(limit)),
        _("Envoyez seulement les pages demandées, ou apportez le papier à l’accueil."),
    )


def infected(name: str) -> Refusal:
    return _refusal(
        "file-infected",
        name,
        _("L’antivirus a trouvé un virus dans le fichier « %(name)s » : nous n’en avons rien gardé."),
        _("Ne l’ouvrez plus. Prenez le papier en photo et envoyez la photo, ou apportez le papier à l’accueil."),
    )


def not_opened() -> Refusal:
    """For a file that was kept before the antivirus could look at it."""
    return Refusal(
        "file-infected",
        _(
            "L’antivirus a trouvé un virus dans ce fichier : il ne s’ouvre plus. Les autres s’ouvrent comme avant. Une photo du papier le remplace, ou le papier lui-même, montré à l’accueil."
        ),
    )


def nothing_drawn() -> Refusal:
    return Refusal(
        "signature-empty",
        _(
            "Rien n’est signé : signez dans le cadre, avec le doigt, un stylet ou la souris. Qui ne peut pas signer ainsi signe sur papier."
        ),
    )


def drawn_too_long() -> Refusal:
    return Refusal(
        "signature-too-long",
        _("Cette signature est trop longue pour être gardée. Effacez-la, puis signez plus simplement."),
    )


def drawing_broken() -> Refusal:
    return Refusal(
        "signature-broken",
        _("La signature n’est pas arrivée entière, et rien n’a été gardé. Effacez-la, puis signez de nouveau."),
    )
