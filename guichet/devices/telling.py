"""What a kiosk is told when it tells its state: how it is set, its session, what to do. The answer of `etat` in the device API."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from guichet.devices.models import KioskSession, Order, PrintJob, ScanJob, Terminal
from guichet.devices.rules import LIVED, OFFICIAL_HOSTS, WAITED, is_host_allowed, is_open_at, read_hosts
from guichet.devices.words import hours_sentence
from guichet.kit.dates import now

PAPERS = "/borne/appareil/impressions/{key}/document.pdf"
SCREEN = (1080, 1920)  # what the pages are drawn for first


def state_for(terminal: Terminal) -> dict[str, Any]:
    """Configuration, running session, orders not done yet; the oldest order first."""
    session = KioskSession.objects.running().filter(terminal=terminal).first()
    return {
        "config": config_of(terminal, session),
        "session": str(session.key) if session else None,
        "orders": [*_jobs_of(session), *_orders_of(terminal)],
    }


def config_of(terminal: Terminal, session: KioskSession | None = None) -> dict[str, Any]:
    width, height = SCREEN
    return {
        "name": terminal.name,
        "idle_seconds": idle_seconds(terminal, session, rung_within=LIVED),
        "page_quota": terminal.page_quota,
        "internet_minutes": terminal.internet_minutes,
        "allowed_hosts": allowed_hosts(terminal),
        "open": is_open_at(terminal.opens_at, terminal.closes_at, now()),
        "hours": hours_sentence(terminal),
        "message": terminal.message,
        "width": width,
        "height": height,
    }


def idle_seconds(terminal: Terminal, session: KioskSession | None, *, rung_within: timedelta = WAITED) -> int:
    """How long nobody may touch the screen; longer for who rang and waits for the agent, or has her beside her.

    The kiosk's program and the server wait longer than the page (`LIVED`): it is the page that warns.
    """
    is_waited = session is not None and session.calls.since(now() - rung_within).exists()
    return max(terminal.idle_seconds, int(WAITED.total_seconds())) if is_waited else terminal.idle_seconds


def opens_site(terminal: Terminal, url: str) -> bool:
    """Would this kiosk open what is behind the address?"""
    return is_host_allowed(urlsplit(url).hostname or "", allowed_hosts(terminal))


def allowed_hosts(terminal: Terminal) -> list[str]:
    """Those of every kiosk, then those that the town adds."""
    return list(dict.fromkeys([*OFFICIAL_HOSTS, *read_hosts(terminal.allowed_hosts)]))


def _jobs_of(session: KioskSession | None) -> list[dict[str, Any]]:
    if session is None:
        return []
    jobs: list[PrintJob | ScanJob] = [
        *PrintJob.objects.filter(session=session, state=PrintJob.State.ORDERED, has_file=True),
        *ScanJob.objects.filter(session=session, state=ScanJob.State.ORDERED),
    ]
    return [_job(job) for job in sorted(jobs, key=lambda job: job.ordered_at)]


def _job(job: PrintJob | ScanJob) -> dict[str, Any]:
    if isinstance(job, ScanJob):
        return {"id": str(job.key), "kind": "scan", "source": job.source, "format": job.format}
    url = PAPERS.format(key=job.key)
    return {"id": str(job.key), "kind": "print", "url": url, "title": job.title, "pages": job.pages}


def _orders_of(terminal: Terminal) -> list[dict[str, Any]]:
    waiting = Order.objects.filter(terminal=terminal, done_at=None).order_by("given_at", "pk")
    return [_order(order) for order in waiting]


def _order(order: Order) -> dict[str, Any]:
    told = {"id": str(order.key), "kind": order.kind}
    if order.job is not None:
        told["session" if order.kind == Order.Kind.END else "job"] = str(order.job)
    return told
