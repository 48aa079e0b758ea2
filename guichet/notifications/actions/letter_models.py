"""Write and drop the models of a town's letters."""

from collections.abc import Mapping

from django.db import transaction

from guichet.communes.models import Body
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.words import clean
from guichet.notifications import refusals
from guichet.notifications.facts import LetterModelDropped, LetterModelWritten
from guichet.notifications.letter_rules import Unreadable
from guichet.notifications.models import LetterModel
from guichet.notifications.vocabulary import vocabulary

LONGEST = 6000
_COLUMNS = frozenset({"kind", "name", "case_type", "outcome", "subject", "text", "signatory", "is_open"})


def check_letter_model(*, body: Body, columns: Mapping[str, object], replaces: LetterModel | None = None) -> None:
    """Refuse what `write_letter_model` would refuse."""
    _check(_with(replaces or LetterModel(body=body), columns), body)


@transaction.atomic
def write_letter_model(
    *, body: Body, columns: Mapping[str, object], replaces: LetterModel | None = None, by: Actor
) -> LetterModel:
    """Keep the words of a letter; `replaces` is written anew, and what `columns` does not name stays as it is.

    Refuses a text that cannot be read, a document without a title, and a second open model for the same decision.
    """
    assert replaces is None or replaces.body_id == body.pk, "a model stays with its body"
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)  # two models for one decision would both look first
    model = _with(_locked(replaces) if replaces else LetterModel(body=body), columns)
    _check(model, body)
    model.save()
    record(LetterModelWritten(model.pk), by=by, body_id=body.pk)
    return model


@transaction.atomic
def drop_letter_model(model: LetterModel, *, by: Actor) -> None:
    """Forget a model; the documents made with it stay."""
    model = _locked(model)
    record(LetterModelDropped(model.pk), by=by, body_id=model.body_id)
    model.delete()


def _locked(model: LetterModel) -> LetterModel:
    found = LetterModel.objects.select_for_update().filter(pk=model.pk).first()
    if found is None:
        raise refusals.model_gone()
    return found


def _with(model: LetterModel, columns: Mapping[str, object]) -> LetterModel:
    """The model with these columns, cleaned; a decision has no title of its own."""
    assert _COLUMNS.issuperset(columns), "a letter model has no such column"
    for name, value in columns.items():
        setattr(model, name, clean(value) if isinstance(value, str) else value)
    if not model.is_document:
        model.subject = ""
    return model


def _check(model: LetterModel, body: Body) -> None:
    if not model.text:
        raise refusals.no_text()
    if len(model.text) > LONGEST:
        raise refusals.long_text(LONGEST)
    _check_place(model)
    try:
        vocabulary.read(model.text)
        vocabulary.read(model.subject)
    except Unreadable as error:
        raise refusals.unreadable(error.faults) from error
    same = LetterModel.objects.filter(
        body=body, kind=LetterModel.Kind.DECISION, is_open=True, case_type=model.case_type, outcome=model.outcome
    )
    if not model.is_document and model.is_open and same.exclude(pk=model.pk).exists():
        raise refusals.decision_taken()


def _check_place(model: LetterModel) -> None:
    """What it is for: a document has a title and no outcome, an outcome belongs to the sort of case."""
    if model.is_document:
        if not model.subject:
            raise refusals.no_subject()
        if model.outcome:
            raise refusals.outcome_of_document()
    subjects = [one for one in vocabulary.subjects() if model.case_type in {"", one.slug}]
    if model.outcome and not any(code == model.outcome for one in subjects for code, _label in one.outcomes):
        raise refusals.outcome_elsewhere()
