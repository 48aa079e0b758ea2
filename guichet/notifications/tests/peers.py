"""The other end of our gateways, as real servers: they listen on a port, speak the protocol and answer what a test asks."""

import email
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any


@dataclass
class MailPeer:
    """A mail server of one conversation at a time; `answers` says otherwise than yes to a command."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    silent: float = 0  # seconds before it greets
    on_data: Callable[[], object] = lambda: None
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


class _MailTalk(StreamRequestHandler):
    def handle(self) -> None:
        peer: MailPeer = self.server.peer  # type: ignore[attr-defined]  # put there by mail_peer
        time.sleep(peer.silent)
        try:
            self.say("220 peer")
            while line := self.rfile.readline().decode():
                self.answer(peer, line.split()[0].upper(), line)
        except OSError:
            pass  # the other side went away: what some tests are about

    def answer(self, peer: MailPeer, command: str, line: str) -> None:
        if command in peer.answers:
            return self.say(peer.answers[command])
        if command == "RCPT":
            peer.recipients.append(line.split("<")[1].split(">")[0])
        if command == "DATA":
            self.say("354 go on")
            peer.on_data()
            lines = []
            while (part := self.rfile.readline()) != b".\r\n":
                lines.append(part.removeprefix(b".") if part.startswith(b"..") else part)
            if "." in peer.answers:
                return self.say(peer.answers["."])
            peer.taken.append(email.message_from_bytes(b"".join(lines), policy=default))
        return self.say("221 bye" if command == "QUIT" else "250 ok")

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def mail_peer() -> Iterator[MailPeer]:
    peer = MailPeer()
    with _serving(ThreadingTCPServer(("127.0.0.1", 0), _MailTalk), peer):
        yield peer


@dataclass
class SmsPeer:
    """A supplier of SMS; answers `status` after `silent` seconds."""

    port: int = 0
    status: int = 202
    silent: float = 0
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


class _SmsTalk(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        peer: SmsPeer = self.server.peer  # type: ignore[attr-defined]  # put there by sms_peer
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(peer.silent)
        if peer.status < 300:
            peer.taken.append(said)
            peer.headers.append(dict(self.headers))
        try:
            self.send_response(peer.status)
            self.send_header("Location", "/ok")
            self.send_header("Content-Length", "0")
            self.end_headers()
        except OSError:
            pass

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def sms_peer() -> Iterator[SmsPeer]:
    peer = SmsPeer()
    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), _SmsTalk), peer):
        yield peer


@contextmanager
def _serving(server: Any, peer: MailPeer | SmsPeer) -> Iterator[None]:
    server.daemon_threads = True
    server.block_on_close = False
    server.peer = peer
    peer.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
