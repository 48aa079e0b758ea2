import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pytest

from guichet_borne import local
from guichet_borne.pack import Pack, Spoilt


class Shelf:
    """What a server would give, and how often it was asked."""

    def __init__(self, **files: bytes) -> None:
        self.files = {"index.html": b"<html><head></head><body>Accueil</body>", **files}
        self.asked: list[str] = []

    def told(self, version: str) -> dict[str, Any]:
        files = [
            {"path": path, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
            for path, body in self.files.items()
        ]
        return {"version": version, "files": files}

    async def fetch(self, path: str) -> bytes:
        self.asked.append(path)
        return self.files[path]


def test_a_version_replaces_another_all_at_once_and_fetches_only_what_changed(tmp_path: Path):
    pack, shelf = Pack(tmp_path / "pack"), Shelf(a=b"1", b=b"2")
    (tmp_path / "pack").mkdir()
    assert asyncio.run(pack.take(shelf.told("v1"), shelf.fetch)) is True
    assert asyncio.run(pack.take(shelf.told("v1"), shelf.fetch)) is False
    shelf.files["b"], shelf.asked = b"3", []
    asyncio.run(pack.take(shelf.told("v2"), shelf.fetch))
    assert shelf.asked == ["b"]
    assert (pack.version, pack.read("a"), pack.read("b")) == ("v2", b"1", b"3")
    assert sorted(path.name for path in (tmp_path / "pack").iterdir()) == ["current", "v2"]


def test_a_spoilt_or_malicious_pack_leaves_the_one_before(tmp_path: Path):
    pack, shelf = Pack(tmp_path / "pack"), Shelf()
    asyncio.run(pack.take(shelf.told("v1"), shelf.fetch))
    other = shelf.told("v2")
    for spoilt in (
        {**other, "files": [{**other["files"][0], "sha256": "0" * 64}]},
        {**other, "files": [*other["files"], {"path": "../key.json", "sha256": "", "size": 1}]},
        {**other, "files": [*other["files"], {"path": "/etc/passwd", "sha256": "", "size": 1}]},
        {**other, "files": []},
        {**other, "version": "../v2"},
        {},
    ):
        with pytest.raises(Spoilt):
            asyncio.run(pack.take(spoilt, shelf.fetch))
    assert pack.version == "v1"
    assert sorted(path.name for path in (tmp_path / "pack").iterdir()) == ["current", "v1"]


def test_a_packed_page_says_that_the_network_is_cut_and_reads_nothing_else(tmp_path: Path):
    pack, shelf = Pack(tmp_path / "pack"), Shelf()
    shelf.files["papers/acte.pdf"] = b"%PDF"
    pages = local.LocalPages(pack)
    assert pages.home() == local.screen("coupure")
    asyncio.run(pack.take(shelf.told("v1"), shelf.fetch))
    answer = pages.answer(pages.home())
    assert local.CUT.encode() in answer.body
    assert pages.paper(f"{local.PACK}papers/acte.pdf#page=1") == b"%PDF"
    (tmp_path / "key.json").write_text("secret")
    assert b"secret" not in pages.answer(f"{local.PACK}../../key.json").body
    assert b"secret" not in pages.answer(f"{local.PACK}%2e%2e/%2e%2e/key.json").body
    assert pages.answer(f"{local.SCREENS}../local.py").status == 404
    assert b"<b>" not in pages.answer(local.screen("ferme", "<b>8 h</b>")).body
