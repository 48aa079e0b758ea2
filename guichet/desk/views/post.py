"""Letters to print and to post; what the demonstration would have sent."""

from datetime import timedelta
from io import BytesIO

import pikepdf
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.rules import Right
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.keyset import Order, aware, page_of, row_id
from guichet.desk.letters import letters_to_post, of_role
from guichet.desk.page import page
from guichet.desk.views.case_files import pdf_response
from guichet.kit.dates import now
from guichet.notifications.actions import mark_posted
from guichet.notifications.models import Message, MessageQuerySet

SHOWN = 100  # letters on the page: more are printed in several goes
REMEMBERED = timedelta(days=30)
BY_TIME = Order(("created_at", "id"), (aware, row_id), newest_first=True)


@require_safe
@agent_view(may=Right.SEND_POST)
def post(request: DeskRequest) -> HttpResponse:
    """The letters that wait for a printer and a stamp, and those that left lately."""
    letters = list(letters_to_post(request.role).select_related("person", "department")[: SHOWN + 1])
    posted = of_role(Message.objects.sent_from(request.role.body), request.role).filter(
        status=Message.Status.POSTED, created_at__gte=now() - REMEMBERED
    )
    context = {
        "letters": letters[:SHOWN],
        "more": len(letters) > SHOWN,
        "posted": posted.select_related("person")[:20],
    }
    return page(request, "desk/post/post.html", context, here="post")


@require_POST
@agent_view(may=Right.SEND_POST)
def print_letters(request: DeskRequest) -> HttpResponse:
    """The chosen letters as one PDF; nothing is marked: a printer may jam."""
    letters = [message.letter for message in _chosen(request).select_related("letter") if message.letter]
    if not letters:
        return _none_chosen(request)
    with pikepdf.new() as whole:
        for letter in letters:
            with pikepdf.open(letter.path) as paper:
                whole.pages.extend(paper.pages)
        output = BytesIO()
        whole.save(output)
    return pdf_response(output.getvalue(), _("Courrier.pdf"))


@require_POST
@agent_view(may=Right.SEND_POST)
def letters_posted(request: DeskRequest) -> HttpResponse:
    """The chosen letters have left."""
    chosen = list(_chosen(request).values_list("pk", flat=True))
    if not chosen:
        return _none_chosen(request)
    count = mark_posted(chosen, body=request.role.body, by=request.actor)
    told = ngettext("%(n)s lettre marquée comme postée.", "%(n)s lettres marquées comme postées.", count)
    messages.success(request, told % {"n": count})
    return redirect("desk:post")


@require_safe
@agent_view(may=Right.READ_CASES)
def outbox(request: DeskRequest) -> HttpResponse:
    """What would have left if this were not a demonstration."""
    if not settings.DEMONSTRATION:
        raise Http404
    sent = of_role(Message.objects.sent_from(request.role.body).only_shown(), request.role)
    found = page_of(
        sent.select_related("letter"), BY_TIME, after=request.GET.get("apres", ""), before=request.GET.get("avant", "")
    )
    here = reverse("desk:outbox")
    context = {
        "sent": found.rows,
        "previous_url": f"{here}?avant={found.before}" if found.before else "",
        "next_url": f"{here}?apres={found.after}" if found.after else "",
    }
    return page(request, "desk/post/outbox.html", context, here="outbox")


def _chosen(request: DeskRequest) -> MessageQuerySet:
    """The letters ticked on the page, among those this role may post."""
    ids = [int(text) for text in request.POST.getlist("letter") if text.isascii() and text.isdigit() and len(text) < 19]
    return letters_to_post(request.role).filter(pk__in=ids[:SHOWN])


def _none_chosen(request: DeskRequest) -> HttpResponse:
    messages.error(request, _("Cochez au moins une lettre."))
    return redirect("desk:post")
