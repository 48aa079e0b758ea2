"""Real SANE, with its own test device; the bytes stay in memory."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from borne.tests.conftest import Started
from borne.tests.peers import BUSY, COVER_OPEN, JAM, NO_PAPER, SLOW, Scanner, sane_test_device, wait_until
from borne.tests.town import Town
from guichet_borne.scanning import Abilities, NoScan, Scanning
from guichet_borne.settings import ScannerSettings


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Scanner]:
    with sane_test_device(tmp_path) as one:
        yield one


@pytest.fixture
def memory() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir="/dev/shm"))
    yield folder
    left = list(folder.iterdir())
    shutil.rmtree(folder)
    assert left == []


def scanning(device: Scanner, memory: Path, *options: str) -> Scanning:
    return Scanning(ScannerSettings(device.device, str(device.config), options, 30), memory)


@pytest.mark.parametrize(
    ("source", "form", "kind", "pages"),
    [
        ("flatbed", "pdf", "application/pdf", 1),
        ("flatbed", "jpeg", "image/jpeg", None),
        ("feeder", "pdf", "application/pdf", 10),
        ("feeder", "jpeg", "application/pdf", 10),  # one file holds them all
    ],
)
def test_a_paper_is_scanned(device: Scanner, memory: Path, source: str, form: str, kind: str, pages: int | None):
    paper = asyncio.run(scanning(device, memory).scan("scan-1", source, form))
    assert paper.kind == kind
    if pages is None:
        assert paper.body.startswith(b"\xff\xd8")
        return
    said = subprocess.run(["pdfinfo", "-"], input=paper.body, capture_output=True, check=True).stdout.decode()
    told = dict(line.split(":", 1) for line in said.splitlines() if ":" in line)
    assert int(told["Pages"]) == pages
    width, height = (float(word) for word in told["Page size"].split()[0:3:2])
    assert (width, height) == pytest.approx((595, 842), abs=1)  # A4
    drawn = subprocess.run(["pdftoppm", "-r", "20", "-png"], input=paper.body, capture_output=True, check=True)
    assert drawn.stderr == b""  # every page is whole


@pytest.mark.parametrize(
    ("fault", "source", "reason", "state"),
    [
        (JAM, "flatbed", "jam", "jammed"),
        (JAM, "feeder", "jam", "jammed"),
        (COVER_OPEN, "flatbed", "cover-open", "jammed"),
        (BUSY, "flatbed", "busy", "ready"),  # scanimage itself then hangs
        (NO_PAPER, "feeder", "no-paper", "ready"),
    ],
)
def test_a_failure_says_what_it_is(
    device: Scanner, memory: Path, fault: tuple[str, ...], source: str, reason: str, state: str
):
    one = scanning(device, memory, *fault)
    with pytest.raises(NoScan) as failed:
        asyncio.run(one.scan("scan-1", source, "pdf"))
    assert failed.value.reason == reason
    assert one.state == state


def test_a_scanner_that_is_not_there_is_absent(device: Scanner, memory: Path):
    one = scanning(Scanner("nowhere:0", device.config), memory)
    assert asyncio.run(one.look()) == "absent"


def test_a_scan_is_cancelled_and_leaves_nothing(device: Scanner, memory: Path):
    async def cancelled() -> str:
        one = scanning(device, memory, *SLOW)
        task = asyncio.create_task(one.scan("scan-1", "flatbed", "pdf"))
        while not list(memory.rglob("*")):
            await asyncio.sleep(0.01)
        with pytest.raises(NoScan) as busy:
            await one.scan("scan-2", "flatbed", "pdf")
        assert busy.value.reason == "busy"
        assert not await one.cancel("another")
        assert await one.cancel("scan-1")
        with pytest.raises(NoScan) as failed:
            await task
        return failed.value.reason

    assert asyncio.run(cancelled()) == "cancelled"


def test_a_memory_that_is_full_does_not_leave_the_scanner_busy(device: Scanner, tmp_path: Path):
    one = scanning(device, tmp_path / "no-room")
    for name in ("scan-1", "scan-2"):
        with pytest.raises(FileNotFoundError):
            asyncio.run(one.scan(name, "flatbed", "pdf"))


@pytest.mark.browser
def test_a_scan_without_room_is_told_failed(device: Scanner, start: Started, server: Town):
    driven = start(device.toml())
    driven.wait_face("document.querySelector('#session')")
    room = driven.settings.ephemeral
    with file_in_place_of(room):
        scan = server.order("scan", source="flatbed", format="pdf")
        server.wait_for_state(scan, "failed", "other")


@contextmanager
def file_in_place_of(folder: Path) -> Iterator[None]:
    """Nothing can be written in a folder that is none."""
    away = folder.rename(folder.with_suffix(".away"))
    folder.touch()
    try:
        yield
    finally:
        folder.unlink()
        away.rename(folder)


def test_a_scanner_without_a_feeder_is_not_asked_for_one():
    one = Abilities(("Gray", "Color"), ("Flatbed",))
    assert one.words("flatbed") == ["--mode", "Color", "--source", "Flatbed"]
    with pytest.raises(NoScan):
        one.words("feeder")


@pytest.mark.browser
def test_a_paper_ordered_by_the_server_reaches_it(device: Scanner, start: Started, server: Town):
    driven = start(device.toml())
    driven.wait_face("document.querySelector('#session')")
    scan = server.order("scan", source="flatbed", format="pdf")
    server.wait_for_state(scan, "scanning")
    wait_until(lambda: scan in server.scans, "the scan")
    kind, body = server.scans[scan]
    assert kind == "application/pdf"
    assert body.startswith(b"%PDF")
