"""The kiosks in Wagtail's admin: how they are, how they are used, how they are set; partners' beside ours."""

from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from guichet.communes.admin import OwnAdd, OwnEdit, OwnIndex, OwnRowsViewSet, edited_bodies
from guichet.devices.actions import close_incident, give_order, make_code, revoke_keys, type_use
from guichet.devices.admin_forms import TerminalForm, UseForm, month_in_words
from guichet.devices.counting import use_by_day
from guichet.devices.models import DeviceKey, Incident, KioskSession, Order, Terminal
from guichet.devices.telling import opens_site
from guichet.devices.words import health_in_words, incident_in_words, moment_in_words, state_in_words
from guichet.kit.actor import Actor, ActorKind
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal

SHOWN_INCIDENTS = 20
SHOWN_MONTHS = 13
# What the workshop may ask of a kiosk, and what is answered then.
_ASKED = {
    Order.Kind.RELOAD: _("La borne recharge sa page."),
    Order.Kind.RESTART: _("La borne redémarre son programme."),
}


class Door(NamedTuple):
    """A button of the list, and the form that it opens."""

    kind: Terminal.Kind
    asked: str  # in the form's address; nothing for our own
    button: Any
    title: Any


_DOORS = (
    Door(Terminal.Kind.OURS, "", _("Ajouter une borne"), _("Nouvelle borne")),
    Door(
        Terminal.Kind.PARTNER, "partenaire", _("Ajouter la borne d’un partenaire"), _("Nouvelle borne d’un partenaire")
    ),
    Door(
        Terminal.Kind.FAKE,
        "demonstration",
        _("Ajouter une borne sans matériel"),
        _("Nouvelle borne de démonstration, sans matériel"),
    ),
)


def _doors() -> list[Door]:
    """Those that are open: one without hardware is for the demonstration."""
    return [door for door in _DOORS if door.kind != Terminal.Kind.FAKE or settings.DEMONSTRATION]


def _through(door: Door, url: str) -> str:
    return f"{url}?genre={door.asked}" if door.asked else url


class TerminalsIndex(OwnIndex):
    """Each name leads to the page of its terminal; its form is found from there."""

    header_buttons: ClassVar[list[Any]] = []  # they stand above the list: the header hides the second on a phone

    def doors(self) -> list[tuple[Any, str]]:
        return [(door.button, _through(door, self.add_url)) for door in _doors()]

    @cached_property
    def columns(self) -> list[Any]:
        """Whose each is, for an editor of several bodies."""
        columns: list[Any] = super().columns
        several = edited_bodies(self.request.user).count() > 1
        return [*columns, self._get_custom_column("body")] if several else columns

    def get_edit_url(self, instance: Terminal) -> str:
        return reverse("bornes:terminal", args=[instance.pk])


class AddTerminal(OwnAdd):
    """The kind is chosen by the door, `?genre=`; without one it is a kiosk of ours."""

    success_message = _("La borne est créée.")
    error_message = _("La borne n’est pas encore créée : corrigez ce qui est signalé ci-dessous.")
    submit_button_label = _("Créer la borne")

    @cached_property
    def door(self) -> Door:
        asked = self.request.GET.get("genre", "")
        return next((door for door in _doors() if door.asked == asked), _DOORS[0])

    def get_initial_form_instance(self) -> Terminal:
        return Terminal(kind=self.door.kind, body=edited_bodies(self.request.user).first())

    def get_add_url(self) -> str:
        return _through(self.door, super().get_add_url())

    @cached_property
    def page_title(self) -> str:
        return str(self.door.title)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items[:-1], {**items[-1], "label": self.door.title}]

    def get_success_url(self) -> str:
        return reverse("bornes:terminal", args=[self.object.pk])


class EditTerminal(OwnEdit):
    error_message = _("Rien n’est encore enregistré : corrigez ce qui est signalé ci-dessous.")

    def get_success_message(self) -> str:
        if self.object.is_partner:
            return gettext("C’est enregistré.")
        return gettext("Les réglages sont enregistrés. La borne les applique aussitôt.")

    def get_success_url(self) -> str:
        return reverse("bornes:terminal", args=[self.object.pk])


