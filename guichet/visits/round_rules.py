"""What an agent takes along on a round, from the sheets of what people need. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from guichet.catalogue.rules import Act, Form, Sheet


class Tool(StrEnum):
    """What is in the bag besides paper."""

    CARD = "card"  # hers, shown at every door
    TABLET = "tablet"
    SCANNER = "scanner"
    STAMP = "stamp"
    RECEIPTS = "receipts"


# What each act at somebody's table asks for.
_NEEDS = {
    Act.NOW: (Tool.TABLET, Tool.STAMP),
    Act.ACCOUNT: (Tool.TABLET,),
    Act.DEPOSIT: (Tool.SCANNER, Tool.STAMP),
    Act.INFORM: (),
}


@dataclass(frozen=True)
class Bag:
    """The tools in the order of the list, and each form with how many copies."""

    tools: tuple[Tool, ...]
    forms: tuple[tuple[Form, int], ...]


def bag_of(sheets: Iterable[Sheet], *, unknown: bool = False) -> Bag:
    """What these matters need, one sheet for each person and each matter. `unknown`: somebody did not say what for.

    A form comes as many times as it is needed; who did not say needs the tablet and the scanner. A mandate is given on the
    tablet, in the name of the person: none is printed blank.
    """
    needed = {Tool.CARD, Tool.RECEIPTS}
    copies: dict[str, tuple[Form, int]] = {}
    for sheet in sheets:
        needed.update(_NEEDS[sheet.desk.may])
        if sheet.papers:
            needed.add(Tool.SCANNER)
        for form in sheet.forms:
            _known, count = copies.get(form.number, (form, 0))
            copies[form.number] = (form, count + 1)
    if unknown:
        needed.update((Tool.TABLET, Tool.SCANNER))
    return Bag(tuple(tool for tool in Tool if tool in needed), tuple(copies.values()))
