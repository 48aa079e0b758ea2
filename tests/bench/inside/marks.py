"""Addresses of the inbox that an agent reaches after hours of turning pages."""

from datetime import date
from urllib.parse import urlencode

from guichet.accounts.models import Role
from guichet.cases.models import Case
from guichet.desk.inbox import Tab, Wanted

FAR = 0.9  # of the way to the end


def run(role_id: str) -> dict[str, str]:
    """Tab → the query string of a page far away; and a reference that exists."""
    role = Role.objects.select_related("body", "department").get(pk=role_id)
    newest = Case.objects.visible_to(role).order_by("-pk").values_list("reference", flat=True)[1000]
    return {**{tab.value: _far(role, tab) for tab in (Tab.TODO, Tab.DONE, Tab.ALL)}, "reference": newest}


def _far(role: Role, tab: Tab) -> str:
    wanted = Wanted(tab=tab)
    cases = wanted.cases(role, date.today())  # the day decides nothing in these lists
    sign = "-" if wanted.order.newest_first else ""
    rows = cases.order_by(*(sign + field for field in wanted.order.fields))
    return urlencode({"onglet": tab.value, "apres": wanted.order.mark(rows[int(cases.count() * FAR)])})
