"""What `borne check` says of a machine that would keep something of a person."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guichet_borne.settings import PrinterSettings
from guichet_borne.traces import Traces, cups_forgets, cups_in_memory, swaps_on_disk

FORGETS, IN_MEMORY = "cupsd.conf", "cups-files.conf"


@pytest.mark.parametrize(
    ("look", "directive", "name", "right", "wrong"),
    [
        (cups_forgets, "PreserveJobFiles", FORGETS, "PreserveJobFiles Off", "# PreserveJobFiles No"),
        (cups_forgets, "PreserveJobHistory", FORGETS, "preservejobhistory no", "PreserveJobFiles No"),
        (cups_forgets, "PreserveJobHistory", FORGETS, "  PreserveJobHistory No", "PreserveJobHistory No\nPreserveJobHistory 9"),
        (cups_in_memory, "RequestRoot", IN_MEMORY, "RequestRoot /dev/shm/spool", "RequestRoot /"),
        (cups_in_memory, "TempDir", IN_MEMORY, "TempDir /dev/shm/tmp", "RequestRoot /dev/shm/spool"),
    ],
)  # fmt: skip
def test_each_word_of_cups_is_asked_for(
    tmp_path: Path, look: Callable[[PrinterSettings, str], str], directive: str, name: str, right: str, wrong: str
):
    printer = PrinterSettings(cups_config=str(tmp_path))
    with pytest.raises(Traces, match="ne se lit pas"):  # and not: CUPS must be elsewhere
        look(printer, directive)
    (tmp_path / name).write_text(f"{wrong}\n")
    with pytest.raises(Traces, match=f"Écrivez « {directive} "):
        look(printer, directive)
    (tmp_path / name).write_text(f"{right}\n")
    assert look(printer, directive)
    assert "autre machine" in look(PrinterSettings(cups="imprimerie:631", cups_config="/nowhere"), directive)


def test_only_a_swap_on_a_disk_keeps_the_memory():
    said = "Filename\tType\tSize\n/dev/zram0 partition 1\n/swapfile file 2\n"
    assert swaps_on_disk(said) == ["/swapfile"]
