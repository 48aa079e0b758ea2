"""The letter models in Wagtail's admin, for the editors of each town; and the departments, to whose addresses we write."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from guichet.communes.admin import (
    DepartmentForm,
    DepartmentViewSet,
    OwnDelete,
    OwnEdit,
    OwnRowsForm,
    OwnRowsViewSet,
)
from guichet.communes.models import Body, Department
from guichet.kit.actor import Actor, ActorKind
from guichet.kit.dates import now, paris_date
from guichet.kit.postal import PostalAddress
from guichet.notifications.actions import check_letter_model, drop_letter_model, tell_left_address, write_letter_model
from guichet.notifications.envelopes import Letter, print_letter, signatory_of
from guichet.notifications.letter_rules import Unreadable
from guichet.notifications.models import LetterModel
from guichet.notifications.refusals import sentences_of
from guichet.notifications.vocabulary import LetterSubject, Vocabulary, vocabulary

EXAMPLE = PostalAddress("Lucie Dubois", "14 rue Léo-Lagrange", "59186", "Anor")


class LetterModelForm(OwnRowsForm):
    case_type = forms.ChoiceField(label=gettext_lazy("Sorte de demande"), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("Décision"), required=False)

    class Meta:
        model = LetterModel
        fields = ("body", "kind", "name", "case_type", "outcome", "subject", "text", "signatory", "is_open")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subjects = list(vocabulary.subjects())
        self.fields["case_type"].choices = [("", _("toutes"))] + [(one.slug, one.title) for one in subjects]
        outcomes = {code: label for one in subjects for code, label in one.outcomes}
        self.fields["outcome"].choices = [("", _("toutes")), *outcomes.items()]
        self.fields["outcome"].help_text = LetterModel._meta.get_field("outcome").help_text

    @property
    def vocabulary(self) -> Vocabulary:
        """For the page, which lists the fields and conditions beside the text."""
        return vocabulary

    def clean_subject(self) -> str:
        return self._read("subject")

    def clean_text(self) -> str:
        return self._read("text")

    def check_rules(self, data: dict[str, Any]) -> None:
        check_letter_model(
            body=data["body"],
            columns=self._columns(data),
            replaces=LetterModel.objects.filter(pk=self.instance.pk).first(),
        )

    def write(self, data: dict[str, Any]) -> LetterModel:
        return write_letter_model(
            body=data["body"],
            columns=self._columns(data),
            replaces=LetterModel.objects.filter(pk=self.instance.pk).first(),
            by=self.actor(data["body"]),
        )

    def _columns(self, data: dict[str, Any]) -> dict[str, Any]:
        return {name: data[name] for name in self.Meta.fields if name != "body"}

    def _read(self, name: str) -> str:
        """Each fault on its own line, under the field it is in."""
        text = str(self.cleaned_data[name])
        try:
            vocabulary.read(text)
        except Unreadable as error:
            raise forms.ValidationError(sentences_of(error.faults)) from error
        return text


class LetterPreview(OwnEdit):
    """The letter as it would be printed, with an example in each field."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pdf = example_letter(self.get_object())
        return HttpResponse(pdf, content_type="application/pdf", headers={"X-Content-Type-Options": "nosniff"})


class DropLetterModel(OwnDelete):
    def delete_action(self) -> None:
        with transaction.atomic():
            drop_letter_model(self.object, by=Actor(ActorKind.AGENT, self.request.user.pk, self.object.body_id))


class LetterModelViewSet(OwnRowsViewSet):
    model = LetterModel
    form_class = LetterModelForm
    add_view_class = generic.CreateView
    create_template_name = "notifications/admin/letter_model_new.html"
    edit_template_name = "notifications/admin/letter_model.html"
    delete_view_class = DropLetterModel
    icon = "mail"
    menu_label = gettext_lazy("Modèles de lettres")
    name = "modeles-de-lettres"
    list_display = (
        "name",
        "kind",
        Column("case_type", label=gettext_lazy("Sorte de demande"), accessor=lambda model: _subject(model).title),
        Column("outcome", label=gettext_lazy("Décision"), accessor=lambda model: _outcome(model)),
        Column(
            "is_open", label=gettext_lazy("Proposé"), accessor=lambda model: _("oui") if model.is_open else _("non")
        ),
        "body",
    )

    @property
    def preview_view(self) -> Callable[..., HttpResponse]:
        view: Callable[..., HttpResponse] = self.construct_view(LetterPreview, **self.get_edit_view_kwargs())
        return view

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("apercu/<int:pk>/", self.preview_view, name="preview")]


def example_letter(model: LetterModel) -> bytes:
    """The model as a PDF, for Lucie Dubois; a text that no longer reads is printed as it was written."""
    body = model.body
    department = body.departments.exclude(signatory_name="").first() or body.departments.first()
    signs = signatory_of(body, department if model.signatory == LetterModel.Signatory.DEPARTMENT else None)
    return print_letter(
        Letter(
            body=body,
            department=department,
            recipient=EXAMPLE.lines(),
            day=paris_date(now()),
            subject=_example(model.subject) or _("Votre demande"),
            reference="BAC-26-00418",
            text=_example(model.text),
            signatory=signs,
        )
    )


def _subject(model: LetterModel) -> LetterSubject:
    """The sort of case it is about; all of them together when it names none."""
    subjects = list(vocabulary.subjects())
    every = LetterSubject("", _("toutes"), tuple(pair for one in subjects for pair in one.outcomes))
    return next((one for one in subjects if one.slug == model.case_type), every)


def _outcome(model: LetterModel) -> str:
    if model.is_document:
        return ""
    return dict(_subject(model).outcomes).get(model.outcome) or model.outcome or _("toutes")


def _example(text: str) -> str:
    try:
        return vocabulary.example_of(text)
    except Unreadable:
        return text


class TellingDepartmentForm(DepartmentForm):
    """Whoever read the cases of an outside body at the address it leaves is told there."""

    def write(self, data: dict[str, Any]) -> Department:
        known = Department.objects.select_for_update().filter(pk=self.instance.pk).first()
        department = super().write(data)
        if known:
            by = self.actor(department.body)
            assert by.body_id is not None, "an editor acts for a body"
            tell_left_address(department, known.email, sender=Body.objects.get(pk=by.body_id), by=by)
        return department


class TellingDepartmentViewSet(DepartmentViewSet):
    form_class = TellingDepartmentForm


viewsets = [LetterModelViewSet(), TellingDepartmentViewSet()]
