"""The servers that are compared: granian with any application, nginx with a file, nginx as an edge with a cache."""

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from config.serve import OPTIONS
from tools.bench import installing
from tools.bench.running import HOST, Running, fetched

WORKERS = 2
GRANIAN = Path(sys.executable).with_name("granian")
QUIETLY = ("--log-level", "warning", "--no-access-log")
AS_DEPLOYED = {"MALLOC_ARENA_MAX": "4", "GRANIAN_BLOCKING_THREADS": "1"}
"""As the unit of production has the app server of visitors (deploy/), for everybody."""

OF_FILES = {"content-type", "content-length", "etag", "date", "server", "last-modified", "connection"}
"""Headers nginx gives a file by itself."""

_NGINX = """
daemon off;
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
{as_user}
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  open_file_cache max=100;
  default_type "text/html; charset=utf-8";
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {http}
  server {{
    listen {host}:{port};
    location / {{ {location} }}
  }}
}}
"""


def granian(
    application: str,
    folder: Path,
    *,
    program: Path = GRANIAN,
    ready_at: str = "/",
    headers: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Running:
    """As config/serve.py starts it: WSGI, two workers, as many threads as our visitors have."""

    def command(port: int) -> list[str]:
        return [str(program), *OPTIONS, "--host", HOST, "--port", str(port), *QUIETLY, application]

    environment = {**(environment or {}), **AS_DEPLOYED}
    return Running(command, folder, ready_at=ready_at, headers=headers, environment=environment)


def nginx_with(body: bytes, headers: Mapping[str, str], folder: Path) -> Running:
    """These bytes as a file, with these headers, those of files left out: what the machine can do at all."""
    (folder / "www").mkdir(parents=True)
    (folder / "www" / "index.html").write_bytes(body)
    added = "".join(
        f"add_header {name} {json.dumps(value)}; " for name, value in headers.items() if name.lower() not in OF_FILES
    )
    return _nginx(folder, location=f"root {folder}/www; {added}", ready_at="/")


def nginx_before(behind: Running, folder: Path, *, ready_at: str, headers: Mapping[str, str]) -> Running:
    """A cache that keeps what the site lets it keep, for as long as it says, each encoding for itself, as in deploy/.

    A page with its headers is small enough to be sent at once, which sendfile would not.
    """
    folder.mkdir(parents=True)
    cache = f"proxy_cache_path {folder}/kept keys_zone=kept:10m max_size=100m;"
    upstream = f"upstream site {{ server {HOST}:{behind.port}; keepalive 8; }}"
    passed = "".join(f"proxy_set_header {key} {value}; " for key, value in headers.items())
    proxy = (
        f"proxy_pass http://site; proxy_http_version 1.1; proxy_set_header Connection ''; {passed}"
        'proxy_cache kept; proxy_cache_key "$request_uri $http_accept_encoding"; proxy_ignore_headers Vary; '
        "proxy_cache_lock on; proxy_cache_use_stale error timeout updating; "
        "proxy_cache_background_update on; sendfile off; proxy_buffer_size 16k; proxy_buffers 16 32k; "
        "add_header X-Cache $upstream_cache_status always;"
    )
    edge = _nginx(folder, http=cache + upstream, location=proxy, ready_at=ready_at)
    kept = [fetched(edge.port, ready_at, headers)[1]["X-Cache"] for _ in range(2)][1]
    if kept != "HIT":
        edge.end()
        raise RuntimeError(f"The cache of the edge keeps nothing: X-Cache says {kept} at the second request.")
    return edge


def _nginx(folder: Path, *, location: str, ready_at: str, http: str = "") -> Running:
    program = shutil.which("nginx", path=installing.PROGRAMS)
    as_user = "user root;" if _is_root() else ""

    def command(port: int) -> list[str]:
        file = folder / "nginx.conf"
        file.write_text(
            _NGINX.format(
                workers=WORKERS, folder=folder, as_user=as_user, http=http, host=HOST, port=port, location=location
            ),
            encoding="utf-8",
        )
        return [str(program), "-c", str(file), "-p", str(folder)]

    return Running(command, folder, ready_at=ready_at)


def _is_root() -> bool:
    return Path("/proc/self").stat().st_uid == 0
