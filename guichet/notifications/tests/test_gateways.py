import socket

import pytest

from guichet.notifications.envelopes import Mail, Sms
from guichet.notifications.gateways import Unavailable, outbox, sms_http, smtp

SMS = Sms(to="+33612345678", text="C'est livré.", sender="Anor", key="k1")


def test_an_sms_supplier_that_says_nothing_is_left_after_the_time_out(sms_supplier):
    sms_supplier.silent = 0.6
    with pytest.raises(sms_http.SmsUnavailable):
        sms_http.send(SMS, timeout=0.1)


@pytest.fixture
def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_a_supplier_that_is_not_there_is_unavailable(settings, closed_port):
    settings.SMS_URL = f"http://127.0.0.1:{closed_port}/send"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port
    with pytest.raises(Unavailable):
        sms_http.send(SMS)
    with pytest.raises(Unavailable):
        smtp.send(Mail("lucie@exemple.fr", "s", "t", "<p>t</p>", "a@b.example", "", "<1@b.example>"))


def test_the_fake_of_the_demonstration_is_honest():
    assert "rien n’est parti" in outbox.send(SMS)
