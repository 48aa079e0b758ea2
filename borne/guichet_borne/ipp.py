"""Questions to a printer and to CUPS, in their own language."""

from dataclasses import dataclass
from typing import Any

from pyipp import IPP
from pyipp.enums import IppOperation
from pyipp.exceptions import IPPConnectionError, IPPError

from guichet_borne.print_rules import plain_reasons

SECONDS = 5
NOT_FOUND = {0x0406, 0x0407}


class Silent(Exception):
    """The printer does not answer."""


@dataclass(frozen=True)
class PrinterSaid:
    state: int
    reasons: frozenset[str]


async def ask_printer(uri: str) -> PrinterSaid:
    """Raises `Silent`."""
    wanted = ["printer-state", "printer-state-reasons"]
    answer = await _ask(uri, IppOperation.GET_PRINTER_ATTRIBUTES, {"requested-attributes": wanted})
    told: dict[str, Any] = next(iter(answer["printers"]), {})
    if "printer-state" not in told:
        raise Silent(uri)
    return PrinterSaid(int(told["printer-state"]), plain_reasons(_listed(told.get("printer-state-reasons"))))


async def job_named(uri: str, name: str) -> int | None:
    """The state of the printer's own job of that name; None when it does not have it. Raises `Silent`."""
    for which in ("not-completed", "completed"):
        asked = {
            "requesting-user-name": "borne",
            "which-jobs": which,
            "requested-attributes": ["job-id", "job-name", "job-state"],
        }
        try:
            answer = await _ask(uri, IppOperation.GET_JOBS, asked)
        except IPPError:
            continue  # a printer that lists no such jobs
        ours = [job for job in answer["jobs"] if job.get("job-name") == name and "job-state" in job]
        if ours:  # a job that CUPS gave twice, because the printer dropped it first: the last one counts
            return int(max(ours, key=lambda job: int(job.get("job-id", 0)))["job-state"])
    return None


async def job_numbered(uri: str, number: int) -> tuple[int | None, frozenset[str]]:
    """The state of a job of CUPS and its reasons; None when CUPS forgot it. Raises `Silent`."""
    wanted = ["job-state", "job-state-reasons", "job-printer-state-reasons"]
    asked = {"job-id": number, "requesting-user-name": "borne", "requested-attributes": wanted}
    try:
        answer = await _ask(uri, IppOperation.GET_JOB_ATTRIBUTES, asked)
    except IPPError as error:
        if len(error.args) > 1 and error.args[1].get("status-code") in NOT_FOUND:
            return None, frozenset()
        raise Silent(uri) from error
    told: dict[str, Any] = next(iter(answer["jobs"]), {})
    reasons = [*_listed(told.get("job-state-reasons")), *_listed(told.get("job-printer-state-reasons"))]
    return told.get("job-state"), plain_reasons(reasons)


async def _ask(uri: str, operation: IppOperation, asked: dict[str, Any]) -> dict[str, Any]:
    """Raises `Silent` when nobody answers, `IPPError` when the printer says no."""
    try:
        async with IPP(uri, request_timeout=SECONDS) as printer:
            return await printer.execute(operation, {"operation-attributes-tag": asked})
    except (IPPConnectionError, OSError) as error:
        raise Silent(uri) from error


def _listed(told: Any) -> list[str]:
    """One value comes bare, several as a list."""
    if told is None:
        return []
    return [str(one) for one in told] if isinstance(told, list) else [str(told)]
