"""A ticket before the camera: Chromium's own fake camera shows a picture that the test draws."""

import io

import pytest
import segno
from PIL import Image

from guichet.ui.tests.kiosk_pages import written
from tests.browser import another_chromium, new_page

pytestmark = pytest.mark.browser

TICKET = "http://localhost:8000/suivi/BAC-26-00418/#KDRTMLNW7Q2A"


def a_film(text: str) -> bytes:
    """Two pictures of a QR code lying a little askew on a grey table, as MJPEG: one JPEG after the other."""
    code = segno.make_qr(text, error="m")
    side = code.symbol_size(border=4)[0]
    drawn = Image.new("L", (side, side))
    drawn.putdata([0 if dark else 255 for row in code.matrix_iter(border=4) for dark in row])
    ticket = drawn.resize((side * 8, side * 8)).rotate(7, expand=True, fillcolor=150)
    picture = Image.new("RGB", (640, 480), (150, 150, 150))
    picture.paste(ticket, ((640 - ticket.width) // 2, (480 - ticket.height) // 2))
    out = io.BytesIO()
    for _ in range(2):
        picture.save(out, "JPEG", quality=85)
    return out.getvalue()


@pytest.fixture
def filmed(browser, tmp_path):
    film = tmp_path / "ticket.mjpeg"
    film.write_bytes(a_film(TICKET))
    flags = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    with another_chromium(browser, *flags, f"--use-file-for-fake-video-capture={film}") as second:
        yield second


def a_page(browser):
    page = new_page(browser, width=1080, height=1920)
    page.route("**/try", lambda route: route.fulfill(body=written("camera"), content_type="text/html; charset=utf-8"))
    page.route("**/borne/sent", lambda route: route.fulfill(body="<title>Lu</title>", content_type="text/html"))
    return page


def test_what_the_camera_reads_leaves_with_the_form(filmed, site):
    page = a_page(filmed)
    with page.expect_request("**/borne/sent") as sent:
        page.goto(f"{site}/try")
    assert sent.value.post_data_json["read"] == TICKET


def test_without_a_camera_the_page_says_what_to_do(browser, site):
    page = a_page(browser)
    page.goto(f"{site}/try")
    page.wait_for_selector("text=Cette borne n’a pas de caméra qui marche.")
    assert page.is_hidden("video")
