"""A foreign site in front, in a real Chromium: what it may do, and what it may not."""

import json

import pytest

from borne.tests.conftest import Started
from borne.tests.driving import Driven
from borne.tests.peers import OFFICIAL, OTHER, OfficialSite, wait_until
from borne.tests.town import Town

pytestmark = pytest.mark.browser


@pytest.fixture
def driven(start: Started, site: OfficialSite) -> Driven:
    one = start()
    one.wait_face("document.querySelector('#session')")
    one.say(do="open", url=site.url, name="Service public", whose="l’État")
    one.wait_site("document.querySelector('#cookie')")
    one.wait_heard("site", host=OFFICIAL, name="Service public", whose="l’État")
    return one


def test_a_site_that_refuses_frames_opens_above_the_bar(driven: Driven):
    driven.wait_site("innerHeight === 1720 && screenY === 0")
    driven.wait_face("innerHeight === 200 && screenY === 1720")
    driven.touch_face("#home")
    driven.wait_heard("left")
    driven.wait_face("innerHeight >= 1920 && innerWidth === 1080")
    assert driven.session.has_site is False


def test_a_site_in_low_mode_and_the_keyboard_leave_each_other_room(driven: Driven):
    driven.say(do="low", on=True)
    driven.wait_site("innerHeight === 1080 && screenY === 640")
    driven.say(do="keyboard", on=True)
    driven.wait_face("innerHeight === 720 && screenY === 1200")
    driven.wait_site("innerHeight === 1200 && screenY === 0")


def test_a_link_a_window_and_a_pop_up_stay_above_the_bar_and_one_goes_back(driven: Driven):
    driven.touch_site("#second")
    driven.wait_site("document.querySelector('#two')")
    driven.touch_face("#back")
    for opener in ("#blank", "#popup"):
        driven.wait_site("document.querySelector('#cookie')")
        driven.touch_site(opener)
        driven.wait_site("document.querySelector('#two') && innerHeight === 1720 && screenY === 0")
        assert len(driven.session.site.pages) == 2
        driven.touch_face("#back")
    driven.wait_site("document.querySelector('#cookie')")
    driven.touch_face("#back")
    driven.wait_heard("left")


def test_a_site_that_takes_the_whole_screen_does_not_take_the_bar(driven: Driven):
    driven.touch_site("#full")
    driven.wait_site("document.fullscreenElement && innerHeight === 1720")
    driven.touch_face("#home")
    driven.wait_heard("left")


def test_a_host_that_the_town_did_not_allow_is_never_asked(driven: Driven, site: OfficialSite):
    for refused in ("#away", "#moved"):
        driven.wait_site("document.querySelector('#cookie')")
        before = len(driven.heard("refused"))
        driven.touch_site(refused)
        wait_until(lambda before=before: len(driven.heard("refused")) > before, "the refusal is told")
        assert driven.heard("refused")[-1]["host"] == OTHER
    assert driven.site("location.pathname") == "/"
    driven.say(do="open", url=site.other_url)
    driven.say(do="open", url="file:///etc/passwd")
    driven.wait_heard("refused", host="")
    assert not [asked for asked in site.asked if asked.startswith(OTHER)]


def test_a_password_of_the_browser_is_never_asked(driven: Driven):
    driven.touch_site("#locked")
    driven.wait_site("document.body.innerText.includes('non')")


def test_our_own_keyboard_writes_in_the_field_of_the_site(driven: Driven):
    driven.touch_site("#name")
    driven.wait_heard("edit", on=True)
    for key in ("É", "lodie d’Anor", "Backspace", "ArrowLeft"):
        driven.say(do="key", text=key)
    driven.wait_site("document.querySelector('#name').value === 'Élodie d’Ano'")
    assert driven.site("typeof borne") == "undefined"
    driven.touch_site("h1")
    driven.wait_heard("edit", on=False)


def test_a_site_that_hangs_is_closed_by_the_bar(driven: Driven):
    driven.touch_site("#hang")
    driven.touch_face("#home")
    driven.wait_heard("left")


def test_a_site_asks_for_a_file_and_the_person_is_told(driven: Driven):
    driven.touch_site("#file")
    driven.wait_heard("message")


def test_a_link_of_the_face_to_elsewhere_opens_as_a_site_or_not_at_all(
    start: Started, server: Town, site: OfficialSite
):
    server.away = site.url
    driven = start()
    driven.touch_face("#away")
    driven.wait_site("document.querySelector('#cookie')")
    driven.say(do="home")
    driven.wait_heard("left")
    server.away = site.other_url
    driven.touch_face("#next")
    driven.wait_face("document.querySelector('#session')?.textContent === 'suite'")
    driven.touch_face("#away")
    driven.wait_heard("refused", host=OTHER)
    assert driven.face("location.pathname") == "/borne/suite/"


def test_another_page_of_the_server_is_a_site_and_leads_back_to_no_face(start: Started, server: Town):
    server.away = f"{server.url}/mairie/"
    driven = start()
    driven.touch_face("#away")
    driven.wait_site("document.querySelector('#portal')")
    assert driven.face("location.pathname").startswith("/borne/ouvrir/")
    driven.touch_site("#kiosk")
    driven.wait_heard("refused", host="localhost")
    assert driven.site("location.pathname") == "/mairie/"


def test_two_quick_touches_open_one_site(start: Started, site: OfficialSite):
    driven = start()
    driven.wait_face("document.querySelector('#session')")
    order = json.dumps(json.dumps({"do": "open", "url": site.url}))
    driven.face(f"borne({order}); borne({order})")
    driven.wait_site("document.querySelector('#cookie') && document.readyState === 'complete'")
    driven.say(do="home")
    driven.wait_heard("left")
    assert site.asked.count(f"{OFFICIAL} /") == 1


def test_free_internet_that_does_not_open_takes_no_minute_and_is_tried_again(start: Started, server: Town):
    server.config["internet_minutes"] = 1
    driven = start('internet_home = "http://imprimante/"\n')
    driven.wait_face("document.readyState === 'complete' && window.heard")
    for times in (1, 2):
        driven.say(do="internet")
        wait_until(lambda times=times: len(driven.heard("message")) == times, "the person is told")
    assert driven.heard("clock") == []


def test_free_internet_is_counted_and_reaches_no_machine_of_the_town_hall(
    start: Started, server: Town, site: OfficialSite
):
    server.config["internet_minutes"] = 1
    driven = start(f'internet_home = "{site.url}"\n')
    driven.wait_face("document.querySelector('#session')")
    driven.say(do="internet")
    driven.wait_site("document.querySelector('#cookie')")
    assert 50 < driven.wait_heard("clock")["left"] <= 60
    driven.touch_site("#away")  # a name of this machine
    driven.wait_heard("refused", host=OTHER)
    left = driven.wait_heard("clock")["left"]
    driven.say(do="home")
    driven.wait_heard("left")
    driven.say(do="internet")  # who comes back has the minutes that were left
    driven.wait_site("document.querySelector('#cookie')")
    assert driven.wait_heard("clock")["left"] <= left
