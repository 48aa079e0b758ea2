"""A real CUPS queue before a simulated IPP printer: the printer is believed, not the queue."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyipp import IPP
from pyipp.enums import IppOperation

from borne.tests.conftest import Started
from borne.tests.peers import OfficialSite, Queue, a_pdf, cups_queue, wait_until
from borne.tests.town import Town
from guichet_borne.paper import Prints
from guichet_borne.print_rules import (
    COMPLETED,
    HALTED,
    IDLE,
    PENDING,
    PRINTING,
    PROCESSING,
    Seen,
    Told,
    plain_reasons,
    where,
)
from guichet_borne.printing import Printing
from guichet_borne.server import Server
from guichet_borne.settings import Enrolment, PrinterSettings


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with cups_queue(tmp_path) as one:
        yield one


class Print:
    """One print at work, and what was told of it."""

    def __init__(self, printing: Printing, name: str = "job-1") -> None:
        self.told: list[Told] = []
        self.printing, self.name = printing, name
        self.task = asyncio.create_task(printing.print(name, a_pdf("Acte"), self._tell))

    async def _tell(self, now: Told) -> None:
        self.told.append(now)

    async def until(self, *told: str) -> None:
        async with asyncio.timeout(60):
            while Told(*told) not in self.told:
                await asyncio.sleep(0.02)


def played(
    queue: Queue, act: Callable[[Print], Coroutine[Any, Any, None]], *, patience: int = 60
) -> tuple[Told, list[Told]]:
    async def play() -> tuple[Told, list[Told]]:
        one = Print(Printing(PrinterSettings(queue.name, queue.uri, queue.cups, patience)))
        await act(one)
        return await one.task, one.told

    return asyncio.run(play())


async def nothing(one: Print) -> None:
    pass


def test_a_paper_comes_out_and_is_told_done(queue: Queue):
    last, told = played(queue, nothing)
    assert last == told[-1] == Told("done")
    assert len(queue.printed) == 1
    wait_until(lambda: not list((queue.folder / "spool").iterdir()), "CUPS keeps nothing")


@pytest.mark.parametrize(("flag", "reason"), [("no-paper", "media-empty"), ("jam", "media-jam")])
def test_what_stops_the_printer_is_told_and_the_paper_comes_once_it_is_mended(queue: Queue, flag: str, reason: str):
    async def mend(one: Print) -> None:
        await one.until("retrying", reason)
        queue.set(flag, on=False)

    queue.set(flag)
    last, told = played(queue, mend)
    assert last == Told("done")
    assert Told("retrying", reason) in told


def test_a_printer_that_stays_without_paper_gives_the_job_up_for_the_next_person(queue: Queue):
    queue.set("no-paper")
    last, _ = played(queue, nothing, patience=1)
    assert last == Told("failed", "media-empty")
    wait_until(lambda: not list((queue.folder / "spool").iterdir()), "CUPS keeps nothing")


def test_a_printer_busy_with_another_s_job_is_tried_again(queue: Queue):
    async def another() -> None:
        async with IPP(queue.uri) as printer:
            operation = {"requesting-user-name": "other", "job-name": "other", "document-format": "application/pdf"}
            await printer.execute(
                IppOperation.PRINT_JOB, {"operation-attributes-tag": operation, "data": a_pdf("Autre")}
            )

    async def free(one: Print) -> None:
        await one.until("retrying", "busy")
        queue.set("slow", on=False)

    queue.set("slow")
    asyncio.run(another())
    last, told = played(queue, free)
    assert last == Told("done")
    assert Told("retrying", "busy") in told


def test_a_cancelled_job_does_not_come_out(queue: Queue):
    async def cancel(one: Print) -> None:
        await one.until("retrying", "media-empty")
        assert await one.printing.cancel("job-1")
        assert not await one.printing.cancel("another")

    queue.set("no-paper")
    last, _ = played(queue, cancel)
    assert last == Told("cancelled")


def test_who_leaves_takes_back_what_has_not_begun_to_come_out(queue: Queue):
    async def leave(one: Print) -> None:
        await one.until("retrying", "media-jam")
        await one.printing.leave()

    queue.set("jam")
    assert played(queue, leave)[0] == Told("cancelled")


def test_without_cups_the_person_is_told_at_once():
    nowhere = Queue("guichet", "127.0.0.1:1", "ipp://localhost:1/ipp/print", Path("/nowhere"))
    assert played(nowhere, nothing)[0] == Told("failed", "stopped")


def test_what_was_not_handed_over_when_the_person_left_is_not():
    async def play() -> Told:
        printing = Printing(PrinterSettings(cups="127.0.0.1:1", uri="ipp://localhost:1/ipp/print"))

        async def leave(now: Told) -> None:
            if now.state == "printing":
                await printing.leave()

        return await printing.print("job-1", a_pdf("Acte"), leave)

    assert asyncio.run(play()) == Told("cancelled")


def test_who_leaves_while_the_server_is_asked_leaves_the_printer_free():
    async def play() -> bool:
        asked, stop = asyncio.Event(), asyncio.Event()

        async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.set()
            await stop.wait()
            writer.close()

        async def tell(state: str, sentence: str) -> None:
            pass

        silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
        port = silent.sockets[0].getsockname()[1]
        enrolment = Enrolment(f"http://127.0.0.1:{port}", "key", f"ws://127.0.0.1:{port}/", "Borne", "Hall", "Anor")
        async with silent, Server(enrolment) as server:
            prints = Prints(Printing(PrinterSettings()), server)
            task = asyncio.create_task(prints.theirs(a_pdf("Page"), 1, "site", tell))
            await asked.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            stop.set()
            return prints.is_at_work

    assert asyncio.run(play()) is False


NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (Seen(PROCESSING, NONE, None, IDLE, NONE), Told("printing")),
        (Seen(COMPLETED, NONE, PROCESSING, PRINTING, NONE), Told("printing")),  # CUPS is done, the printer is not
        (Seen(COMPLETED, NONE, COMPLETED, PRINTING, NONE), Told("done")),
        (Seen(COMPLETED, NONE, None, IDLE, NONE), Told("done")),  # a printer that forgets
        (Seen(None, NONE, PROCESSING, PRINTING, NONE), Told("printing")),
        (Seen(PROCESSING, NONE, None, PRINTING, NONE), Told("retrying", "busy")),
        (Seen(PENDING, NONE, None, None, NONE), Told("retrying", "offline")),
        (Seen(PROCESSING, NONE, PROCESSING, HALTED, NONE), Told("retrying", "stopped")),
        (Seen(PROCESSING, NONE, PROCESSING, PRINTING, frozenset({"door-open"})), Told("retrying", "stopped")),
        (Seen(COMPLETED, NONE, 8, IDLE, NONE), Told("failed", "other")),
        (Seen(PROCESSING, NONE, 8, IDLE, NONE), Told("retrying", "busy")),  # CUPS gives it again
        (Seen(8, NONE, None, None, NONE), Told("failed", "offline")),
        (Seen(6, NONE, None, IDLE, NONE), Told("retrying", "stopped")),
        (Seen(7, NONE, None, IDLE, NONE), Told("cancelled")),
    ],
)
def test_the_printer_is_believed_before_the_queue(seen: Seen, told: Told):
    assert where(seen) == told


def test_a_reason_is_read_whatever_its_severity():
    assert plain_reasons(["none", "media-empty-error", "media-jam-warning"]) == {"media-empty", "media-jam"}


@pytest.mark.browser
def test_orders_and_pages_of_a_site_are_printed_and_counted(
    queue: Queue, start: Started, server: Town, site: OfficialSite
):
    driven = start(queue.toml)
    driven.wait_face("document.querySelector('#session')")
    job = server.order("print", document=a_pdf("Acte"), title="Acte", pages=1)
    server.wait_for_state(job, "done")
    driven.say(do="open", url=site.url)
    driven.touch_site("#print")  # the site's own button
    driven.wait_heard("print", state="done")
    assert server.site_prints[0]["what"] == "site"
    server.refusal = "Vous avez imprimé vos 20 pages."
    driven.touch_face("#print")
    assert driven.wait_heard("print", state="failed")["sentence"] == "Vous avez imprimé vos 20 pages."
    driven.touch_site("#word")
    driven.wait_heard("message")  # no printer of ours takes it
    queue.set("no-paper")
    stuck = server.order("print", document=a_pdf("Acte"), title="Acte", pages=1)
    server.wait_for_state(stuck, "retrying", "media-empty")
    server.order("cancel", job=stuck)
    server.wait_for_state(stuck, "cancelled")
    queue.set("no-paper", on=False)
    assert len(queue.printed) >= 2
    wait_until(lambda: any(told.get("printer") for told in server.told), "the printer's state")


@pytest.mark.browser
def test_a_page_that_cannot_be_counted_is_not_printed_and_the_person_is_told(
    start: Started, site: OfficialSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    silent = tmp_path / "pdfinfo"
    silent.write_text("#!/bin/sh\n")
    silent.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    driven = start()
    driven.wait_face("document.querySelector('#session')")
    driven.say(do="open", url=site.url)
    driven.wait_site("document.querySelector('#cookie')")
    driven.say(do="print")
    assert "ne s’imprime pas" in driven.wait_heard("print", state="failed")["sentence"]
