"""What a body's editors set in Wagtail's admin, and the frame in which every room shows them only their own rows."""

import re
from collections.abc import Callable
from datetime import time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from guichet.communes.actions import (
    change_body,
    change_department,
    check_closure,
    close_counter,
    open_department,
    reopen_counter,
    set_hours,
)
from guichet.communes.models import Body, Closure, Department
from guichet.communes.rules import Slot, hours_in_words
from guichet.kit.actor import Actor, ActorKind
from guichet.kit.refusal import Refusal

Question = Callable[[Any], models.QuerySet[Body]]


_who_edits: list[Question] = []


def answers_who_edits(question: Question) -> Question:
    """Register the higher room's answer, which knows the roles: which bodies may this account edit?"""
    _who_edits[:] = [question]
    return question


def edited_bodies(user: Any) -> models.QuerySet[Body]:
    return _who_edits[0](user)


_who_administers: list[Question] = []


def answers_who_administers(question: Question) -> Question:
    """Register the higher room's answer: which bodies does this account administer?"""
    _who_administers[:] = [question]
    return question


def administered_bodies(user: Any) -> models.QuerySet[Body]:
    return _who_administers[0](user)


def reached_bodies(user: Any) -> models.QuerySet[Body]:
    """Her own, and for an administrator the outside ones, which have no editor of their own."""
    bodies = edited_bodies(user)
    return bodies | Body.objects.outside() if administered_bodies(user).exists() else bodies


class BodyPolicy(BasePermissionPolicy):
    """An editor may do what the viewset allows, on the rows of her own bodies; `path` leads from a row to its body."""

    def __init__(self, model: type[models.Model], path: str, allowed: frozenset[str]) -> None:
        super().__init__(model)
        self.path = path
        self.allowed = allowed

    def rows(self, user: Any) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = self.model._default_manager.filter(**{f"{self.path}__in": edited_bodies(user)})
        return rows

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.allowed and edited_bodies(user).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: models.Model) -> bool:
        return action in self.allowed and self.rows(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: list[str]) -> models.QuerySet[Any]:
        return self.rows(user) if self.allowed.intersection(actions) else self.model._default_manager.none()


class _OwnRows:
    """A view that knows only the rows of the editor's bodies: another body's row is a 404."""

    request: Any
    permission_policy: BodyPolicy

    def own_rows(self) -> models.QuerySet[Any]:
        return self.permission_policy.rows(self.request.user)


class OwnIndex(_OwnRows, generic.IndexView):
    def get_base_queryset(self) -> models.QuerySet[Any]:
        return self.own_rows()


class _HearsNo:
    """The action may say no when the form was right: the row changed in between. That too is told above the form."""

    def form_valid(self, form: "OwnRowsForm") -> Any:
        try:
            return super().form_valid(form)  # type: ignore[misc]  # a view's
        except Refusal as no:
            form.give_back()
            form.add_error(None, ValidationError(no.sentence, code=no.code))
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]  # a view's
            return self.form_invalid(form)  # type: ignore[attr-defined]  # a view's


class OwnAdd(_HearsNo, generic.CreateView):
    """The form of a new row; its body is among the editor's own, see `OwnRowsForm`."""


class OwnEdit(_HearsNo, _OwnRows, generic.EditView):
    def get_queryset(self) -> models.QuerySet[Any]:
        return self.own_rows()


class OwnDelete(_OwnRows, generic.DeleteView):
    def get_queryset(self) -> models.QuerySet[Any]:
        return self.own_rows()


class OwnHistory(_OwnRows, HistoryView):
    def get_base_object_queryset(self) -> models.QuerySet[Any]:
        return self.own_rows()


class OwnUsage(_OwnRows, UsageView):
    def get_base_object_queryset(self) -> models.QuerySet[Any]:
        return self.own_rows()


class _ReachedBodies(BodyPolicy):
    """The outside bodies too, for an administrator."""

    def rows(self, user: Any) -> models.QuerySet[Any]:
        bodies = reached_bodies(user).values("pk")
        rows: models.QuerySet[Any] = self.model._default_manager.filter(**{f"{self.path}__in": bodies})
        return rows


