"""A desk with many years behind it: cases as they would be, most of them closed, names as common as in life."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate, islice
from random import Random
from typing import Any

from django.db import connection, transaction

from guichet.accounts.models import Account, Person
from guichet.cases.actions.submitting import _found_by
from guichet.cases.models import Case, CaseWord
from guichet.cases.rules import State, Tray, reference, tray_of
from guichet.communes.models import Body, Department
from guichet.kit.dates import now, paris_date

YEARS = 6
BATCH = 5_000
MOST_IN_HAND = 300
FIRST_NUMBER = 10_001  # far above what the demonstration and the submissions of a run number
KIND, PREFIX = "bacs-ordures", "BAC"

# Of a hundred cases: what is open now, and how the others ended.
STATES = {
    State.DRAFT: 1, State.RECEIVED: 2, State.IN_PROGRESS: 3, State.WAITING: 2,
    State.SETTLED: 82, State.REFUSED: 6, State.DROPPED: 4,
}  # fmt: skip
OUTCOMES = {State.SETTLED: "repaired", State.REFUSED: "refused", State.DROPPED: "dropped"}
NEEDS = {"repair": "Bac cassé", "delivery": "Bac à livrer", "exchange": "Bac à changer"}


def _listed(text: str) -> list[str]:
    return re.split(r",\s*", text)


FIRST_NAMES = _listed(
    "Marie, Jean, Pierre, Michel, Nathalie, Lucie, Sylvie, Laurent, Isabelle, Patrick, Christine, Éric, Sandrine, Julien, Céline, "
    "Nicolas, Aurélie, Kévin, Léa, Thomas, Émilie, Hugo, Chloé, Mathis, Zoé, Raphaël, Inès, Noé, Jeanne, Gaëlle, Théo, Françoise, "
    "Jean-Marc, Anne-Sophie, Mohamed, Fatima, Ludivine, Grégory, Brigitte, Gérard"
)
# The most common first: Martin is one person in fifty-five; seven in ten bear one of the rare names made below.
LAST_NAMES = _listed(
    "Martin, Dubois, Lefebvre, Leroy, Dupont, Lambert, Bernard, Petit, Moreau, Carlier, Dumont, Marchand, Delattre, Fontaine, Legrand, "
    "Caron, Lemaire, Wattiez, Hubert, Delcourt, Blanchard, Masson, Boulanger, Meunier, Noël, Wallerand, Cuvelier, Gosset, Baudry, Laurent, "
    "Poulain, Collet, Hennebert, Mercier, Ledoux, Delsaut, Bertin, Grenier, Lallemand, Dhaussy, Fournier, Druart, Godin, Renaud, Evrard"
)
SYLLABLES = _listed(
    "bau, ber, cor, dal, del, du, fer, gau, her, la, le, mar, mon, nor, pau, qui, ros, sau, tor, val, van, wal"
)
ENDINGS = _listed("court, dier, drez, fort, gniez, lart, meau, nette, pin, quet, roy, sart, tier, vaux, zy")
STREETS = _listed(
    "rue Léo-Lagrange, rue du Général-de-Gaulle, rue de la Mairie, rue d’Hirson, rue des Verriers, rue du Maka, "
    "rue de Saint-Prosper, place du 11-Novembre, chemin des Étangs, route de Trélon, rue Victor-Delloue, rue des Écoles, "
    "allée des Tilleuls, rue du Petit-Revin, impasse du Moulin, rue Jean-Jaurès, rue de la Gare, rue du Pont-de-Sains, "
    "hameau de Milourd, rue Gambetta, rue du Rossignol, cour Larmoyeux, rue des Haies, rue Saint-Louis, rue du Four-à-Chaux"
)


def run(count: str) -> dict[str, Any]:
    """Add so many cases to the data folder; the same count gives the same crowd."""
    total, done = int(count), 0
    cases = _cases(Random(418), total)
    while batch := list(islice(cases, BATCH)):
        _keep(batch)
        done += len(batch)
        print(f"\r{done:>9,} cases", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a night of autovacuum, or SQLite's own optimize, would have done
    return {"cases": total}


@transaction.atomic
def _keep(batch: list[Case]) -> None:
    Person.objects.bulk_create([case.person for case in batch if case.person])
    Case.objects.bulk_create(batch)
    received = [case for case in batch if case.tray != Tray.DRAFT]
    words = [(case.pk, word) for case in received for word in _found_by(case)]
    with connection.cursor() as cursor:  # a model object for each of ten words would take half of the time
        cursor.executemany(f"INSERT INTO {CaseWord._meta.db_table} (case_id, word) VALUES (%s, %s)", words)


def _cases(chance: Random, total: int) -> Iterator[Case]:
    names = LAST_NAMES + [f"{a}{b}{c}".capitalize() for a in SYLLABLES for b in SYLLABLES for c in ENDINGS]
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(names))))
    desks, shares = _desks()
    portals = list(Body.objects.filter(kind=Body.Kind.COMMUNE).order_by("pk"))
    agents: dict[int, list[Account]] = {}
    in_hand: Counter[int] = Counter()
    for number in range(total):
        department = chance.choices(desks, shares)[0]
        owner = department.body
        if owner.pk not in agents:
            agents[owner.pk] = list(Account.objects.filter(roles__body=owner).distinct().order_by("pk"))
        state = chance.choices(list(STATES), list(STATES.values()))[0]
        person = Person(first_name=chance.choice(FIRST_NAMES), last_name=chance.choices(names, cum_weights=weights)[0])
        case = Case(
            type_slug=KIND, state=state, tray=tray_of(state), owner=owner, department=department, person=person,
            commune=owner if owner in portals else chance.choice(portals), **_times(chance, state),
        )  # fmt: skip
        case.reference = reference(PREFIX, case.received_at.year, FIRST_NUMBER + number)
        case.answers = _answers(chance, person, case.commune)
        case.subject = f"{NEEDS[case.answers['need']]}, {case.answers['street']}"
        case.outcome = OUTCOMES.get(state, "")
        case.assignee = _follower(chance, agents[owner.pk], state, in_hand)
        yield case


def _follower(chance: Random, agents: list[Account], state: State, in_hand: Counter[int]) -> Account | None:
    """Nobody has more open cases in hand than a person can; the others wait for somebody."""
    if not agents or chance.random() < 0.1:
        return None
    chosen = chance.choice(agents)
    if state not in OUTCOMES:
        in_hand[chosen.pk] += 1
    return chosen if state in OUTCOMES or in_hand[chosen.pk] <= MOST_IN_HAND else None


def _desks() -> tuple[list[Department], list[int]]:
    """Nine cases of ten are the waste department's, which every commune's portal feeds."""
    found = list(Department.objects.select_related("body").order_by("pk"))
    return found, [9 * len(found) if "déchets" in one.name else 1 for one in found]


def _times(chance: Random, state: State) -> dict[str, datetime | date | None]:
    """Open cases are a month old at most; closed ones spread over the years."""
    closed = state in OUTCOMES
    received = now() - timedelta(days=chance.uniform(25, YEARS * 365) if closed else chance.uniform(0, 22))
    return {
        "received_at": received,
        "due_on": paris_date(received) + timedelta(days=14),
        "paused_on": paris_date(received) if state == State.WAITING else None,
        "decided_at": received + timedelta(days=chance.uniform(0.2, 20)) if closed else None,
    }


def _answers(chance: Random, person: Person, commune: Body) -> dict[str, str]:
    return {
        "need": chance.choice(list(NEEDS)),
        "waste": chance.choice(["household", "sorting", "both"]),
        "broken": "lid",
        "bin_number": f"{chance.randrange(10**8):08d}",
        "photo": "",
        "street": f"{chance.randrange(1, 140)} {chance.choice(STREETS)}",
        "postcode": commune.postcode,
        "city": commune.city,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": "",
        "phone": "",
        "own_address": "",
    }
