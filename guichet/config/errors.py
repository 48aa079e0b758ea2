"""Error pages: what happened, what is safe, what to do, and a word to quote (it is in the log too)."""

import logging
import secrets
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.kiosk.frame import page as kiosk_page
from guichet.kiosk.guard import PATH as KIOSK
from guichet.kiosk.guard import passage_of


class TooManySenders(SuspiciousOperation):
    """Every place for a body that arrives is taken."""


class NeverArrived(SuspiciousOperation):
    """The sender left, or was cut, in the middle of its body: half a form is no answer."""


log = logging.getLogger(__name__)

# Words easy to say on the telephone; the one shown is logged with the request's path.
WORDS = ("erable", "bouleau", "charme", "tilleul", "frene", "noyer", "aulne", "sorbier", "merisier", "cornouiller")


def _page(request: HttpRequest, status: int, title: str, safe: str, todo: str) -> HttpResponse:
    word = f"{secrets.choice(WORDS)} {secrets.randbelow(90) + 10}"
    log.warning("error-page status=%s word=%s path=%s", status, word, request.path)
    context = {"title": title, "safe": safe, "todo": todo, "word": word, "town": getattr(request, "town", None)}
    if request.path.startswith(KIOSK) and context["town"]:
        return _at_the_kiosk(request, status, context)
    return HttpResponse(render_to_string("config/error.html", context), status=status)


def _at_the_kiosk(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    """The end stays in sight; of a fault of ours nothing more is asked of the database, so it has no dock but one form."""
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        request.passage = passage_of(request)  # type: ignore[attr-defined]  # read by the kiosk's frame
        return kiosk_page(request, "config/kiosk_error.html", context, status=status)
    bare = {"home_url": KIOSK, "end_url": reverse("kiosk:end"), "csrf_token": get_token(request)}
    return HttpResponse(render_to_string("config/kiosk_error.html", {**context, **bare}), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 404,
        _("Cette page n’existe pas"),
        _("Rien n’est perdu : vos demandes et vos réponses sont gardées."),
        _("Vérifiez l’adresse, ou repartez de l’accueil. Avec votre référence et votre code, « Mon suivi » retrouve votre demande."),
    )  # fmt: skip


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 403,
        _("Cette page ne vous est pas ouverte"),
        _("Rien n’a été changé."),
        _("Si vous travaillez ici, demandez ce droit à votre administrateur."),
    )  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    if isinstance(exception, TooManySenders):
        return too_busy(request)
    return _page(
        request, 400,
        _("Nous n’avons pas compris ce qui est arrivé"),
        _("Ce qui était déjà enregistré est gardé."),
        _("Revenez à la page précédente et réessayez, ou appelez l’accueil."),
    )  # fmt: skip


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request, 403,
        _("Cette page était ouverte depuis trop longtemps"),
        _("Ce que vous venez de taper n’est pas parti ; ce qui était enregistré avant est gardé."),
        _("Revenez à la page précédente, rechargez-la et envoyez de nouveau. Les cookies doivent être acceptés sur ce site."),
    )  # fmt: skip


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(
        request, 413,
        _("C’est trop volumineux pour un seul envoi"),
        _("Ce qui était déjà enregistré est gardé."),
        _("Revenez à la page précédente et envoyez moins de texte, ou moins de fichiers à la fois."),
    )  # fmt: skip


def unknown_host(request: HttpRequest) -> HttpResponse:
    return _page(
        request, 421,
        _("Aucune commune ne répond à cette adresse"),
        _("Vous n’avez rien envoyé."),
        _("Vérifiez le nom du site dans la barre d’adresse."),
    )  # fmt: skip


def too_busy(request: HttpRequest) -> HttpResponse:
    page = _page(
        request, 503,
        _("Beaucoup de personnes envoient en ce moment"),
        _("Ce qui était déjà enregistré est gardé. Ce que vous venez d’envoyer n’est pas arrivé."),
        _("Attendez une minute, revenez à la page précédente et envoyez de nouveau."),
    )  # fmt: skip
    page.headers["Retry-After"] = "60"
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request, 500,
        _("Quelque chose s’est cassé de notre côté"),
        _("Ce qui était déjà enregistré est gardé. Ce que vous venez d’envoyer ne l’est peut-être pas."),
        _("Attendez une minute, puis réessayez. Si cela recommence, appelez l’accueil."),
    )  # fmt: skip
