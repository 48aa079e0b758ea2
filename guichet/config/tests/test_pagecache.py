import gzip
import time
from datetime import timedelta

import brotli
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory

from guichet.communes.actions import published
from guichet.config import hosts
from guichet.config.pagecache import EXPIRES, PageCache, Versions
from guichet.content.models import Banner
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now

SENTENCE = "Bonjour à tout le monde. " * 40


class Clock:
    def __init__(self):
        self.time = 1000.0

    def __call__(self):
        return self.time


class Town:
    """An application that says where it was asked, and counts."""

    def __init__(self):
        self.asked = []
        self.status = "200 OK"
        self.headers = [
            ("Content-Type", "text/html"),
            ("Content-Security-Policy", "default-src 'none'"),
            (EXPIRES, "2000"),
        ]
        self.text = SENTENCE

    def __call__(self, environ, start_response):
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['HTTP_HOST']}{environ['PATH_INFO']}")
        start_response(self.status, self.headers)
        return [f"{environ['HTTP_HOST']} {self.text}".encode()]


class Answer:
    def __init__(self, application, path="/", method="GET", host="localhost", **environ):
        request = RequestFactory().generic(method, path, HTTP_HOST=host, **environ)
        self.body = b"".join(application(request.environ, self._start))

    def _start(self, status, headers, *_):
        self.status = int(status[:3])
        self.headers = dict(headers)


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def versions():
    return {"localhost": 1, "fourmies.localhost": 1}


@pytest.fixture
def cache(town, clock, versions):
    return PageCache(town, versions=versions.get, clock=clock)


def test_a_warm_page_is_not_asked_again(cache, town):
    cold, warm = Answer(cache), Answer(cache)
    assert cold.body == warm.body == f"localhost {SENTENCE}".encode()
    assert len(town.asked) == 1
    assert warm.headers["Cache-Control"] == "no-cache"
    assert warm.headers["Content-Security-Policy"] == "default-src 'none'"
    assert EXPIRES not in cold.headers
    assert EXPIRES not in warm.headers


def test_two_hosts_with_the_same_path_are_two_towns(cache):
    for _time in range(2):
        assert Answer(cache, host="localhost").body.startswith(b"localhost ")
        assert Answer(cache, host="fourmies.localhost").body.startswith(b"fourmies.localhost ")


def test_a_page_dies_at_its_time(cache, town, clock):
    Answer(cache)
    clock.time = 1999.9
    Answer(cache)
    assert len(town.asked) == 1
    clock.time = 2000
    Answer(cache)
    assert len(town.asked) == 2


def test_a_publication_makes_the_page_old(cache, town, versions):
    Answer(cache)
    versions["localhost"] = 2
    town.text = "neuf"
    assert Answer(cache).body == b"localhost neuf"


def test_what_is_published_while_a_page_is_made_makes_it_old_at_once(cache, town, versions):
    inner = cache.application

    def published_meanwhile(environ, start_response):
        answer = inner(environ, start_response)
        versions["localhost"] += 1
        return answer

    cache.application = published_meanwhile
    Answer(cache)
    Answer(cache)
    assert len(town.asked) == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"path": "/?page=2"},
        {"method": "POST"},
        {"HTTP_COOKIE": "guichet_agent=abc"},
        {"HTTP_COOKIE": "a=b; guichet_suivi=abc"},
        {"HTTP_COOKIE": "guichet_contraste=1"},
        {"HTTP_COOKIE": "messages=abc"},
        {"host": "inconnu.localhost"},
    ],
)
def test_only_the_plain_page_of_a_stranger_is_kept(cache, town, asked):
    Answer(cache)
    for _time in range(2):
        answer = Answer(cache, **asked)
        assert EXPIRES not in answer.headers
    assert len(town.asked) == 3


def test_a_cookie_of_somebody_else_changes_nothing(cache, town):
    Answer(cache)
    Answer(cache, HTTP_COOKIE="_pk_id=1.2; csrftoken=abc")
    assert len(town.asked) == 1


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("404 Not Found", ("X-Any", "1")),
        ("302 Found", ("Location", "/")),
        ("200 OK", ("Set-Cookie", "csrftoken=abc")),
        ("200 OK", ("Vary", "Accept-Encoding, Cookie")),
        ("200 OK", ("Vary", "Accept-Language")),
        ("200 OK", ("Cache-Control", "no-store")),
        ("200 OK", ("Content-Encoding", "zstd")),
        ("200 OK", (EXPIRES, "demain")),
    ],
)
def test_an_answer_made_for_one_person_is_not_kept(cache, town, status, header):
    town.status = status
    town.headers.append(header)
    assert Answer(cache).headers == Answer(cache).headers
    assert len(town.asked) == 2


