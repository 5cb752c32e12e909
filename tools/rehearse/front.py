"""nginx with the site file of deploy/, with nothing changed but ports, folders and the certificate."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE_FILE = ROOT / "deploy" / "nginx.conf"
NAME = "passerelle.example"
NGINX_PATH = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"

AROUND = """daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {logs}/nginx-start.log notice;
events {{ worker_connections 768; }}
http {{
    include {types};
    default_type application/octet-stream;
    access_log {logs}/nginx-others.log combined;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""
"""What Debian's own nginx.conf says around a site, as far as it matters here."""


class NotWhatWasExpected(Exception):
    """The site file says something the rehearsal does not know how to move."""


def moved(site: str, changes: dict[str, str]) -> str:
    """The site file with each of these words replaced. A word that is not there would leave the rehearsal in doubt."""
    site = re.sub(r"^\s*listen \[::\]:.*\n", "", site, flags=re.MULTILINE)
    for old, new in changes.items():
        if old not in site:
            raise NotWhatWasExpected(f"deploy/nginx.conf says nowhere “{old}”.")
        site = site.replace(old, new)
    return site


def of_a_server(site: str) -> list[str]:
    """What still points outside of the rehearsal: privileged ports and the folders of a server."""
    said = re.sub(r"#.*", "", site)
    return re.findall(r"listen (?:80|443)\b.*|(?<![\w.])/(?:etc|srv|var)/[\w./-]*", said)


def changes(folder: Path, logs: Path, app: Path, *, http: int, https: int, apps: tuple[int, int]) -> dict[str, str]:
    return {
        "127.0.0.1:8001": f"127.0.0.1:{apps[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{apps[1]}",
        "listen 80 ": f"listen 127.0.0.1:{http} ",
        "listen 443 ": f"listen 127.0.0.1:{https} ",
        "/var/cache/nginx/passerelle": f"{folder}/cache",
        "/var/log/nginx/": f"{logs}/",
        "/var/www/letsencrypt": f"{folder}/letsencrypt",
        "/srv/passerelle/app": str(app),
        f"/etc/letsencrypt/live/{NAME}": str(folder),
    }


def configured(folder: Path, site: str, logs: Path) -> Path:
    """The configuration of a whole nginx, checked."""
    if left := of_a_server(site):
        raise NotWhatWasExpected(f"deploy/nginx.conf still names {', '.join(left)}.")
    file = folder / "nginx.conf"
    file.write_text(AROUND.format(folder=folder, logs=logs, site=site, types="/etc/nginx/mime.types"))
    return file


def certificate(folder: Path) -> Path:
    """One for the name of the site, signed by itself."""
    made = folder / "fullchain.pem"
    subprocess.run(
        shlex.split(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
            f" -keyout {folder}/privkey.pem -out {made} -subj /CN={NAME} -addext subjectAltName=DNS:{NAME}"
        ),
        check=True,
        capture_output=True,
    )
    return made


def nginx_there() -> Path | None:
    found = shutil.which("nginx", path=NGINX_PATH)
    return Path(found) if found else None


def nginx() -> Path:
    return nginx_there() or sys.exit("No nginx here: apt-get install nginx-light (or nginx).")
