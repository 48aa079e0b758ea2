"""The legal display in Wagtail's admin: drafts are written, shown for ever, withdrawn with a reason."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from guichet.communes.admin import OwnAdd, OwnDelete, OwnEdit, OwnIndex, OwnRowsForm, OwnRowsViewSet
from guichet.content.actions import choose_display, drop_notice, keep_act, post_notice, withdraw_notice, write_notice
from guichet.content.actions.legal import COLUMNS
from guichet.content.faces import Face
from guichet.content.legal_papers import certificate_pdf
from guichet.content.legal_rules import Dates, Kind, Means
from guichet.content.legal_words import late_in_words, online_since, until_in_words
from guichet.content.models import DisplayChoice, LegalNotice
from guichet.content.refusals import check_display, check_notice, no_document
from guichet.documents.actions import discard
from guichet.documents.models import StoredFile
from guichet.kit.actor import Actor, ActorKind
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal


class NoticeForm(OwnRowsForm):
    upload = forms.FileField(
        label=_("L’acte en PDF"), required=False, help_text=_("Le fichier que chacun lira. Un seul, complet.")
    )

    class Meta:
        model = LegalNotice
        fields = ("body", *COLUMNS)

    kept: StoredFile | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            document = self.instance.document
            words = gettext("Joint : %(name)s, %(size)s. Un autre fichier le remplace.")
            self.fields["upload"].help_text = words % {"name": document.name, "size": document.size_in_words}

    def check_rules(self, data: dict[str, Any]) -> None:
        check_notice(Kind(data["kind"]), Dates(data["acted_on"], data["meeting_on"], data["until"]))
        if not data.get("upload") and not self.instance.pk:
            raise no_document()

    def _post_clean(self) -> None:
        """Keep the file here, once all the rest is right: Wagtail calls `save` in a transaction of its own."""
        super()._post_clean()
        upload = self.cleaned_data.get("upload")
        if upload and not self.errors:
            body = self.cleaned_data["body"]
            try:
                self.kept = keep_act(upload, name=upload.name, body=body, by=self.actor(body))
            except Refusal as no:
                self.add_error("upload", ValidationError(no.sentence, code=no.code))

    def give_back(self) -> None:
        if self.kept is not None:
            discard([self.kept], by=self.actor(self.cleaned_data["body"]))

    def write(self, data: dict[str, Any]) -> LegalNotice:
        return write_notice(
            body=data["body"],
            columns={name: data[name] for name in COLUMNS},
            document=self.kept,
            replaces=self.instance if self.instance.pk else None,
            by=self.actor(data["body"]),
        )


class _Drafts:
    """What was shown has no form: another address than its own page is a 404."""

    def get_queryset(self) -> models.QuerySet[Any]:
        drafts: models.QuerySet[Any] = super().get_queryset().filter(state=LegalNotice.State.DRAFT)  # type: ignore[misc]  # a view's
        return drafts


class NoticesIndex(OwnIndex):
    """Each title leads to the page of its notice: a form is only for a draft, and found from there."""

    def get_edit_url(self, instance: LegalNotice) -> str:
        return reverse("affichage-legal:notice", args=[instance.pk])

    def get_delete_url(self, instance: LegalNotice) -> str | None:
        url: str | None = super().get_delete_url(instance) if instance.state == LegalNotice.State.DRAFT else None
        return url


class AddDraft(OwnAdd):
    submit_button_label = _("Garder le brouillon")
    success_message = _("Le brouillon est gardé. Personne ne le voit encore.")

    def get_success_url(self) -> str:
        return reverse("affichage-legal:notice", args=[self.object.pk])


class EditDraft(_Drafts, OwnEdit):
    submit_button_label = _("Garder le brouillon")
    success_message = AddDraft.success_message

    def get_success_url(self) -> str:
        return reverse("affichage-legal:notice", args=[self.object.pk])


class DropDraft(_Drafts, OwnDelete):
    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Shown or thrown away by another while she was asked whether she is sure: she is told so."""
        try:
            answer: HttpResponse = super().form_valid(form)
        except Refusal as no:
            messages.error(self.request, no.sentence)
            return HttpResponseRedirect(self.get_success_url())
        return answer

    def delete_action(self) -> None:
        with transaction.atomic():
            drop_notice(self.object, by=Actor(ActorKind.AGENT, self.request.user.pk, self.object.body_id))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi cet acte est-il retiré ?"),
        max_length=200,
        help_text=_("Montré à tous, à la place de l’acte : « erreur de pièce jointe, voir l’acte 2027-004 »."),
        error_messages={"required": _("Dites pourquoi : le motif est montré à la place de l’acte.")},
    )


