"""What an editor can do at /cms/."""

import pytest

from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.desk.signin.tests.support import inside
from guichet.journal.actions import deliver_all
from tests.base import World, an_agent


@pytest.fixture(params=[RoleKind.EDITOR, RoleKind.ADMINISTRATOR])
def editor(request: pytest.FixtureRequest, world: World) -> Role:
    role = an_agent("claire", world.anor, kind=request.param)
    deliver_all()  # she joins those who edit Anor's pages
    return role


@pytest.mark.parametrize("path", ["", "add/", "multiple/add/", "chooser/create/"])
def test_nothing_is_uploaded_that_no_address_would_serve(editor: Role, path: str) -> None:
    browser = inside(editor)
    assert browser.get("/cms/pages/", follow=True).status_code == 200
    for answer in (browser.get(f"/cms/documents/{path}"), browser.post(f"/cms/documents/{path}")):
        assert answer.status_code in {302, 403, 404, 405}
        assert answer.get("Location", "/cms/") == "/cms/"
