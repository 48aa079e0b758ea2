"""Short ways through a request, as a browser sends it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
from typing import Any

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from guichet.cases.models import Case
from guichet.communes.models import Body
from tests.base import ANSWERS, text_of

REQUEST = "/demarches/bacs-ordures/demande/"
FIRST = f"{REQUEST}etape/besoin/"
PAGES = (
    ("bac", ("waste",)),
    ("probleme", ("broken", "bin_number")),
    ("photo", ("photo",)),
    ("adresse", ("street", "postcode", "city")),
    ("vous", ("first_name", "last_name")),
    ("reponse", ("email", "phone")),
)


def browser_at(town: Body, **environ: Any) -> Client:
    return Client(HTTP_HOST=town.host, **environ)


def stamp_in(page: str) -> dict[str, str]:
    """What the first page sends back beside the answers."""
    return {"page": page.split('name="page" value="')[1].split('"')[0]}


def drawn(client: Client) -> dict[str, str]:
    """The stamp of a first page just drawn."""
    return stamp_in(text_of(client.get(FIRST)))


def begin(client: Client, need: str = "repair", **more: str) -> Case:
    """Answer the first page: the draft and its codes exist from now on."""
    response = client.post(FIRST, {**drawn(client), "need": need, **more})
    assert response.status_code == 302, response.content.decode()
    return Case.objects.latest("pk")


def url_of(case: Case, step: str) -> str:
    return f"{REQUEST}{case.reference}/{step}/"


def fill_in(client: Client, case: Case | None = None, **changes: str) -> Case:
    """Answer every page; what is left is to check and send."""
    case = case or begin(client)
    for step, names in PAGES:
        answers = {name: {**ANSWERS, **changes}[name] for name in names if name != "photo"}
        assert client.post(url_of(case, step), answers).status_code == 302, step
    case.refresh_from_db()
    return case


def send(client: Client, **changes: str) -> Case:
    """Send a complete request."""
    case = fill_in(client, **changes)
    client.post(url_of(case, "verifier"))
    case.refresh_from_db()
    return case


def open_case(client: Client, case: Case, secret: str | None = None) -> Any:
    """Type the two codes."""
    return client.post("/suivi/", {"reference": case.reference, "secret": secret or case.spoken_secret})


def photograph(name: str = "IMG_2041.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", size, "#0a574d").save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/jpeg")


def chosen_in(page: str) -> list[str]:
    """The choices ticked on a page."""
    boxes = BeautifulSoup(page, "html.parser").find_all("input", checked=True)
    return [str(box["value"]) for box in boxes]


def at_once(call: Callable[[Client], Any], browsers: list[Client]) -> list[Any]:
    """Let all browsers do the same at the same moment, each in a thread with its own connection."""
    start = Barrier(len(browsers))

    def do(browser: Client) -> Any:
        start.wait()
        try:
            return call(browser)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(browsers)) as threads:
        return list(threads.map(do, browsers))
