"""The receipt one takes home: a tagged PDF with the two codes, made again whenever it is asked for."""

from django.conf import settings
from django.utils.translation import gettext as _

from guichet.cases.acknowledgement import acknowledgement
from guichet.cases.addresses import follow_page, ticket_url
from guichet.cases.models import Case
from guichet.cases.questions import Kind
from guichet.documents.rendering import render_pdf, ticket
from guichet.notifications.envelopes import letterhead


def answered(case: Case) -> list[tuple[str, str]]:
    """Each question that has an answer, with the answer as it is said; files are counted."""
    said: list[tuple[str, str]] = []
    for question in (question for step in case.steps for question in step.asked(case.answers)):
        value = case.answers.get(question.name, "")
        if question.kind == Kind.FILES:
            count = case.attachments.filter(question=question.name).count()
            value = str(count) if count else ""
        if value:
            said.append((_(question.label), _(question.spoken(value))))
    return said


def receipt_pdf(case: Case, *, with_codes: bool = True) -> bytes:
    """The receipt of a received case; its QR code opens the case after one press.

    `with_codes` is False for who treats the case without an account here: the two codes are the person's.
    """
    words = acknowledgement(case)
    data = {
        "letterhead": letterhead(case.owner, case.department),
        "title": _("C’est reçu. Merci, %(name)s.") % {"name": case.person.first_name or str(case.person)}
        if case.person
        else _("C’est reçu."),
        "paragraphs": [words.received],
        "next_title": _("Ce qui va se passer"),
        "next": [
            line
            for line in (words.missing, words.due, *(_(todo) for todo in case.kind.todo), words.service, words.silence)
            if line
        ],
        "reference": case.reference,
        "ticket": with_codes
        and ticket(
            reference=case.reference,
            secret=case.spoken_secret,
            url=ticket_url(case, case.secret),
            shown=follow_page(case.commune),
        ),
        "answers_title": _("Ce que vous avez demandé"),
        "answers": answered(case),
        "footer": _("Commune de démonstration, contenu inventé") if settings.DEMONSTRATION else case.owner.name,
    }
    return render_pdf("cases/typst/receipt.typ", data)
