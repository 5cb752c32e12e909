"""What nginx is for: the door, what it keeps, what it goes on with, what it writes down."""

import re
import socket
import ssl
import time
from http.client import HTTPConnection
from urllib.parse import parse_qsl, urlsplit

from tests.pathways.visiting import JOB
from tools.rehearse.counsellor import title
from tools.rehearse.evidence import found_in
from tools.rehearse.front import NAME
from tools.rehearse.rehearsal import Outcome, Rehearsal, all_right, share, told
from tools.rehearse.running import HOST, wait_until
from tools.rehearse.visitors import CONTENT, PERSONAL

SLOW_CLIENTS = 200
MOST_READ = ("/", *(f"{JOB}{name}" for name in ("", "salaire/", "missions/", "voies/", "eligibilite/")))
SECONDS_TO_SEND_AWAY = 15
TRACES = (r"Traceback \(most recent", r'File "[^"]+\.py", line')
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{5}\b")


def front_door(rehearsal: Rehearsal) -> Outcome:
    site, browser = rehearsal.site, rehearsal.browser
    plain_http = HTTPConnection(HOST, site.http, timeout=5)
    plain_http.request("GET", "/metiers/", headers={"Host": "somebody.example"})
    led_to = plain_http.getresponse().headers["Location"]
    plain_http.close()
    home, _ = browser.get("/")
    sheet = re.search(r'href="(/static/css/passerelle\.[0-9a-f]{12}\.css)"', browser.see("/").text)
    static, content = browser.get(sheet.group(1) if sheet else "/static/", "gzip")
    checks = {
        "http leads to https": led_to == f"https://{NAME}/metiers/",
        "another name gets no certificate": not shakes_hands(site.https, "somebody.example"),
        "HSTS": "max-age=31536000" in home.headers.get("Strict-Transport-Security", ""),
        "no cookie": "Set-Cookie" not in home.headers,
        "a request id": len(home.headers.get("X-Request-ID", "")) == 32,
        "what is measured is not shown": browser.get("/sante/mesures/")[0].status == 404,
        "ready": browser.get("/sante/pret/")[0].status == 200,
        "hashed files for ever": "immutable" in static.headers.get("Cache-Control", ""),
        "compressed files": static.headers.get("Content-Encoding") == "gzip" and len(content) > 1000,
        "304": browser.get("/", **{"If-None-Match": home.headers.get("ETag", "")})[0].status == 304,
    }
    missed = [name for name, held in checks.items() if not held]
    told_of = f": not {', '.join(missed)}" if missed else ""
    return Outcome(f"{len(checks) - len(missed)} of {len(checks)}{told_of}", not missed)


def shakes_hands(port: int, name: str) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection((HOST, port), 5) as line, context.wrap_socket(line, server_hostname=name):
            return True
    except OSError:
        return False


def everybody_reads(rehearsal: Rehearsal) -> Outcome:
    wrong = rehearsal.wrong_pages(rehearsal.browser.see)
    log = rehearsal.access_log()
    with rehearsal.crowd(6, pause=0, paths=MOST_READ) as crowd:
        time.sleep(12)
    ratio, asked = log.hit_ratio()
    return Outcome(
        f"{told(crowd)}, {len(wrong)} wrong pages{': ' + wrong[0] if wrong else ''}; {ratio:.1%} of {asked} kept",
        all_right(crowd) and not wrong and ratio >= 0.9,
    )


def both_down(rehearsal: Rehearsal) -> Outcome:
    site = rehearsal.site
    for path in CONTENT:
        rehearsal.browser.see(path)
    for server in site.servers:
        server.end()
    time.sleep(8)  # nothing kept is fresh any more
    seen = [rehearsal.browser.see(path) for path in CONTENT]
    lost = [answer.path for answer in seen if not answer.is_whole]
    personal, content = rehearsal.browser.get(PERSONAL[0], "")
    for place in (0, 1):
        site.start_server(place)
    back = wait_until(lambda: rehearsal.browser.see(PERSONAL[0]).is_whole, 10)
    return Outcome(
        f"{len(seen) - len(lost)} of {len(seen)} pages{': not ' + ', '.join(lost[:4]) if lost else ''}; "
        f"with answers {personal.status} « {title(content.decode())} »; then {'back' if back else 'NOT BACK'}",
        all(path.startswith(NOT_KEPT) for path in lost)
        and personal.status == 503
        and '<html lang="fr">' in content.decode()
        and back,
    )


NOT_KEPT = ("/au/", "/chiffres/", "/code/", "/entretien/")
"""Pages the site lets nobody keep: nginx can't go on with them alone."""


def slow_clients(rehearsal: Rehearsal) -> Outcome:
    context = ssl.create_default_context(cafile=str(rehearsal.site.certificate))
    lines: list[socket.socket] = []
    for number in range(SLOW_CLIENTS):
        line = socket.create_connection((HOST, rehearsal.site.https), 10)
        if number % 2:  # the others say nothing at all
            line = context.wrap_socket(line, server_hostname=NAME)
            line.sendall(b"GET / HTTP/1.1\r\nHost: passerelle.example\r\nX-Slow: ")
        lines.append(line)
    since = time.monotonic()
    with rehearsal.crowd() as crowd:
        time.sleep(5)
    usual = share([seen.seconds for seen in crowd.seen], 0.95)
    wait_until(lambda: all(is_closed(line) for line in lines), SECONDS_TO_SEND_AWAY - (time.monotonic() - since))
    closed = sum(is_closed(line) for line in lines)
    for line in lines:
        line.close()
    return Outcome(
        f"{told(crowd)}, 95 of 100 in {usual * 1000:.0f} ms; {closed} of {SLOW_CLIENTS} sent away",
        all_right(crowd) and closed == SLOW_CLIENTS,
    )


def is_closed(line: socket.socket) -> bool:
    """Whether the other side hung up."""
    line.setblocking(False)
    try:
        while line.recv(4096):  # a farewell
            pass
        return True
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    except OSError:
        return True


def logs(rehearsal: Rehearsal) -> Outcome:
    """Answers are sent in every scenario; a code is asked for here, and an address nobody understands."""
    result = next(path for path in PERSONAL if "/resultat/?" in path)
    code = CODE.search(rehearsal.browser.see(result).text)
    if code:
        for path in (f"/code/{code.group()}/", f"/code/{code.group()}.svg", f"/code/?code={code.group()}"):
            rehearsal.browser.get(path)
    for path in ("/%3Fdiplomes=deas", "/nulle-part/?diplomes=deas", "/admin/?diplomes=deas", "/\xe9?age=16"):
        rehearsal.browser.get(path.encode("ascii", "ignore").decode())
    keys = {key for path in PERSONAL for key, _ in parse_qsl(urlsplit(path).query)}
    never = (*TRACES, *(rf"\b{re.escape(key)}=" for key in sorted(keys)))
    secrets = [*rehearsal.counsellor.secrets, rehearsal.site.environment["SECRET_KEY"]]
    files = sorted(rehearsal.site.logs.iterdir())
    words = sum(file.stat().st_size for file in files)
    codes = [code.group()] if code else []
    found = found_in(files, [*secrets, *codes], never)
    return Outcome(
        f"{words // 1024} KiB in {len(files)} files, {len(found)} found{': ' + found[0][:200] if found else ''}",
        code is not None and not found,
    )