class NoticeViewSet(OwnRowsViewSet):
    model = LegalNotice
    form_class = NoticeForm
    index_view_class = NoticesIndex
    add_view_class = AddDraft
    edit_view_class = EditDraft
    delete_view_class = DropDraft
    add_to_admin_menu = True
    add_to_settings_menu = False
    icon = "clipboard-list"
    menu_label = _("Affichage légal")
    menu_order = 210
    name = "affichage-legal"
    list_display = ("title", "kind", "acted_on", "state", "posted_at")
    list_filter = ("state", "kind")
    search_fields = ("title", "number")

    def get_urlpatterns(self) -> list[Any]:
        own = [
            path("acte/<int:pk>/", require_safe(self.notice), name="notice"),
            path("acte/<int:pk>/apercu/<str:face>/", require_safe(self.preview), name="preview"),
            path("acte/<int:pk>/afficher/", require_POST(self.post), name="post"),
            path("acte/<int:pk>/retirer/", require_POST(self.withdraw), name="withdraw"),
            path("acte/<int:pk>/certificat.pdf", require_safe(self.certificate), name="certificate"),
        ]
        return [*super().get_urlpatterns(), *own]

    def notice(self, request: HttpRequest, pk: int, form: ReasonForm | None = None) -> HttpResponse:
        """The page of a notice: what it says, how it looks, and the one thing to do next."""
        found = self._found(request, pk)
        context = {
            "notice": found,
            "since": online_since(found) if found.posted_at else "",
            "until": until_in_words(found),
            "late": late_in_words(found, now()),
            "form": form or ReasonForm(),
            "faces": Face,
        }
        status = 200 if form is None else 422
        return TemplateResponse(request, "content/legal_notice.html", context, status=status)

    def preview(self, request: HttpRequest, pk: int, face: str) -> HttpResponse:
        found = self._found(request, pk)
        wanted = Face(face) if face in set(Face) else Face.PORTAL
        answer: HttpResponse = found.make_preview_request(request, wanted)
        return answer

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self._found(request, pk)
        try:
            post_notice(found, read=request.POST.get("read", ""), by=self._actor(request, found))
        except Refusal as no:
            messages.error(request, no.sentence)
        else:
            messages.success(request, gettext("« %(title)s » est affiché sur le site.") % {"title": found.title})
        return HttpResponseRedirect(reverse("affichage-legal:notice", args=[pk]))

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, form = self._found(request, pk), ReasonForm(request.POST)
        if not form.is_valid():
            return self.notice(request, pk, form)
        try:
            withdraw_notice(found, reason=form.cleaned_data["reason"], by=self._actor(request, found))
        except Refusal as no:
            messages.error(request, no.sentence)
        else:
            messages.success(request, gettext("« %(title)s » est retiré, avec son motif.") % {"title": found.title})
        return HttpResponseRedirect(reverse("affichage-legal:notice", args=[pk]))

    def certificate(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(self._rows(request).exclude(state=LegalNotice.State.DRAFT), pk=pk)
        name = gettext("Certificat-%(reference)s.pdf") % {"reference": found.reference}
        answer = HttpResponse(certificate_pdf(found, now()), content_type="application/pdf")
        answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return answer

    def _rows(self, request: HttpRequest) -> models.QuerySet[Any]:
        if not self.permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        return self.permission_policy.rows(request.user)

    def _found(self, request: HttpRequest, pk: int) -> LegalNotice:
        found: LegalNotice = get_object_or_404(self._rows(request), pk=pk)
        return found

    def _actor(self, request: HttpRequest, found: LegalNotice) -> Actor:
        return Actor(ActorKind.AGENT, request.user.pk, found.body_id)


class ChoiceForm(OwnRowsForm):
    class Meta:
        model = DisplayChoice
        fields = ("body", "population", "means", "decided_on")
        help_texts: ClassVar[dict[str, Any]] = {
            "population": _("À 0, les règles des communes de 3 500 habitants et plus s’appliquent."),
            "decided_on": _("Le jour où le conseil a choisi l’affichage ou le papier."),
        }

    def check_rules(self, data: dict[str, Any]) -> None:
        check_display(
            Means(data["means"]),
            population=data["population"],
            decided_on=data["decided_on"],
            today=paris_date(now()),
            is_commune=data["body"].is_commune,
        )

    def write(self, data: dict[str, Any]) -> DisplayChoice:
        return choose_display(**{name: data[name] for name in self.Meta.fields}, by=self.actor(data["body"]))


class ChoiceViewSet(OwnRowsViewSet):
    model = DisplayChoice
    allowed: ClassVar[frozenset[str]] = frozenset({"add", "change"})
    form_class = ChoiceForm
    icon = "cog"
    menu_label = _("Publicité des actes")
    name = "publicite-des-actes"
    list_display = ("body", "population", "means", "decided_on")


viewsets = [NoticeViewSet(), ChoiceViewSet()]
