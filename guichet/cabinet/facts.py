from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class DrawerArranged(Fact):
    """A body gave a drawer to a procedure, or changed what it holds."""

    subject_kind = "drawer"
    drawer: int
    procedure: int


@dataclass(frozen=True)
class DrawerRemoved(Fact):
    subject_kind = "drawer"
    drawer: int


@dataclass(frozen=True)
class DrawerRestocked(Fact):
    """Somebody counted the paper forms of a drawer, after a delivery or to be sure."""

    subject_kind = "drawer"
    drawer: int
    stock: int


@dataclass(frozen=True)
class BlankAttached(Fact):
    subject_kind = "drawer"
    drawer: int
    file: int


@dataclass(frozen=True)
class BlankDetached(Fact):
    subject_kind = "drawer"
    drawer: int


@dataclass(frozen=True)
class FormsHandedOut(Fact):
    """Somebody left with papers; who, nobody writes down. The subject is the body whose cabinet it is.

    `procedures` are all those concerned, `printed` tells whether their sheets were. `blanks` are the drawers whose blank
    form was printed, `taken` those out of which one paper form was taken; `papers` is how many she left with.
    """

    subject_kind = "body"
    body: int
    procedures: list[int]
    blanks: list[int]
    taken: list[int]
    printed: bool
    large: bool
    papers: int
