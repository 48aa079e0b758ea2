import pytest

from guichet_borne.fence import may_open
from guichet_borne.windows import Layout


@pytest.mark.parametrize(
    ("url", "patterns", "expected"),
    [
        ("https://www.impots.gouv.fr/accueil", ["*.gouv.fr"], True),
        ("https://gouv.fr/", ["*.gouv.fr"], True),
        ("https://IMPOTS.gouv.fr./", ["*.gouv.fr"], True),
        ("https://fauxgouv.fr/", ["*.gouv.fr"], False),
        ("https://gouv.fr.voleur.example/", ["*.gouv.fr"], False),
        ("https://impots.gouv.fr@voleur.example/", ["*.gouv.fr"], False),
        ("https://caf.fr/", ["caf.fr"], True),
        ("https://www.caf.fr/", ["caf.fr"], False),
        ("https://www.wikipedia.org/", ["*"], True),
        ("http://192.168.1.1/", ["*"], False),  # the router
        ("http://[::1]:631/", ["*"], False),  # CUPS of this machine
        ("http://localhost:631/", ["*"], False),
        ("http://imprimante/", ["*"], False),
        ("http://nas.local/", ["*"], False),
        ("file:///etc/passwd", ["*"], False),
        ("javascript:alert(1)", ["*"], False),
        ("chrome://settings", ["*"], False),
        ("https://[nonsense/", ["*"], False),
        ("", ["*"], False),
    ],
)
def test_a_host_is_permitted_by_its_whole_name(url: str, patterns: list[str], expected: bool):
    assert may_open(url, patterns) is expected


def test_the_face_is_never_covered_by_the_site():
    plain = Layout(1080, 1920, bar=200, keyboard=720)
    for layout in (plain, plain.changed(keyboard_open=True), plain.changed(low=True)):
        open_site = layout.changed(site_open=True)
        assert open_site.site["top"] + open_site.site["height"] == open_site.face["top"]
        assert open_site.face["top"] + open_site.face["height"] == 1920
    assert Layout(768, 1024, bar=200, keyboard=720).face["width"] == 768
