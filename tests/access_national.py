"""Who meets what at the addresses of the State's sheets."""

from typing import TYPE_CHECKING, Any

from guichet.national.models import NationalSheet

if TYPE_CHECKING:
    from tests.access_rows import Scene

EVERYBODY = "ok ok ok ok ok ok ok"
NOBODY = "no no no no no no no"
NOT_A_METHOD = "405 405 405 405 405 405 405"


def a_form(_scene: "Scene") -> list[Any]:
    NationalSheet.objects.get_or_create(
        national_id="R1",
        is_shown=True,
        defaults={
            "kind": "form",
            "title": "Un formulaire",
            "themes": [["N1", "Argent"]],
            "official_url": "https://a.example/",
        },
    )
    return ["R1"]


def its_theme(scene: "Scene") -> list[Any]:
    a_form(scene)
    return ["N1"]


TABLE: dict[str, tuple[Any, ...]] = {
    "portal:national": (EVERYBODY, NOT_A_METHOD),
    "portal:national-sheet": (EVERYBODY, NOT_A_METHOD, a_form),
    "portal:national-services": (EVERYBODY, NOT_A_METHOD),
    "portal:national-services-theme": (NOBODY, NOT_A_METHOD, lambda scene: ["N1"]),
    "portal:national-forms": (EVERYBODY, NOT_A_METHOD),
    "portal:national-forms-theme": (EVERYBODY, NOT_A_METHOD, its_theme),
    "portal:national-simulators": (EVERYBODY, NOT_A_METHOD),
    "portal:national-simulators-theme": (NOBODY, NOT_A_METHOD, lambda scene: ["N1"]),
}