class TerminalViewSet(OwnRowsViewSet):
    model = Terminal
    allowed: ClassVar[frozenset[str]] = frozenset({"add", "change"})
    form_class = TerminalForm
    index_view_class = TerminalsIndex
    add_view_class = AddTerminal
    edit_view_class = EditTerminal
    add_to_admin_menu = True
    add_to_settings_menu = False
    icon = "desktop"
    menu_label = _("Bornes")
    menu_order = 220
    name = "bornes"
    index_results_template_name = "devices/admin/list.html"
    list_display = ("name", Column("state", label=_("État"), accessor=state_in_words), "place")

    def get_urlpatterns(self) -> list[Any]:
        own = [
            path("borne/<int:pk>/", require_safe(self.terminal), name="terminal"),
            path("borne/<int:pk>/code/", require_POST(self.code), name="code"),
            path("borne/<int:pk>/revoquer/", require_POST(self.revoke), name="revoke"),
            path("borne/<int:pk>/ordre/<str:kind>/", require_POST(self.order), name="order"),
            path("borne/<int:pk>/incident/<int:number>/", require_POST(self.incident), name="incident"),
            path("borne/<int:pk>/frequentation/", require_POST(self.use), name="use"),
        ]
        return [*super().get_urlpatterns(), *own]

    def terminal(self, request: HttpRequest, pk: int, form: UseForm | None = None) -> HttpResponse:
        """The page of a terminal: how it is, who is there, how it is used, what went wrong."""
        found = self._found(request, pk)
        status = 200 if form is None else 422
        context = {"terminal": found, "state": state_in_words(found), **_told(found, form)}
        return TemplateResponse(request, "devices/admin/terminal.html", context, status=status)

    def code(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The code is shown in this answer alone: reloaded, another is made."""
        found = self._found(request, pk)
        try:
            code = make_code(found, by=self._actor(request, found))
        except Refusal as no:
            return self._back(request, found, no)
        context = {"terminal": found, "code": code, "url": _portal_of(request, found)}
        return TemplateResponse(request, "devices/admin/code.html", context)

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self._found(request, pk)
        revoke_keys(found, by=self._actor(request, found))
        return self._back(request, found, gettext("La clé ne sert plus. La borne s’arrête à son prochain signe."))

    def order(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        found = self._found(request, pk)
        if kind not in _ASKED:
            raise Http404
        try:
            give_order(found, kind, by=self._actor(request, found))
        except Refusal as no:
            return self._back(request, found, no)
        return self._back(request, found, str(_ASKED[Order.Kind(kind)]))

    def incident(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found = self._found(request, pk)
        incident = get_object_or_404(Incident, pk=number, terminal=found)
        close_incident(incident, by=self._actor(request, found))
        return self._back(request, found, gettext("L’incident est fermé. Il se rouvre si la borne le signale encore."))

    def use(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, form = self._found(request, pk), UseForm(request.POST)
        if not form.is_valid():
            return self.terminal(request, pk, form)
        try:
            type_use(found, form.cleaned_data["month"], form.cleaned_data["count"], by=self._actor(request, found))
        except Refusal as no:
            return self._back(request, found, no)
        return self._back(request, found, gettext("La fréquentation est notée."))

    def _back(self, request: HttpRequest, found: Terminal, said: str | Refusal) -> HttpResponse:
        if isinstance(said, Refusal):
            messages.error(request, said.sentence)
        else:
            messages.success(request, said)
        return HttpResponseRedirect(reverse("bornes:terminal", args=[found.pk]))

    def _found(self, request: HttpRequest, pk: int) -> Terminal:
        if not self.permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        rows: models.QuerySet[Any] = self.permission_policy.rows(request.user)
        found: Terminal = get_object_or_404(rows.select_related("body"), pk=pk)
        return found

    def _actor(self, request: HttpRequest, found: Terminal) -> Actor:
        return Actor(ActorKind.AGENT, request.user.pk, found.body_id)


def _told(terminal: Terminal, form: UseForm | None) -> dict[str, Any]:
    """What the page of a terminal says, by its kind."""
    if terminal.is_partner:
        uses = [(month_in_words(use.month), use.count) for use in terminal.typed_uses.all()[:SHOWN_MONTHS]]
        ours = Terminal.objects.of_body(terminal.body).exclude(kind=Terminal.Kind.PARTNER) if terminal.url else []
        shut = [one for one in ours if not opens_site(one, terminal.url)]
        return {"uses": uses, "form": form or UseForm(), "shut": shut, "host": urlsplit(terminal.url).hostname}
    incidents = terminal.incidents.order_by("closed_at", "-opened_at")[:SHOWN_INCIDENTS]
    still = terminal.incidents.filter(closed_at=None)
    over = [one for one in incidents if one.closed_at is not None]
    session = KioskSession.objects.running().filter(terminal=terminal, was_used=True).first()
    return {
        "is_enrolled": DeviceKey.objects.filter(terminal=terminal, revoked_at=None).exists(),
        "health": health_in_words(terminal),
        "session": session,
        "session_since": moment_in_words(session.started_at) if session else "",
        "days": use_by_day(terminal, paris_date(now())),
        "still": [(one, incident_in_words(one), moment_in_words(one.opened_at)) for one in still],
        "over": [(one, incident_in_words(one)) for one in over],
        "hosts": terminal.allowed_hosts.split(),
    }


def _portal_of(request: HttpRequest, terminal: Terminal) -> str:
    """The address that the technician types: that of the kiosk's own body, whatever host the workshop is read on."""
    _host, port = split_domain_port(request.get_host())
    return f"{settings.GUICHET_SCHEME}://{terminal.body.host}{f':{port}' if port else ''}"


viewsets = [TerminalViewSet()]
