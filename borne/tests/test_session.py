"""A session from its beginning to its wiping, in a real Chromium against a server that plays the contract."""

import os
import signal
from pathlib import Path

import pytest

from borne.tests.conftest import Started
from borne.tests.peers import SEED, OfficialSite, a_pdf, cups_queue, wait_until
from borne.tests.town import Town
from guichet_borne.run import RESTART

pytestmark = pytest.mark.browser


def holding(seed: str, *places: Path) -> list[Path]:
    """Every file below that holds the words, whatever its kind."""
    files = [path for place in places for path in place.rglob("*") if path.is_file() and not path.is_symlink()]
    return [path for path in files if seed.encode() in path.read_bytes() or seed in path.name]


def test_nothing_of_a_person_stays_when_the_session_ends(
    start: Started, server: Town, site: OfficialSite, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("DEBUG", "guichet_borne")
    with cups_queue(tmp_path) as queue:
        driven = start(queue.toml)
        first = driven.session
        driven.wait_face("document.querySelector('#session')")
        driven.say(do="open", url=site.url)
        driven.wait_site("document.cookie.includes('MARTIN')")
        driven.touch_site("#paper")
        assert driven.wait_heard("download")["pages"] == 1
        assert holding(SEED, first.browser.folder)
        driven.touch_face("#take")
        driven.wait_heard("print", state="done")
        assert server.site_prints == [{"pages": 1, "what": "download"}]
        driven.touch_face("#end")
        second = driven.next_session(first)
        assert server.ended == [(first.name, "person")]
        assert second.name == server.sessions[-1] != first.name
        assert list(driven.settings.ephemeral.iterdir()) == [second.browser.folder]
        assert driven.face("document.cookie") == ""
        machine = [
            tmp_path / "borne",
            driven.settings.ephemeral,
            *(queue.folder / name for name in ("spool", "temp", "cache", "state", "log")),
        ]
        wait_until(lambda: not list((queue.folder / "spool").iterdir()), "CUPS keeps nothing")
        assert holding(SEED, *machine) == []
        assert SEED not in caplog.text
        assert "officiel" not in caplog.text  # nothing browsed is logged


def test_a_dead_browser_is_told_and_replaced(start: Started, server: Town):
    driven = start()
    first = driven.session
    os.killpg(first.browser.pid, signal.SIGKILL)
    driven.next_session(first)
    assert server.ended == [(first.name, "crash")]
    server.news()
    wait_until(lambda: any(one["kind"] == "chromium-died" for told in server.told for one in told["incidents"]), "told")


def test_over_a_site_the_person_is_warned_then_the_session_ends(start: Started, server: Town, site: OfficialSite):
    server.config["idle_seconds"] = 6
    driven = start()
    first = driven.session
    driven.touch_face("#session")  # who opens a site has just touched the screen
    driven.say(do="open", url=site.url)
    driven.touch_site("h1")
    driven.wait_heard("idle", left=4)
    driven.say(do="stay")
    server.config["idle_seconds"] = 60
    server.news()
    driven.wait_heard("awake")
    server.config["idle_seconds"] = 2
    server.news()
    driven.next_session(first)
    assert server.ended == [(first.name, "idle")]


def test_a_fresh_session_that_nobody_touched_is_left_alone(start: Started, server: Town):
    server.config["idle_seconds"] = 1
    driven = start()
    first = driven.session
    driven.borne.screen.idle_seconds()
    told = len(server.told)
    server.news()
    wait_until(lambda: len(server.told) > told, "a state")
    assert driven.session is first
    assert server.ended == []


def test_the_network_is_cut_and_comes_back_by_itself(start: Started, server: Town):
    driven = start()
    first = driven.session
    wait_until(lambda: driven.borne.pack.version == server.pack_version, "the pack")
    server.cut()
    driven.wait_face("document.querySelector('h1')?.textContent === 'Mairie'")
    driven.wait_face("getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'")
    assert "Pas de réseau" in driven.face("document.querySelector('.borne-cut').textContent")
    server.put_back()
    driven.wait_face("document.querySelector('#session')")
    assert driven.session is first
    assert server.ended == []


def test_after_a_cut_an_answer_to_a_form_is_not_asked_for_again(start: Started, server: Town):
    driven = start()
    driven.touch_face("#send")
    driven.wait_face("document.querySelector('#session')?.textContent === 'envoi'")
    server.cut()
    driven.wait_face("document.querySelector('h1')?.textContent")
    server.put_back()
    driven.wait_face("location.pathname.startsWith('/borne/ouvrir/') && document.querySelector('#session')")


def test_without_a_network_one_reads_in_comfort_and_ends(start: Started, server: Town):
    driven = start()
    first = driven.session
    driven.wait_face("document.querySelector('#session')")
    wait_until(lambda: driven.borne.pack.version == server.pack_version, "the pack")
    driven.face("document.documentElement.dataset.theme = 'contrast'")
    server.cut()
    driven.wait_face("document.querySelector('.borne-cut') && document.documentElement.dataset.theme === 'contrast'")
    for size in "23":
        driven.touch_face(".borne-dock a")
        driven.wait_face(f"document.documentElement.dataset.text === '{size}'")
    driven.touch_face(".borne-dock a:nth-child(2)")
    driven.wait_face("!document.documentElement.dataset.theme && location.pathname === '/paquet/index.html'")
    driven.touch_face(".borne-dock a:nth-child(3)")
    driven.next_session(first)
    driven.wait_face("document.querySelector('.borne-cut') && document.documentElement.dataset.text === '1'")


def test_what_is_being_typed_is_not_taken_away_by_a_cut(start: Started, server: Town):
    driven = start()
    driven.wait_face("document.querySelector('#field')")
    driven.face("document.querySelector('#field').value = 'Bac cassé'")
    server.cut()
    driven.wait_heard("network", on=False)
    assert driven.face("document.querySelector('#field').value") == "Bac cassé"
    driven.touch_face("#next")
    driven.wait_face("document.querySelector('.borne-cut, h1')?.textContent.includes('Pas de réseau')")


def test_a_kiosk_that_starts_without_a_network_shows_what_it_has_then_opens(start: Started, server: Town):
    server.cut()
    driven = start()
    driven.wait_face("document.querySelector('h1')?.textContent.includes('Pas de réseau')")
    server.put_back()
    driven.wait_face("document.querySelector('#session')")


def test_a_packed_paper_is_printed_without_a_network(start: Started, server: Town, tmp_path: Path):
    server.pack["papers/acte.pdf"] = a_pdf("Acte")
    with cups_queue(tmp_path) as queue:
        driven = start(queue.toml)
        driven.wait_face("document.querySelector('#session')")
        wait_until(lambda: driven.borne.pack.version == server.pack_version, "the pack")
        server.cut()
        driven.touch_face("#paper")
        driven.wait_face("document.querySelector('.borne-told')?.textContent.startsWith('C’est imprimé')")
        assert len(queue.printed) == 1


def test_outside_its_hours_the_kiosk_sleeps_and_says_when_it_opens(start: Started, server: Town):
    server.config |= {"open": False, "hours": "Ouvert de 8 h à 19 h."}
    driven = start()
    driven.wait_face("document.body.innerText.includes('Ouvert de 8 h à 19 h.')")
    assert server.sessions == []
    server.config["open"] = True
    server.news()
    driven.wait_face("document.querySelector('#session')")
    first = driven.session
    server.config["open"] = False
    server.news()
    driven.next_session(first)
    assert server.ended == [(first.name, "hours")]


def test_orders_are_obeyed(start: Started, server: Town):
    driven = start()
    first = driven.session
    server.config["message"] = "La mairie ferme à 17 h."
    server.news()
    driven.wait_heard("message", text="La mairie ferme à 17 h.")
    ended = server.order("end", session=first.name)
    second = driven.next_session(first)
    reloaded = server.order("reload")
    third = driven.next_session(second)
    stale = server.order("end", session=first.name)  # of a session that is over
    wait_until(lambda: stale in server.done, "the stale order is done")
    assert driven.session is third
    restarted = server.order("restart")
    assert driven.exit_code.result(30) == RESTART
    assert server.done == [ended, reloaded, stale, restarted]


def test_a_revoked_key_stops_everything(start: Started, server: Town):
    driven = start()
    driven.wait_face("document.querySelector('#session')")
    server.is_revoked = True
    server.news()
    driven.wait_face("document.querySelector('h1')?.textContent === 'Cette borne n’est plus reconnue'")


def test_the_face_has_its_own_voice(start: Started):
    driven = start()
    driven.wait_face("document.querySelector('#session')")
    driven.say(do="speak", id=7, text="Bonjour, que voulez-vous faire ?")
    assert driven.wait_heard("voice", id=7)["wav"].startswith("data:audio/wav;base64,")


def test_the_camera_is_the_town_s_alone(start: Started, site: OfficialSite):
    asked = "navigator.permissions.query({name: 'camera'}).then(told => told.state)"
    driven = start()
    driven.wait_face("document.querySelector('#session')")
    assert driven.face(asked) == "granted"
    driven.say(do="open", url=site.url)
    driven.wait_site("document.querySelector('#cookie')")
    assert driven.site(asked) != "granted"
