"""What is said when something is wrong with a page."""

from guichet.config.errors import server_error
from tests.base import text_of


def test_a_fault_at_the_kiosk_keeps_the_end_in_sight_and_asks_the_database_nothing(
    rf, world, django_assert_num_queries
):
    request = rf.get("/borne/tout/")
    request.town = world.anor
    with django_assert_num_queries(0):
        answer = server_error(request)
    assert answer.status_code == 500
    assert 'action="/borne/fin/"' in text_of(answer)
    assert 'href="/"' not in text_of(answer)