def test_a_view_that_does_not_opt_in_is_never_kept(cache, town):
    town.headers.pop()
    Answer(cache)
    Answer(cache)
    assert len(town.asked) == 2


def test_each_browser_gets_the_encoding_it_reads(cache, town):
    plain = Answer(cache).body
    zipped, brotlied = Answer(cache, HTTP_ACCEPT_ENCODING="gzip"), Answer(cache, HTTP_ACCEPT_ENCODING="gzip, br")
    assert (zipped.headers["Content-Encoding"], gzip.decompress(zipped.body)) == ("gzip", plain)
    assert (brotlied.headers["Content-Encoding"], brotli.decompress(brotlied.body)) == ("br", plain)
    assert brotlied.headers["Vary"] == "Accept-Encoding"
    assert int(brotlied.headers["Content-Length"]) == len(brotlied.body)
    assert len(town.asked) == 1


def test_what_django_compressed_is_kept_for_those_who_cannot_read_it(cache, town):
    town.headers.append(("Content-Encoding", "gzip"))
    cache.application = lambda environ, start: [gzip.compress(b"".join(town(environ, start)))]
    assert gzip.decompress(Answer(cache, HTTP_ACCEPT_ENCODING="gzip").body) == Answer(cache).body


def test_head_and_a_browser_that_has_the_page_get_no_body(cache, town):
    etag = Answer(cache).headers["ETag"]
    head = Answer(cache, method="HEAD")
    assert (head.status, head.body, head.headers["ETag"]) == (200, b"", etag)
    known = Answer(cache, HTTP_IF_NONE_MATCH=f"{etag}")
    assert (known.status, known.body, known.headers["Cache-Control"]) == (304, b"", "no-cache")
    assert len(town.asked) == 1


def test_the_memory_is_bounded_and_the_least_asked_page_goes_first(town, clock):
    cache = PageCache(town, versions=lambda host: 1, clock=clock, budget=3500)
    for path in ("/a/", "/b/", "/a/", "/c/", "/d/", "/a/"):
        Answer(cache, path)
    assert cache.weight <= 3500
    assert town.asked.count("GET localhost/a/") == 1
    Answer(cache, "/b/")
    assert town.asked.count("GET localhost/b/") == 2


def test_names_that_nobody_has_here_are_not_remembered():
    versions = Versions({"localhost": 3}.get)
    assert (versions("localhost"), versions("attaque.example")) == (3, None)
    assert list(versions._known) == ["localhost"]


@pytest.fixture
def django_cache(settings):
    settings.STORAGES = {
        **settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }  # fmt: skip

    def version_of(host):
        body = hosts.body_of(host)
        return body.version if body else None

    # As Django's own test client does: the connection of the test's transaction must stay open.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield lambda: PageCache(get_wsgi_application(), versions=Versions(version_of))
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_the_hot_pages_of_two_towns_name_their_own_town(world, django_cache):
    cache = django_cache()
    for _time in range(2):
        assert "Mairie d’Anor".encode() in Answer(cache, "/demarches/", host="localhost:8000").body
        assert b"Mairie de Fourmies" in Answer(cache, "/demarches/", host="fourmies.localhost:8000").body
    assert len(cache._pages) == 2


def test_a_banner_leaves_the_hot_page_on_time(world, django_cache):
    ends = now() + timedelta(seconds=2)
    Banner.objects.create(body=world.anor, text="Rue barrée", starts_at=now() - timedelta(days=1), ends_at=ends)
    cache = django_cache()
    assert "Rue barrée".encode() in Answer(cache, "/demarches/").body
    (page,) = cache._pages.values()
    assert page.expires <= ends.timestamp()
    time.sleep((ends - now()).total_seconds())
    assert "Rue barrée".encode() not in Answer(cache, "/demarches/").body


def test_a_publication_is_seen_by_every_process_within_a_second(world, django_cache):
    here, there = django_cache(), django_cache()
    assert all(b"03 53 01 59 86" in Answer(cache, "/demarches/").body for cache in (here, there))
    world.anor.phone = "03 99 99 99 99"
    world.anor.save()
    published(world.body, by=SYSTEM)  # the intercommunal body's publication ages its members' pages too
    time.sleep(0.95)
    assert all(b"03 99 99 99 99" in Answer(cache, "/demarches/").body for cache in (here, there))
