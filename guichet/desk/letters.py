"""Letters and messages that a role may see: those of its body, of its department when it has one."""

from django.db.models import Q

from guichet.accounts.models import Role
from guichet.notifications.models import Message, MessageQuerySet


def letters_to_post(role: Role) -> MessageQuerySet:
    return of_role(Message.objects.to_post(role.body), role)


def of_role(messages: MessageQuerySet, role: Role) -> MessageQuerySet:
    """Without what other departments wrote, when the role is of one department."""
    if role.department_id is None:
        return messages
    return messages.filter(Q(department_id=role.department_id) | Q(department_id=None))
