"""A paper that is being printed or scanned: where it stands, how to stop it, how to try again."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.devices.actions import (
    cancel_print,
    cancel_scan,
    order_print,
    order_scan,
    play_fake,
    print_bytes,
)
from guichet.devices.models import Job, PrintJob, ScanJob
from guichet.devices.words import reason_in_words, waits_in_words
from guichet.kiosk.frame import page
from guichet.kiosk.guard import KioskRequest, kiosk_page, page_behind
from guichet.kit.refusal import Refusal

State = Job.State
SHOWN = {
    State.ORDERED: "waiting",
    State.WORKING: "working",
    State.RETRYING: "working",
    State.DONE: "done",
    State.FAILED: "failed",
    State.CANCELLED: "cancelled",
}


def at_work(job: PrintJob | ScanJob, back_url: str) -> HttpResponse:
    """Lead to where one waits for the machine, and back from there; a kiosk that has none plays its part at once."""
    play_fake(job)
    return redirect(_job_url("job", job, back_url))


@require_safe
@kiosk_page
def job(request: KioskRequest, key: UUID) -> HttpResponse:
    """The page on which one waits for the machine."""
    found = job_or_404(request, key)
    context = {
        "job": job_words(found, page_behind(request)),
        "is_print": isinstance(found, PrintJob),
        "paper_url": _paper_url(request, found),
    }
    return page(request, "kiosk/job.html", context, back_url=page_behind(request))


@require_safe
@kiosk_page
def state(request: KioskRequest, key: UUID) -> HttpResponse:
    """The same, as the fragment that the page asks for until the machine is done."""
    found = job_or_404(request, key)
    return page(request, "kiosk/fragment_job.html", {"job": job_words(found, page_behind(request))})


@require_POST
@kiosk_page
def cancel(request: KioskRequest, key: UUID) -> HttpResponse:
    found = job_or_404(request, key)
    if isinstance(found, PrintJob):
        cancel_print(found)
    else:
        cancel_scan(found)
    return redirect(_job_url("job", found, page_behind(request)))


@require_POST
@kiosk_page
def retry(request: KioskRequest, key: UUID) -> HttpResponse:
    """Order the same again, once the paper is put back or the sheet laid anew."""
    found, back = job_or_404(request, key), page_behind(request)
    if found.state != State.FAILED:
        return redirect(_job_url("job", found, back))
    try:
        if isinstance(found, PrintJob):
            return at_work(order_print(request.passage, title=found.title, pdf=print_bytes(found)), back)
        scan = order_scan(request.passage, source=found.source, format=found.format, purpose=found.purpose)
        return at_work(scan, back)
    except FileNotFoundError:
        raise Http404 from None  # a page of a site: the kiosk printed it itself
    except Refusal as no:
        context = {"title": _("Ce n’est plus possible ici."), "text": no.sentence}
        return page(request, "kiosk/refused.html", context, back_url=reverse("kiosk:home"), status=409)


@require_safe
@kiosk_page
def fake_paper(request: KioskRequest, key: UUID) -> HttpResponse:
    """What the printer would have drawn out, on a kiosk that has none."""
    found = job_or_404(request, key)
    if not isinstance(found, PrintJob) or not request.passage.terminal.is_fake or not found.has_file:
        raise Http404
    response = HttpResponse(print_bytes(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = "inline"
    return response


def job_or_404(request: KioskRequest, key: UUID) -> PrintJob | ScanJob:
    """A job of this very session."""
    mine = {"session": request.passage, "key": key}
    found = PrintJob.objects.filter(**mine).first() or ScanJob.objects.filter(**mine).select_related("file").first()
    if found is None:
        raise Http404
    return found


def job_words(job: PrintJob | ScanJob, back_url: str) -> dict[str, Any]:
    """What the part `kiosk-job` draws."""
    is_print = isinstance(job, PrintJob)
    state = State(job.state)
    can_end = state in {State.ORDERED, State.WORKING, State.RETRYING}
    next_url, next_text = _after(job, back_url)
    return {
        "job_url": _job_url("job-state", job, back_url),
        "kind": "print" if is_print else "scan",
        "state": SHOWN[state],
        "title": _title(job, state),
        "sentence": _sentence(job, state),
        "retry_url": _job_url("job-retry", job, back_url) if state == State.FAILED else "",
        "cancel_url": _job_url("job-cancel", job, back_url) if can_end else "",
        "over": job.is_over,
        "next_url": next_url,
        "next_text": next_text,
    }


def _title(job: PrintJob | ScanJob, state: Job.State) -> str:
    if isinstance(job, PrintJob):
        return {
            State.DONE: _("C’est imprimé."),
            State.FAILED: _("Rien n’est sorti de l’imprimante."),
            State.CANCELLED: _("L’impression est annulée."),
            State.RETRYING: _("L’imprimante attend."),
        }.get(state, _("L’imprimante travaille…"))
    return {
        State.DONE: _("Votre papier est numérisé."),
        State.FAILED: _("Le papier n’a pas pu être numérisé."),
        State.CANCELLED: _("La numérisation est annulée."),
    }.get(state, _("Le scanner travaille…"))


def _sentence(job: PrintJob | ScanJob, state: Job.State) -> str:
    if state == State.FAILED:
        return reason_in_words(job)
    if state == State.RETRYING:
        return waits_in_words(job)
    if isinstance(job, PrintJob):
        return {
            State.DONE: _("Prenez votre papier sous l’écran."),
            State.CANCELLED: _("Rien d’autre n’a changé."),
        }.get(state, job.title)
    return {
        State.DONE: _("Regardez si l’on peut le lire, puis gardez-le. Reprenez aussi votre papier."),
        State.CANCELLED: _("Rien n’a été gardé."),
    }.get(state, _("Ne bougez pas le papier."))


def _after(job: PrintJob | ScanJob, back_url: str) -> tuple[str, str]:
    """The door out of a job that is over."""
    if not job.is_over:
        return "", ""
    if isinstance(job, ScanJob) and job.state == State.DONE:
        return reverse("kiosk:scan-preview", args=[job.key]), _("Voir et garder")
    if back_url == reverse("kiosk:home"):
        return back_url, _("Revenir à l’accueil")
    return back_url, _("Revenir à la page d’avant")


def _job_url(name: str, job: PrintJob | ScanJob, back_url: str) -> str:
    return f"{reverse(f'kiosk:{name}', args=[job.key])}?{urlencode({'retour': back_url})}"


def _paper_url(request: KioskRequest, job: PrintJob | ScanJob) -> str:
    shown = request.passage.terminal.is_fake and isinstance(job, PrintJob) and job.has_file and job.state == State.DONE
    return reverse("kiosk:job-paper", args=[job.key]) if shown else ""
