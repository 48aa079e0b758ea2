"""nginx serving a file: what this machine can do at best with a page of the same size."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

PORT = 8210
PATIENCE_SECONDS = 20

_CONFIGURATION = """
daemon off; master_process on; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;
{user}
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000; default_type text/html;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


@contextmanager
def nginx(content: bytes) -> Iterator[str]:
    """Yield the address of a file with this content."""
    with TemporaryDirectory(prefix="guichet-bench-nginx-") as name:
        folder = Path(name)
        (folder / "files").mkdir()
        (folder / "files" / "page.html").write_bytes(content)
        user = "user root;" if os.geteuid() == 0 else ""  # its workers must read the folder, which is ours alone
        (folder / "nginx.conf").write_text(_CONFIGURATION.format(folder=folder, port=PORT, user=user))
        running = subprocess.Popen(["nginx", "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
        try:
            _wait_until_it_listens()
            yield f"http://127.0.0.1:{PORT}/page.html"
        finally:
            running.terminate()
            running.wait(timeout=20)


def _wait_until_it_listens() -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", PORT), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit(f"nginx does not answer on port {PORT}.")
