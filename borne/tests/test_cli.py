"""What a town's IT person types, against a server that plays the contract."""

import json
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from borne.tests.peers import Queue, cups_queue, needs, sane_test_device, wait_until
from borne.tests.town import CODE, KEY, Town
from guichet_borne.cli import MISSET, main
from guichet_borne.settings import Misset, Settings


def enrolled(server: Town, data: Path, more: str = "") -> None:
    assert main(["enrol", server.url, CODE, "--data", str(data)]) == 0
    (data / "borne.toml").write_text(more)


def checked(data: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str]]:
    capsys.readouterr()
    code = main(["check", "--data", str(data)])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("ok ", "NON"))]
    return code, {line[5:].partition(" :")[0]: line for line in lines}


def test_the_code_becomes_a_key_that_only_the_kiosk_reads(
    server: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    enrolled(server, tmp_path / "borne")
    assert "Borne de l’accueil" in capsys.readouterr().out
    path = tmp_path / "borne" / "key.json"
    assert json.loads(path.read_text())["key"] == KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    named = server.url.replace("localhost", "anor.localhost")  # a town of the demonstration
    assert main(["enrol", named, CODE, "--data", str(tmp_path / "other")]) == 0


def test_a_wrong_code_a_wrong_address_and_no_key_each_say_what_to_do(
    server: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    data = str(tmp_path / "borne")
    assert main(["enrol", server.url, "AAAA-AAAA", "--data", data]) == 1
    assert "Ce code n’est pas le bon" in capsys.readouterr().err
    assert main(["enrol", "http://localhost:1", CODE, "--data", data]) == 1
    assert "Vérifiez l’adresse" in capsys.readouterr().err
    assert main(["run", "--data", data]) == MISSET
    assert "borne enrol ADRESSE CODE" in capsys.readouterr().err
    assert not (tmp_path / "borne").exists()


def test_a_line_of_borne_toml_that_nobody_understands_is_named(tmp_path: Path):
    for line, name in (
        ("pages = 3", "pages"),
        ("[printer]\nqueue = 3", "queue"),
        ("scanner = 1", "rubrique"),
        ("a=", "se lit"),
    ):
        (tmp_path / "borne.toml").write_text(line)
        with pytest.raises(Misset, match=name):
            Settings.read(tmp_path)


def cups_that_forgets(tmp_path: Path) -> str:
    """The line of borne.toml, below [printer]."""
    folder = tmp_path / "cups"
    folder.mkdir()
    (folder / "cupsd.conf").write_text("PreserveJobFiles No\nPreserveJobHistory No\n")
    (folder / "cups-files.conf").write_text("RequestRoot /dev/shm/spool\nTempDir /dev/shm/spool/tmp\n")
    return f'cups_config = "{folder}"\n'


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with cups_queue(tmp_path) as one:
        yield one


def test_check_is_green_when_all_is_there_then_names_each_fault(
    server: Town, queue: Queue, screen: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    data, policies = tmp_path / "borne", tmp_path / "guichet.json"
    own = f'display = "{screen}"\npolicies = "{policies}"\n'
    with sane_test_device(tmp_path) as device:
        enrolled(server, data, own + queue.toml + cups_that_forgets(tmp_path) + device.toml())
        capsys.readouterr()
        main(["policies", "--data", str(data)])
        policies.write_text(capsys.readouterr().out)
        assert json.loads(policies.read_text())["VideoCaptureAllowedUrls"] == [server.url]
        code, said = checked(data, capsys)
        # The machine of the tests may swap.
        assert [what for what, line in said.items() if line.startswith("NON") and "/etc/fstab" not in line] == []
        assert {"Papiers de CUPS", "Historique de CUPS", "Dossier de CUPS", "Brouillons de CUPS"} <= said.keys()

    policies.write_text("{}")
    (data / "key.json").chmod(0o644)
    queue.set("no-paper")
    nowhere = '[printer]\nuri = "ipp://localhost:1/ipp"\ncups = "localhost:1"\n[scanner]\ndevice = "nowhere:0"\n'
    bad = f'display = ":9999"\nchromium = "/nowhere"\nephemeral = "/"\npolicies = "{policies}"\n'
    (data / "borne.toml").write_text(bad + nowhere)
    server.is_revoked = True
    code, said = checked(data, capsys)
    assert code == 1
    for what, todo in {
        "Clé": "chmod 600",
        "Serveur": "borne enrol",
        "Écran": "session de la borne",
        "Chromium": "apt install chromium",
        "Règles de Chromium": "borne policies",
        "Imprimante": "uri",
        "File d’impression": "lpadmin",
        "Scanner": "scanimage -L",
        "Mémoire": "/dev/shm",
    }.items():
        assert said[what].startswith("NON"), said[what]
        assert todo in said[what]
    server.cut()
    assert "ne répond pas" in checked(data, capsys)[1]["Serveur"]
    server.put_back()


@pytest.mark.browser
def test_a_stop_of_the_machine_ends_the_session_and_leaves_nothing(server: Town, screen: str, tmp_path: Path):
    needs("chromium", "chromium")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        own = f'display = "{screen}"\nephemeral = "{memory}"\nbrowser_flags = ["--no-sandbox", "--disable-gpu"]\n'
        enrolled(server, tmp_path / "borne", own)
        root = Path(__file__).resolve().parents[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "guichet_borne", "run", "--data", tmp_path / "borne"], cwd=root
        )
        try:
            wait_until(lambda: server.sessions, "a session")
            process.terminate()
            assert process.wait(60) == 0
        finally:
            process.kill()
            process.wait()
        assert list(Path(memory).iterdir()) == []
        assert server.ended == [(server.sessions[0], "restart")]
