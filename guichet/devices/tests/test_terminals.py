from datetime import date, time

import pytest

from guichet.devices.actions import add_terminal, change_terminal, give_order, order_done, type_use
from guichet.devices.facts import OrderGiven, TerminalAdded, TerminalChanged, UseTyped
from guichet.devices.models import Order, Terminal, TypedUse
from guichet.devices.telling import state_for
from guichet.devices.tests.factories import a_partner, a_terminal
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal
from tests.base import facts

pytestmark = pytest.mark.django_db


def test_a_terminal_is_added_then_set_anew_and_hears_of_it(world, hall):
    changed = change_terminal(
        hall, {"message": "Fermé vendredi.", "allowed_hosts": "https://www.Exemple.fr/ici", "page_quota": 5}, by=SYSTEM
    )
    config = state_for(changed)["config"]
    assert (config["message"], config["page_quota"], config["open"], config["hours"]) == (
        "Fermé vendredi.",
        5,
        True,
        "",
    )
    assert config["allowed_hosts"][-1] == "www.exemple.fr"
    assert "*.gouv.fr" in config["allowed_hosts"]
    assert facts(TerminalAdded) == [TerminalAdded(hall.pk)]
    assert facts(TerminalChanged) == [TerminalChanged(hall.pk)]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"name": "Borne du hall"}, "terminal-name"),
        ({"kind": Terminal.Kind.PARTNER}, "terminal-owner"),
        ({"kind": Terminal.Kind.PARTNER, "owner": "CAF", "hours_words": "9 h", "url": "http://caf.fr"}, "terminal-url"),
        ({"opens_at": time(8)}, "terminal-hours"),
        ({"opens_at": time(18), "closes_at": time(8)}, "terminal-hours"),
        ({"idle_seconds": 30}, "terminal-bounds"),
        ({"page_quota": 201}, "terminal-bounds"),
        ({"internet_minutes": 500}, "terminal-bounds"),
        ({"allowed_hosts": "www.caf.fr\n*.fr"}, "terminal-host"),
    ],
)
def test_what_a_terminal_may_not_be_is_refused_with_its_reason(world, hall, columns, code):
    with pytest.raises(Refusal) as no:
        add_terminal(body=world.anor, columns={"name": "Autre", "place": "Ici", **columns}, by=SYSTEM)
    assert no.value.code == code
    assert Terminal.objects.count() == 1


def test_two_towns_may_call_theirs_alike_and_a_kind_is_kept(world, hall):
    a_terminal(world.fourmies)
    with pytest.raises(Refusal, match="ne change pas de sorte"):
        change_terminal(hall, {"kind": Terminal.Kind.FAKE}, by=SYSTEM)


def test_the_use_of_a_partners_kiosk_is_typed_by_month_and_typed_again_it_is_corrected(world, hall):
    caf = a_partner(world.anor)
    type_use(caf, date(2026, 10, 14), 41, by=SYSTEM)
    type_use(caf, date(2026, 10, 1), 43, by=SYSTEM)
    assert [(use.month, use.count) for use in TypedUse.objects.all()] == [(date(2026, 10, 1), 43)]
    assert facts(UseTyped)[-1] == UseTyped(caf.pk, "2026-10", 43)
    with pytest.raises(Refusal, match="n’a pas commencé"):
        type_use(caf, date(2999, 1, 1), 1, by=SYSTEM)
    with pytest.raises(Refusal, match="compte elle-même"):
        type_use(hall, date(2026, 10, 1), 1, by=SYSTEM)


def test_an_order_waits_until_it_is_done_and_is_not_asked_twice(world, hall):
    order = give_order(hall, Order.Kind.RELOAD, by=SYSTEM)
    assert give_order(hall, Order.Kind.RELOAD, by=SYSTEM) == order
    assert state_for(hall)["orders"] == [{"id": str(order.key), "kind": "reload"}]
    order_done(order)
    assert state_for(hall)["orders"] == []
    assert facts(OrderGiven) == [OrderGiven(hall.pk, order.pk, "reload")]
    with pytest.raises(Refusal, match="d’un partenaire"):
        give_order(a_partner(world.anor), Order.Kind.RELOAD, by=SYSTEM)
