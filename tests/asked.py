"""What a resident types in each kind of request, page by page: for the bench and for the drill."""

from dataclasses import dataclass, field
from uuid import uuid4

_WHO = {"first_name": "Lucie", "last_name": "Dubois"}
_WAYS = {"email": "lucie@exemple.fr", "phone": "", "own_address": ""}
_HOME = {"street": "14 rue Léo-Lagrange", "postcode": "59186", "city": "Anor"}


@dataclass(frozen=True)
class Asked:
    """One kind of request: the sheet it begins from, its first page, what is typed on each, where its file goes."""

    procedure: str
    first: str
    typed: dict[str, dict[str, str]]
    file_step: str
    file_field: str
    other_pages: dict[str, dict[str, str]] = field(default_factory=dict)  # typed instead when there is a file

    def page(self, step: str, *, with_file: bool) -> dict[str, str]:
        """What is typed there; the page of what is known already is answered "no"."""
        pages = {"vous": _WHO, "reponse": _WAYS, "verifier": {}, "deja-signale": {"report": "0"}, **self.typed}
        return {**pages, **(self.other_pages if with_file else {})}[step]


def kinds() -> dict[str, Asked]:
    """Each kind, made anew: no two reports tell of the same street, which would stop at what is known already."""
    return {
        "bacs-ordures": Asked(
            "bacs-ordures", "besoin",
            {
                "besoin": {"need": "repair"}, "bac": {"waste": "household"},
                "probleme": {"broken": "lid", "bin_number": "5901 2047"}, "photo": {}, "adresse": _HOME,
            },
            "photo", "photo",
        ),
        "acte-etat-civil": Asked(
            "acte-naissance", "acte",
            {
                "acte": {"act": "birth", "place": "france", "commune": "Anor (59186)"}, "document": {"document": "full"},
                "personne": {"act_last_name": "Dubois", "act_first_names": "Lucie", "event_on": "14/5/1991"},
                "lien": {"quality": "self"}, "parents": {"parent_1": "Marie Petit", "parent_2": ""},
                "remise": {"delivery": "counter"}, "identite": {}, "adresse": _HOME,
            },
            "identite", "identity", {"remise": {"delivery": "post"}},
        ),
        "dechetterie": Asked(
            "dechetterie", "besoin",
            {
                "besoin": {"need": "first"}, "vehicules": {"plates": "AB-123-CD"}, "adresse": _HOME,
                "justificatif": {"proof_way": "later"}, "document": {},
            },
            "document", "proof", {"justificatif": {"proof_way": "now"}},
        ),
        "signalement-voirie": Asked(
            "signalement-voirie", "probleme",
            {
                "probleme": {"problem": "hole"}, "urgence": {"urgency": "soon"},
                "lieu": {"street": f"rue {uuid4().hex}", "landmark": ""}, "route": {"road": "town"}, "photo": {},
            },
            "photo", "photo",
        ),
        "message": Asked(
            "message", "sujet",
            {"sujet": {"topic": "town"}, "message": {"words": "Quand le marché reprend-il ?"}},
            "message", "files",
        ),
    }  # fmt: skip
