"""The agenda and the associations in the preview « À la borne »."""

from datetime import timedelta

import pytest

from guichet.content.agenda_rules import Repeat
from guichet.content.models import AgendaPage, DirectoryPage
from guichet.content.tests.agenda_factories import an_association, an_event, in_days
from guichet.content.tests.page_factories import a_home
from guichet.kiosk.tests.test_showing import at_the_kiosk


@pytest.fixture
def home(world):
    return a_home(world.anor)


def test_an_event_and_its_agenda_are_large_and_say_what_is_cancelled(home):
    day = in_days(7)
    days = [("cancelled", {"day": day + timedelta(days=7), "reason": "Salle en travaux"})]
    event = an_event(home, starts_on=day, repeat=Repeat.WEEKLY, cancelled_days=days, price="2 €")
    page = at_the_kiosk(event)
    for words in ("Salle Robert-Dubar", "2 €", "Prochaines dates", "Annulé. Salle en travaux"):
        assert words in page
    assert "Annulé. Salle en travaux" in at_the_kiosk(AgendaPage.objects.child_of(home).get())


def test_what_is_over_or_called_off_says_so(home):
    assert "C’est passé." in at_the_kiosk(an_event(home, starts_on=in_days(-2)))
    assert "Annulé. Verglas" in at_the_kiosk(an_event(home, "bal", called_off="Verglas"))


def test_an_association_shows_its_telephone_and_nothing_that_leads_away(home):
    page = at_the_kiosk(an_association(home, phone="03 27 00 00 01", website="https://ailleurs.example/"))
    assert "Adultes, Aînés" in page
    assert "03 27 00 00 01" in page
    assert "ailleurs.example" not in page
    assert "La Boule anorienne" in at_the_kiosk(DirectoryPage.objects.child_of(home).get())
