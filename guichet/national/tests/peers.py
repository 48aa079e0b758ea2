"""A server that gives an archive, or does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True)
class Peer:
    url: str


@contextmanager
def archive_peer(data: bytes, mood: str = "well") -> Iterator[Peer]:
    """`mood`: well, absent (404), cut (less than announced), endless (no length), huge (a length beyond all)."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404 if mood == "absent" else 200)
            announced = {"cut": len(data) + 1000, "huge": 10**12}.get(mood, len(data))
            if mood != "endless":
                self.send_header("Content-Length", str(announced))
            self.end_headers()
            for _turn in range(20 if mood == "endless" else 1):
                self.wfile.write(data)

        def log_message(self, *_words: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Peer(f"http://127.0.0.1:{server.server_port}/part/zip/vosdroits-latest.zip")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
