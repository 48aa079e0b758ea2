import pytest

from guichet.catalogue.actions import close_offer, load_procedures, offer_procedure
from guichet.catalogue.models import Offer, Procedure
from guichet.communes.actions import open_body
from guichet.communes.models import Body
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def bins(db):
    load_procedures(by=SYSTEM)
    return Procedure.objects.get(slug="bacs-ordures")


def offer(procedure, body):
    department = body.departments.first()
    return offer_procedure(procedure, body=body, department=department, case_type="bacs-ordures", by=SYSTEM)


def test_an_intercommunal_offer_shows_on_its_portal_and_on_its_members(world, bins):
    made = offer(bins, world.body)
    for body in (world.body, world.anor, world.fourmies):
        assert Offer.objects.on_portal(body, bins) == made
        assert [one.slug for one in Procedure.objects.offered_on(body)] == ["bacs-ordures"]


def test_an_intercommunal_offer_does_not_show_elsewhere(world, bins):
    offer(bins, world.body)
    elsewhere = open_body(
        kind=Body.Kind.COMMUNE, official_code="59001", departments=[], name="Abancourt", short_name="Abancourt",
        host="abancourt.localhost", office="Mairie", street="1 rue", postcode="59268", city="Abancourt", by=SYSTEM,
    )  # fmt: skip
    assert Offer.objects.on_portal(elsewhere, bins) is None
    assert not Procedure.objects.offered_on(elsewhere).exists()


def test_a_communes_offer_shows_on_its_own_portal_only(world, bins):
    made = offer(bins, world.anor)
    assert Offer.objects.on_portal(world.anor, bins) == made
    assert Offer.objects.on_portal(world.fourmies, bins) is None
    assert Offer.objects.on_portal(world.body, bins) is None


def test_a_communes_own_offer_comes_before_the_intercommunal_one(world, bins):
    offer(bins, world.body)
    assert Offer.objects.on_portal(world.anor, bins).body == world.body
    own = offer(bins, world.anor)
    assert Offer.objects.on_portal(world.anor, bins) == own


def test_a_closed_offer_shows_nowhere_and_offering_again_opens_it(world, bins):
    made = offer(bins, world.body)
    close_offer(made, by=SYSTEM)
    close_offer(made, by=SYSTEM)
    assert Offer.objects.on_portal(world.anor, bins) is None
    assert Record.objects.filter(kind="OfferClosed").count() == 1
    assert offer(bins, world.body) == made
    assert Offer.objects.on_portal(world.anor, bins) == made


def test_a_department_of_another_body_is_refused(world, bins):
    department = world.anor.departments.get()
    with pytest.raises(Refusal, match="n’appartient pas"):
        offer_procedure(bins, body=world.body, department=department, case_type="x", by=SYSTEM)


def test_the_most_asked_come_first_and_say_how_they_are_done_here(world, bins):
    offer(bins, world.body)
    first, second = Procedure.objects.most_asked(world.anor)[:2]
    assert (first.slug, second.slug) == ("acte-naissance", "bacs-ordures")
    assert second.is_offered
    assert second.shown_way == Procedure.Way.ONLINE
    assert Procedure.objects.get(slug="bacs-ordures").shown_way == Procedure.Way.COUNTER
