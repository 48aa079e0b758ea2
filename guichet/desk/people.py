"""A person as a role sees her: her cases, who lives with her, who may be the same. Another department's are not there.

There is no list of people here and no page reached by a name: only from a case the role may see to its own person
(arrêté du 4 juillet 2013: no population file, no data across sectors).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from guichet.accounts.likeness import Described, Likeness, folded_town, likeness
from guichet.accounts.models import ContactPoint, PeopleApart, Person, PersonMerge, Role
from guichet.cases.models import Case, CaseQuerySet

NEAR = 200  # the newest who share a name or a contact: a landlord's address is no reason to read a whole table
MOST_PROPOSED = 5
MOST_AT_HOME = 12
MOST_CASES = 50
LARGEST_ID = 2**63  # an address written by hand may hold a longer number than any row


@dataclass(frozen=True)
class Seen:
    """A person with those joined to her, and their cases this role may see, newest first.

    `is_bound`: she is joined to somebody the role may not see; nothing is said of it, and nothing more is proposed.
    """

    person: Person
    cases: list[Case]
    joined: list[PersonMerge]
    is_bound: bool

    @property
    def members(self) -> list[Person]:
        return [self.person, *(merge.other for merge in self.joined)]

    def points(self, channel: str) -> list[tuple[ContactPoint, Case]]:
        """Each contact of this channel with the newest case it was given for; the same twice is said once."""
        found: dict[str, tuple[ContactPoint, Case]] = {}
        by_person = {member.pk: member for member in self.members}
        for case in self.cases:
            for point in by_person[case.person_id or 0].contact_points.all():
                if point.channel == channel:
                    found.setdefault(point.folded or point.value, (point, case))
        return list(found.values())

    @property
    def home(self) -> str:
        """The dwelling given last; empty when it has no number of its own."""
        return next((point.folded for point, _case in self.points(ContactPoint.Channel.POST)), "")

    @property
    def described(self) -> list[Described]:
        return [_described(member) for member in self.members]


@dataclass(frozen=True)
class Proposal:
    """Somebody who may be the same person, and how sure we are."""

    seen: Seen
    likeness: Likeness


@dataclass(frozen=True)
class Around:
    """Who stands near a person: perhaps the same, said to be two, at the same address."""

    proposals: list[Proposal]
    apart: list[Seen]
    household: list[Seen]


def seen_person(role: Role, person_id: int) -> Seen | None:
    """The person under whom this one is shown; None when the role may see no case of hers."""
    return next(
        (seen for seen in _seen(role, [person_id]) if person_id in {member.pk for member in seen.members}), None
    )


def around(role: Role, seen: Seen) -> Around:
    """Who may be the same person, and who lives with her."""
    ids = {member.pk for member in seen.members}
    others = [other for other in _seen(role, _near(seen)) if not ids & {member.pk for member in other.members}]
    told, described = _told_apart(ids), seen.described
    proposals: list[Proposal] = []
    apart: list[Seen] = []
    for other in others:
        found = _most_alike(described, other)
        if found is None or seen.is_bound or other.is_bound:
            continue
        if told & {member.pk for member in other.members}:
            apart.append(other)
        else:
            proposals.append(Proposal(other, found))
    proposals.sort(key=lambda proposal: proposal.likeness != Likeness.SURE)
    proposed = {proposal.seen.person.pk for proposal in proposals}
    household = [o for o in others if seen.home and o.home == seen.home and o.person.pk not in proposed]
    return Around(proposals[:MOST_PROPOSED], apart[:MOST_PROPOSED], household[:MOST_AT_HOME])


def other_cases(case: Case, role: Role) -> int:
    """How many other cases of its person the role may see."""
    if not person_url(case, role):
        return 0
    merges = PersonMerge.objects.in_force()
    joined = merges.filter(Q(kept=case.person_id) | Q(kept__in=merges.filter(other=case.person_id).values("kept")))
    pairs = list(joined.values_list("kept_id", "other_id"))
    ids = {case.person_id or 0, *(pk for pair in pairs for pk in pair)}
    persons = list(_cases(role, ids).exclude(pk=case.pk).values_list("person_id", flat=True))
    is_bound = bool(pairs) and pairs[0][0] not in {case.person_id, *persons}
    return sum(pk == case.person_id for pk in persons) if is_bound else len(persons)


def person_url(case: Case, role: Role) -> str:
    """The page of its person; empty for a case that was sent on, which is another body's now."""
    ours = case.owner_id == role.body_id and role.department_id in (None, case.department_id)
    return reverse("desk:person", args=[case.person_id]) if ours and case.person_id else ""


def _cases(role: Role, ids: Collection[int]) -> CaseQuerySet:
    """By their persons' index first: side by side, the planner would walk through the cases of the department."""
    return Case.objects.visible_to(role).filter(pk__in=Case.objects.filter(person_id__in=ids).values("pk"))


def _seen(role: Role, ids: Iterable[int]) -> list[Seen]:
    """The people of these ids whom the role may see, each with those she is joined with, newest case first."""
    whole = {id_ for id_ in ids if id_ < LARGEST_ID}
    merges = PersonMerge.objects.in_force()
    whole |= set(merges.filter(other__in=whole).values_list("kept_id", flat=True))
    joined = list(merges.filter(kept__in=whole).select_related("said_by").order_by("pk"))
    whole |= {merge.other_id for merge in joined}
    cases = list(_cases(role, whole).select_related("assignee").order_by("-received_at", "-id"))
    people = Person.objects.prefetch_related("contact_points").in_bulk([case.person_id for case in cases])
    kept_of = {merge.other_id: merge.kept_id for merge in joined}
    shown: dict[int, Seen] = {}
    for case in cases:
        kept = kept_of.get(case.person_id or 0)
        head = kept if kept in people else case.person_id
        assert head is not None, "each of these cases has a person"
        if head not in shown:
            hers = [merge for merge in joined if merge.kept_id == head and merge.other_id in people]
            for merge in hers:
                merge.kept, merge.other = people[head], people[merge.other_id]
            shown[head] = Seen(people[head], [], hers, is_bound=head in kept_of)
        shown[head].cases.append(case)
    return list(shown.values())


def _near(seen: Seen) -> set[int]:
    """The ids of those who share a contact or the whole name, the newest first, whoever may see them."""
    folded = {point.folded for member in seen.members for point in member.contact_points.all() if point.folded}
    names = {member.folded_name for member in seen.members if member.folded_name}
    by_contact = (
        ContactPoint.objects.filter(folded__in=folded).order_by("-person_id").values_list("person_id", flat=True)
    )
    by_name = Person.objects.filter(folded_name__in=names).order_by("-pk").values_list("pk", flat=True)
    return {*by_contact[:NEAR], *by_name[:NEAR]}


def _told_apart(ids: set[int]) -> set[int]:
    rows = PeopleApart.objects.filter(Q(one__in=ids) | Q(other__in=ids)).values_list("one_id", "other_id")
    return {pk for pair in rows for pk in pair} - ids


def _most_alike(described: list[Described], other: Seen) -> Likeness | None:
    found = {likeness(one, two) for two in other.described for one in described}
    return Likeness.SURE if Likeness.SURE in found else Likeness.TO_CHECK if Likeness.TO_CHECK in found else None


def _described(person: Person) -> Described:
    points = list(person.contact_points.all())
    post = next((point for point in points if point.channel == ContactPoint.Channel.POST), None)
    return Described(
        id=person.pk,
        first_name=person.first_name,
        last_name=person.last_name,
        points=frozenset(point.folded for point in points if point.folded),
        town=folded_town(post.postcode, post.city) if post else "",
    )
