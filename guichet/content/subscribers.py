from guichet.accounts.facts import AccountClosed, RoleGiven, RoleWithdrawn
from guichet.content.actions import follow_roles
from guichet.journal.actions import subscribes
from guichet.journal.models import Record


@subscribes(RoleGiven)
def open_to_editor(fact: RoleGiven, record: Record) -> None:
    follow_roles(fact.account)


@subscribes(RoleWithdrawn)
def close_to_editor(fact: RoleWithdrawn, record: Record) -> None:
    follow_roles(fact.account)


@subscribes(AccountClosed)
def close_to_account(fact: AccountClosed, record: Record) -> None:
    follow_roles(fact.account)
