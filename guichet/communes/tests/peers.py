"""The other end of the address service: a real server on a port, which answers what a test asks."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


def feature(name: str, kind: str = "street", **changes: Any) -> dict[str, Any]:
    """One answer, as the Géoplateforme writes it (its shape alone: invented content)."""
    said = {
        "label": f"{name} 59186 Anor", "score": 0.94, "id": "59012_0230", "banId": None, "name": name, "postcode": "59186",
        "citycode": "59012", "x": 772513.2, "y": 6990432.1, "city": "Anor", "context": "59, Nord, Hauts-de-France",
        "type": kind, "importance": 0.4, "street": name, "_type": "address", **changes,
    }  # fmt: skip
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [4.116, 49.991]}, "properties": said}


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, "query": "…"}).encode()


@dataclass
class AddressPeer:
    """Answers `body` with `status` after `silent` seconds; with `drip` one byte each tenth of a second."""

    url: str = ""
    status: int = 200
    body: bytes = collection(feature("Rue d'Hirson"))
    silent: float = 0
    drip: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)


class _Talk(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        peer: AddressPeer = self.server.peer  # type: ignore[attr-defined]  # put there by address_peer
        peer.asked.append(dict(parse_qsl(urlsplit(self.path).query)))
        peer.is_over.wait(peer.silent)
        try:
            self.send_response(peer.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            for at in range(0, len(peer.body), 1 if peer.drip else len(peer.body)):
                self.wfile.write(peer.body[at : at + (1 if peer.drip else len(peer.body))])
                if peer.drip:
                    time.sleep(0.1)
        except OSError:
            pass  # the other side went away: what some tests are about

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def address_peer() -> Iterator[AddressPeer]:
    peer = AddressPeer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Talk)
    server.daemon_threads, server.block_on_close = True, False
    server.peer = peer  # type: ignore[attr-defined]  # read by _Talk
    peer.url = f"http://127.0.0.1:{server.server_address[1]}/geocodage/search"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield peer
    finally:
        peer.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()
