"""What follows from facts of other rooms: a visit asked for on the portal is one to plan."""

from guichet.accounts.actions import Contact
from guichet.accounts.models import Person
from guichet.cases.facts import CaseErased, CaseReceived
from guichet.cases.models import Case
from guichet.cases.types.visite_domicile import SOMEBODY, VISITE_DOMICILE, moment_words, visited
from guichet.journal.actions import subscribes
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.notifications.rules import spoken_phone
from guichet.visits.actions import Wish, ask_home_visit, forget_home_visit_of
from guichet.visits.models import HomeVisit


@subscribes(CaseReceived)
def note_home_visit(fact: CaseReceived, row: Record) -> None:
    """One home visit for one request, of the body that treats it."""
    if fact.case_type != VISITE_DOMICILE.slug:
        return
    case = Case.objects.select_related("owner", "person").filter(pk=fact.case).first()
    if case is None or case.person is None:  # erased since
        return
    said = case.answers
    by_family = said.get("for_whom") == SOMEBODY
    wish = Wish(
        asked_by=HomeVisit.AskedBy.FAMILY if by_family else HomeVisit.AskedBy.PERSON,
        asker=_asker(case.person, said.get("phone", "")) if by_family else "",
        why=said.get("words", ""),
        place=said.get("landmark", ""),
        suits=moment_words(said).lower(),
    )
    ask_home_visit(
        body=case.owner, who=_relative(case) if by_family else case.person, wish=wish, case_id=case.pk, by=SYSTEM
    )


@subscribes(CaseErased)
def forget_home_visit(fact: CaseErased, row: Record) -> None:
    """What was copied of a request goes with it."""
    forget_home_visit_of(fact.case)


def _asker(person: Person, phone: str) -> str:
    return ", ".join(filter(None, (str(person), spoken_phone(phone) if phone else "")))


def _relative(case: Case) -> Contact:
    """Whom one goes to see: the request names her, and answers go to who asked."""
    first_name, last_name = visited(case.answers)
    said = case.answers
    return Contact(
        first_name, last_name, phone=said.get("visited_phone", ""), street=said.get("street", ""),
        postcode=said.get("postcode", ""), city=said.get("city", ""),
    )  # fmt: skip