class OwnRowsForm(WagtailAdminModelForm):
    """A form whose `write` calls the room's action; the body is chosen among the editor's own.

    `check_rules` calls the room's rules: a `Refusal` is shown above the form.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.bodies()
        if "body" in self.fields:
            self.fields["body"].queryset = bodies
            self.fields["body"].initial = bodies.first()
            # A row never moves to another body: its history, its cases stay where they were made.
            self.fields["body"].disabled = self.instance.pk is not None

    def bodies(self) -> models.QuerySet[Body]:
        """Those to choose from."""
        return edited_bodies(self.for_user)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.check_rules(data)
            except Refusal as no:
                raise ValidationError(no.sentence, code=no.code) from no
        return data

    def check_rules(self, data: dict[str, Any]) -> None:
        """Refuse what the action would refuse; nothing to refuse unless a form says so."""

    def actor(self, body: Body) -> Actor:
        """The editor, for this body; for an outside one she acts in the name of a body that she administers."""
        acts_for = body if body.has_portal else administered_bodies(self.for_user).order_by("pk").first()
        assert acts_for is not None, "only an administrator reaches an outside body"
        return Actor(ActorKind.AGENT, self.for_user.pk, acts_for.pk)

    def save(self, commit: bool = True) -> Any:
        with transaction.atomic():
            return self.write(self.cleaned_data)

    def give_back(self) -> None:
        """The action said no and nothing is written: undo what the form kept for it; most keep nothing."""

    def write(self, data: dict[str, Any]) -> Any:
        """Call the action; return the row as it is now."""
        raise NotImplementedError


class OwnRowsViewSet(ModelViewSet):
    """The list, forms and history of a model, for the rows of the editor's bodies."""

    body_path = "body"
    policy_class = BodyPolicy
    allowed: ClassVar[frozenset[str]] = frozenset({"add", "change", "delete"})
    form_class: type[OwnRowsForm]
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = OwnIndex
    add_view_class = OwnAdd
    edit_view_class = OwnEdit
    delete_view_class = OwnDelete
    history_view_class = OwnHistory
    usage_view_class = OwnUsage

    @property
    def permission_policy(self) -> BodyPolicy:
        return self.policy_class(self.model, self.body_path, self.allowed)

    def get_form_class(self, for_update: bool = False) -> type[OwnRowsForm]:
        return self.form_class


