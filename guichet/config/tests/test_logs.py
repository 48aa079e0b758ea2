import logging

import pytest

from guichet.config.logs import Veil


def written(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert Veil().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("Not Found", "/suivi/ouvrir/BAC-26-00009/WIKRMFWPHEJ2"), "Not Found: /suivi/ouvrir/BAC-26-00009/…"),
        (("Not Found", "/suivi/ouvrir/BAC-26-00009/WIKRMFWPHEJ2/x"), "Not Found: /suivi/ouvrir/BAC-26-00009/…/x"),
        (("Not Found", "/suivi/BAC-26-00009/"), "Not Found: /suivi/BAC-26-00009/"),
        (("Not Found", "/a\n2026 INFO forged"), "Not Found: /a\\x0a2026 INFO forged"),
    ],
)
def test_no_code_and_no_forged_line_reach_the_log(args, line):
    assert written("%s: %s", *args) == line


def test_the_console_wears_the_veil(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["veil"]
