"""The one-time code by which a department of a body without accounts opens a case."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.accounts.actions import count_wrong, try_patiently, wrong_tries
from guichet.accounts.rules import Tried, same_code
from guichet.accounts.secrets import code_of
from guichet.cases.addresses import expert_url
from guichet.cases.facts import OpeningCodeSent, OpeningCodeUsed
from guichet.cases.models import Case
from guichet.journal.actions import record
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM, Actor
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal
from guichet.notifications.actions import may_reach_by_email, send_code
from guichet.notifications.wording import Ticket

LASTS = timedelta(minutes=15)
# Six figures are few, and an attacker has many networks: a code dies of its errors, however slowly they come.
MOST_WRONG = 10
# Nor is another code another chance: on 200 open cases, twenty guesses a day each find one code in 36 weeks.
MOST_WRONG_A_DAY = 20
KIND = "opening"


@transaction.atomic
def send_opening_code(case: Case) -> bool:
    """Send a new code to the department that has the case; the one before opens nothing any more.

    False, and nothing is sent, when agents of the body treat it at their desk or when no e-mail reaches the department.
    """
    current = _locked(case.pk)
    if current is None or not may_reach_by_email(current.department):
        return False
    sent = record(OpeningCodeSent(current.pk, current.department_id), by=SYSTEM, body_id=current.owner_id)
    send_code(
        current.department,
        key=f"case:{current.pk}:opening:{sent.pk}",
        template="cases/messages/opening-code.txt",
        context={"minutes": int(LASTS.total_seconds() // 60)},
        sender=current.commune,
        subject_kind="case",
        subject_id=current.pk,
        reference=current.reference,
        ticket=Ticket(KIND, current.pk, sent.pk, expert_url(current), in_figures=True),
        by=SYSTEM,
    )
    return True


def use_opening_code(case: Case | None, typed: str, *, reference: str, address: str, by: Actor) -> None:
    """Return when the typed code is the last one sent, young, never used; it then serves no more. Refuse otherwise.

    `case` is None when nothing here has this reference: the answer is the same as for a wrong code.
    """

    def is_right() -> bool:
        return case is not None and _use(case, typed, by)

    if not try_patiently(is_right, tried=Tried.OPENING, subject=reference, address=address):
        raise Refusal(
            "wrong-code",
            _(
                "Ce code n’ouvre pas ce dossier. Prenez celui du dernier e-mail reçu : un code sert une fois, pendant quinze minutes. Vous pouvez aussi en demander un autre. Après beaucoup d’erreurs, plus aucun code n’ouvre avant demain : appelez la mairie."
            ),
        )


@transaction.atomic
def _use(case: Case, typed: str, by: Actor) -> bool:
    current = _locked(case.pk)
    sent = _waiting_code(current) if current else None
    if current is None or sent is None:
        return False
    # Counted while a code waits, and not before: nobody keeps the department out without its mailbox telling it.
    this_code, this_day = f"{current.reference}:{sent.pk}", f"{current.reference}:{paris_date(now())}"
    if wrong_tries(Tried.OPENING, this_code) >= MOST_WRONG or wrong_tries(Tried.OPENING, this_day) >= MOST_WRONG_A_DAY:
        return False
    if not same_code(typed, code_of(KIND, current.pk, sent.pk)):
        count_wrong(Tried.OPENING, this_code)
        count_wrong(Tried.OPENING, this_day)
        return False
    record(OpeningCodeUsed(current.pk, current.department_id, sent.pk), by=by, body_id=current.owner_id)
    return True


def _locked(case_id: int) -> Case | None:
    """The case, locked, while it is with a body without accounts: codes of one case are given and used one by one."""
    cases = Case.objects.of_bodies_without_accounts().select_for_update(of=("self",))
    return cases.select_related("department__body", "commune").filter(pk=case_id).first()


def _waiting_code(case: Case) -> Record | None:
    """The last code that was sent, when it may still open the case."""
    told = Record.objects.about("case", case.pk)
    sent = told.filter(kind=OpeningCodeSent.__name__).last()
    if sent is None or sent.at < now() - LASTS or sent.details["department"] != case.department_id:
        return None
    is_used = told.filter(kind=OpeningCodeUsed.__name__, details__code=sent.pk).exists()
    return None if is_used else sent