_RANGE = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?\s*[-–—à]\s*(\d{1,2})\s*[h:]\s*(\d{2})?")
_DAYS = (_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche"))


def read_ranges(typed: str) -> list[tuple[time, time]]:
    """Opening ranges as an editor types them: "8 h 30 – 12 h, 13 h 30 – 17 h 30"; nothing means closed."""
    parts = [part.strip() for part in typed.replace("\N{NO-BREAK SPACE}", " ").lower().split(",")]
    return [_read_range(part) for part in parts if part]


def _read_range(part: str) -> tuple[time, time]:
    sentence = gettext("« %(part)s » n’est pas une plage. Écrivez par exemple : 8 h 30 – 12 h, 13 h 30 – 17 h 30.")
    nonsense = ValidationError(sentence % {"part": part})
    found = _RANGE.fullmatch(part)
    if found is None:
        raise nonsense
    first, first_minutes, last, last_minutes = (int(number or 0) for number in found.groups())
    try:
        opens, closes = time(first, first_minutes), time(last, last_minutes)
    except ValueError as error:
        raise nonsense from error
    if opens >= closes:
        raise nonsense
    return opens, closes


class BodyForm(OwnRowsForm):
    """A body's own columns, and its week in seven lines when it has a counter here."""

    class Meta:
        model = Body
        fields = (
            "name", "short_name", "office", "street", "postcode", "city", "phone", "email", "court",
            "signatory_name", "signatory_title",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        week = list(self.instance.opening_hours.all())
        for number, name in self._days():
            self.fields[f"day_{number}"] = forms.CharField(
                label=_("Horaires du %(day)s") % {"day": name},
                required=False,
                initial=hours_in_words([(one.opens, one.closes) for one in week if one.weekday == number]),
                help_text=_("8 h 30 – 12 h, 13 h 30 – 17 h 30. Vide : fermé.") if number == 0 else "",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for number, _name in self._days():
            try:
                data[f"day_{number}"] = read_ranges(data.get(f"day_{number}", ""))
            except ValidationError as error:
                self.add_error(f"day_{number}", error)
        return data

    def write(self, data: dict[str, Any]) -> Body:
        body: Body = self.instance
        week = (
            Slot(number, opens, closes) for number, _name in self._days() for opens, closes in data[f"day_{number}"]
        )
        set_hours(body, week, by=self.actor(body))
        changes = {name: data[name] for name in self.Meta.fields if name in self.changed_data}
        return change_body(body, changes, by=self.actor(body)) if changes else body

    def _days(self) -> list[tuple[int, Any]]:
        return list(enumerate(_DAYS)) if self.instance.has_portal else []


class DepartmentForm(OwnRowsForm):
    class Meta:
        model = Department
        fields = ("body", "name", "phone", "email", "news", "signatory_name", "signatory_title")

    def bodies(self) -> models.QuerySet[Body]:
        return reached_bodies(self.for_user)

    def write(self, data: dict[str, Any]) -> Department:
        columns = {name: data[name] for name in self.Meta.fields if name != "body"}
        by = self.actor(data["body"])
        known = Department.objects.filter(pk=self.instance.pk).first()
        return (
            change_department(known, columns, by=by) if known else open_department(body=data["body"], **columns, by=by)
        )


class ClosureForm(OwnRowsForm):
    hours = forms.CharField(
        label=_("Horaires de ces jours"),
        required=False,
        help_text=_("Vide : fermé. Sinon, par exemple : 8 h 30 – 12 h, 13 h 30 – 17 h."),
    )

    class Meta:
        model = Closure
        fields = ("body", "first_on", "last_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].initial = hours_in_words(self.instance.hours)

    def clean_hours(self) -> list[tuple[time, time]]:
        return read_ranges(self.cleaned_data["hours"])

    def check_rules(self, data: dict[str, Any]) -> None:
        check_closure(first_on=data["first_on"], last_on=data["last_on"])

    def write(self, data: dict[str, Any]) -> Closure:
        columns = {name: data[name] for name in (*self.Meta.fields, "hours")}
        replaces = Closure.objects.filter(pk=self.instance.pk).first()
        return close_counter(**columns, replaces=replaces, by=self.actor(data["body"]))


class ReopenCounter(OwnDelete):
    def delete_action(self) -> None:
        reopen_counter(self.object, by=Actor(ActorKind.AGENT, self.request.user.pk, self.object.body_id))


class BodyViewSet(OwnRowsViewSet):
    model = Body
    body_path = "pk"
    allowed = frozenset({"change"})
    form_class = BodyForm
    icon = "home"
    menu_label = _("Coordonnées et horaires")
    name = "collectivites"
    policy_class = _ReachedBodies
    list_display = ("short_name", "office", "city", "phone")


class ClosureViewSet(OwnRowsViewSet):
    model = Closure
    form_class = ClosureForm
    delete_view_class = ReopenCounter
    icon = "calendar"
    menu_label = _("Fermetures, horaires exceptionnels")
    name = "fermetures"
    list_display = ("first_on", "last_on", "reason", "body")


class DepartmentViewSet(OwnRowsViewSet):
    """Shown by `notifications`, which writes to the departments."""

    model = Department
    allowed = frozenset({"add", "change"})
    form_class = DepartmentForm
    icon = "group"
    menu_label = _("Services")
    name = "services"
    policy_class = _ReachedBodies
    list_display = ("name", "body", "phone", "email", "news")


viewsets = [BodyViewSet(), ClosureViewSet()]
