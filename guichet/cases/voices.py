"""In whose name the person is told of an act, and whose act it was.

An outside body writes to nobody here: the body that entrusted the case to it passes its words on. A decision bears the
name, the quality and the signature of its author (CRPA, art. L.212-1): what is passed on names its author, and is
neither signed nor sealed by who passes it on.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guichet.cases.models import Case
from guichet.communes.models import Body, Department
from guichet.kit.words import of_town
from guichet.notifications.envelopes import signatory_of


@dataclass(frozen=True)
class Author:
    """The outside body that acted, and its department when the case still tells which."""

    body: Body
    department: Department | None

    @property
    def signature(self) -> str:
        """Who answers for the act, as far as we know: "Jean Martin, directeur, voirie, Département du Nord"."""
        signs = signatory_of(self.body, self.department)
        known = (
            *((signs.signatory_name, signs.signatory_title) if signs.signatory_name else ()),
            self.department.name if self.department else "",
            self.body.short_name,
        )
        return ", ".join(part for part in known if part)

    @property
    def place(self) -> str:
        """Where one writes to it, in one line."""
        return f"{self.body.office}, {self.body.street}, {self.body.postcode} {self.body.city}"

    @property
    def appeal(self) -> str:
        """How to appeal against its refusal, not ours (code de justice administrative, art. R.421-1)."""
        return _(
            "Vous n’êtes pas d’accord ? Dans les deux mois, vous pouvez demander par écrit %(author)s (%(place)s) de revoir cette décision, ou saisir le tribunal administratif %(of_court)s, sur place ou sur telerecours.fr."
        ) % {"author": self.body.to_name, "place": self.place, "of_court": of_town(self.body.court)}


@dataclass(frozen=True)
class Voice:
    """Who writes to the person; `author` when it passes on what an outside body did."""

    speaker: Department
    author: Author | None = None


def voice_of(case: Case, acted_by: int | None) -> Voice:
    """The voice in which an act of the body of this id is told; the worker may be late, and the case elsewhere since."""
    sender = case.sender
    if sender is not None and sender.body_id == acted_by and sender.body.has_portal:
        return Voice(sender)
    outside = Body.objects.filter(pk=acted_by or 0, kind=Body.Kind.OUTSIDE).first()
    if outside is None or outside == case.speaker.body:
        return Voice(case.speaker)
    place = next((one for one in (case.department, sender) if one is not None and one.body_id == outside.pk), None)
    return Voice(case.speaker, Author(outside, place))


def words_of(author: Author) -> dict[str, Any]:
    """What the messages that pass an act on say of its author."""
    return {
        "author": author.body.the_name,
        "of_author": author.body.of_name,
        "signature": author.signature,
        "place": author.place,
    }
