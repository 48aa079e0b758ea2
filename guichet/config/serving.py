"""`guichet serve`: one preloaded parent that forks the page processes, the live process and the worker.

The parent opens both ports and keeps them: while a child that died is started again, connections wait, none is refused.
It holds no database connection and does nothing but watch, so that its memory stays shared with every child.
"""

import ctypes
import errno
import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

from django.db import connections
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)

STOP = {signal.SIGTERM, signal.SIGINT}
# A child that dies at once is not started again at once.
LONGEST_PAUSE = 5.0
STEADY_AFTER = 10.0
GRACE_SECONDS = 10.0
BACKLOG = 1024

_SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)
_SET_NAME = 15


class Refused(Exception):
    """The program cannot start; says why in one sentence."""


@dataclass
class Child:
    """One process of the house, and when it may be started again."""

    name: str
    run: Callable[[], None]
    pid: int | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    pause: float = 0.0


def open_port(host: str, port: int) -> socket.socket:
    """Take a port for good, or say that somebody else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise Refused(_port_sentence(host, port, error)) from None
    return listener


def _port_sentence(host: str, port: int, error: OSError) -> str:
    if isinstance(error, PermissionError):
        sentence = _("Le port %(port)s est réservé à l’administrateur : choisissez-en un au-dessus de 1024.")
    elif error.errno != errno.EADDRINUSE:
        sentence = _("L’adresse %(host)s n’est pas celle de cette machine : changez --host.")
    else:
        sentence = _(
            "Le port %(port)s est déjà pris par un autre programme (peut-être Guichet lui-même) : arrêtez ce programme, ou choisissez un autre port avec --port."
        )
    return sentence % {"host": host, "port": port}


def preload() -> None:
    """Import and compile, before the forks, whatever every page needs: its memory is shared then."""
    from django.apps import apps
    from django.template import engines
    from django.urls import get_resolver

    from guichet.communes.official import read_lists

    for name in ("guichet.config.wsgi", "guichet.config.asgi", "guichet.config.worker", "granian", "uvicorn.server"):
        import_module(name)

    get_resolver()._populate()  # else each child does it with its first page
    engine = engines["django"]
    for name in _own_templates(app.path for app in apps.get_app_configs() if app.name.startswith("guichet.")):
        engine.get_template(name)
    read_lists()
    connections.close_all()
    gc.collect()
    gc.freeze()


def _own_templates(folders: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        root = os.path.join(folder, "templates")
        for base, _folders, files in os.walk(root):
            yield from (os.path.relpath(os.path.join(base, name), root) for name in files if name.endswith(".html"))


def run_pages(listener: socket.socket, number: int) -> None:
    """Serve pages in this process on a port that the parent opened, until SIGTERM."""
    from granian import _granian
    from granian.constants import Interfaces, RuntimeModes
    from granian.log import LogLevels
    from granian.server.mp import MPServer

    from guichet.config.senders import Watch
    from guichet.config.wsgi import CONNECTION_THREADS, application

    Watch(listener.getsockname()[1]).start()
    # Granian forks its own workers under its own watch; ours are forked already, from the preloaded parent and around
    # a port that outlives them. So we take the worker it would start, and run it here.
    server: Any = MPServer(  # we reach inside
        "guichet",
        interface=Interfaces.WSGI,
        runtime_mode=RuntimeModes.mt,
        blocking_threads=CONNECTION_THREADS,
        backlog=BACKLOG,
        log_level=LogLevels.warning,
    )
    holder: Any = _granian.SocketHolder  # its stub forgets how it is made
    server._shd, server._sso = holder(listener.fileno(), False, BACKLOG), listener
    server._start_ipc()
    server._spawn_worker(number, server._spawn_wsgi_worker, lambda: application).inner.run()


def run_live(listener: socket.socket) -> None:
    """Serve the sockets of the open screens in this process, until SIGTERM."""
    import uvicorn

    config = uvicorn.Config("guichet.config.asgi:application", log_level="warning", lifespan="on", ws_max_size=4096)
    uvicorn.Server(config).run(sockets=[listener])


def run_worker() -> None:
    """Deliver facts and do the chores in this process, until SIGTERM; pages go first when the machine is busy."""
    from guichet.config.worker import Worker

    os.nice(5)
    Worker().run()


class Parent:
    """Starts the children, starts again those that die, stops them all."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children

    def watch(self) -> None:
        """Return once SIGTERM or SIGINT came and every child has ended."""
        signals = STOP | {signal.SIGCHLD}
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)
        try:
            while True:
                self._start_those_due()
                told = signal.sigtimedwait(signals, 0.5)
                if told is not None and told.si_signo in STOP:
                    break
                self._bury()
        finally:
            self._stop()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)

    def _start_those_due(self) -> None:
        for child in self.children:
            if child.pid is None and time.monotonic() >= child.due_at:
                child.started_at = time.monotonic()
                child.pid = _fork(child)

    def _bury(self) -> None:
        """Take note of the dead."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for child in self.children:
                if child.pid == pid:
                    child.pid = None
                    lived = time.monotonic() - child.started_at
                    child.pause = 0.0 if lived > STEADY_AFTER else min(child.pause * 2 or 0.1, LONGEST_PAUSE)
                    child.due_at = time.monotonic() + child.pause
                    code = os.waitstatus_to_exitcode(status)
                    log.warning("child-died name=%s pid=%s code=%s pause=%.1fs", child.name, pid, code, child.pause)

    def _stop(self) -> None:
        deadline = time.monotonic() + GRACE_SECONDS
        self._tell(signal.SIGTERM)
        while any(child.pid for child in self.children):
            signal.sigtimedwait({signal.SIGCHLD}, 0.1)
            self._collect()
            if time.monotonic() > deadline:
                self._tell(signal.SIGKILL)

    def _collect(self) -> None:
        for child in self.children:
            if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                child.pid = None

    def _tell(self, what: signal.Signals) -> None:
        for child in self.children:
            if child.pid:
                os.kill(child.pid, what)


def _fork(child: Child) -> int:
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _live_as(child, parent)
    return pid


def _live_as(child: Child, parent: int) -> NoReturn:
    code = 1
    try:
        for sign in STOP:
            signal.signal(sign, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP | {signal.SIGCHLD})
        libc = ctypes.CDLL(None)
        # A parent killed with -9 takes its children along: they would hold its ports.
        libc.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        libc.prctl(_SET_NAME, f"guichet {child.name}".encode())
        if os.getppid() == parent:
            child.run()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:
        log.exception("child-failed name=%s", child.name)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
