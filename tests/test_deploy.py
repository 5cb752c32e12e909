"""What the files in deploy/ promise: what nginx writes, keeps, refuses and passes on; what an app server may do."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from careers import editions
from config.limits import LONGEST_ADDRESS
from config.serve import OPTIONS, THREADS
from pathways.short_code import write
from tests.security.addresses import PUBLIC, filled, real

DEPLOY = Path(__file__).parents[1] / "deploy"
SITE = re.sub(r"(?m)^\s*#.*$|\s{2,}#.*$", "", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
UNIT = (DEPLOY / "passerelle@.service").read_text(encoding="utf-8")
OF_VISITORS = (DEPLOY / "passerelle@8001.service.d" / "visitors.conf").read_text(encoding="utf-8")
EXAMPLE = (DEPLOY / "passerelle.env.example").read_text(encoding="utf-8")

MEMORY = "location / {"
WORKSHOP = "location /admin/ {"


def said(pattern, text):
    """The one thing a pattern is there to find."""
    (found,) = re.findall(pattern, text)
    return found


def directive(name):
    """Every value a directive is given in the site file."""
    return [" ".join(value.split()) for value in re.findall(rf"(?m)(?:^|[{{;])\s*{name}\s+([^;{{]+);", SITE)]


(WAITING,) = re.findall(r"location ~ \^\(\?:/au/.* {", SITE)
"""What opens the place of public pages that may wait."""


def block(opening):
    """What stands between the braces of a block, and of those in it; of the last one that begins like that."""
    start = SITE.rindex(opening) + len(opening)
    depth = 1
    for place, character in enumerate(SITE[start:], start):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth:
            return SITE[start:place]
    raise AssertionError(f"{opening} is not closed")


def mapped(variable, value):
    """What nginx makes of a value with the map of this variable: the first pattern that fits, in their order."""
    default = ""
    for line in block(said(rf"(map \S+ \${variable} {{)", SITE)).split(";\n"):
        if not (line := line.strip()):
            continue
        pattern, result = (word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line))
        if pattern == "default":
            default = result
        elif found := re.search(
            pattern.lstrip("~*").replace("(?<", "(?P<"), value, re.IGNORECASE if "~*" in pattern else 0
        ):
            return re.sub(r"\$\{(\w+)\}", lambda name: found[name.group(1)], result)
    return default


# --- What is written down ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "telling",
    [
        *("request", "request_uri", "args", "query_string", "is_args", "uri", "document_uri", "request_body"),
        *("http_referer", "http_user_agent", "http_cookie", "remote_addr", "binary_remote_addr", "remote_user"),
        *("http_x_forwarded_for", "sent_http_location", "upstream_http_location", "proxy_add_x_forwarded_for"),
    ],
)
def test_access_log_holds_nothing_of_visitors(telling):
    written = re.findall(r"\$(\w+)", said(r"(?s)log_format passerelle (.*?);\n", SITE))

    assert "passerelle_path" in written
    assert telling not in written


def test_every_log_is_one_that_holds_nothing_of_visitors():
    assert set(directive("access_log")) == {"/var/log/nginx/passerelle-access.log passerelle", "off"}
    servers = re.split(r"(?m)^server {", SITE)[1:]
    assert len(servers) == 3
    assert all("    access_log " in server and "    error_log " in server for server in servers)
    assert {value.split()[1] for value in directive("error_log")} == {"emerg"}


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/metiers/assistant-medical/eligibilite/", "/metiers/assistant-medical/eligibilite/"),
        ("/code/", "/code/"),
        ("/code/W7KE-3FRA-9XQ2P/", "/code/-"),
        ("/code/W7KE-3FRA-9XQ2P.svg", "/code/-"),
        ("/au/2026-01-01/code/W7KE-3FRA-9XQ2P/", "/au/2026-01-01/code/-"),
        ("/Code/W7KE-3FRA-9XQ2P/", "/Code/-"),
        ("/eligibilite/?diplomes=deas", "/eligibilite/"),
    ],
)
def test_path_is_written_without_codes_and_answers(path, written):
    assert (mapped("passerelle_path", path) or path).replace("$uri", path) == written


# --- What is kept -----------------------------------------------------------------------------------------------------


def test_answers_never_lie_on_the_disk_of_the_edge():
    assert directive("proxy_cache_bypass") == directive("proxy_no_cache") == ["$is_args"]
    assert directive("proxy_max_temp_file_size") == ["0"]


def test_what_the_site_says_of_keeping_is_believed():
    assert directive("proxy_ignore_headers") == ["Vary"]
    assert directive("proxy_cache_valid") == []


def test_kept_pages_go_on_when_nothing_behind_answers_but_not_beside_newer_ones():
    stale = directive("proxy_cache_use_stale")[0].split()

    assert {"error", "timeout", "http_500", "http_502", "http_503", "http_504"} == set(stale)
    assert directive("proxy_cache_lock") == directive("proxy_cache_background_update") == ["on"]


def test_workshop_health_and_other_days_are_never_kept():
    assert directive("proxy_cache") == ["passerelle", "passerelle"]
    assert all("proxy_cache passerelle;" in block(place) for place in (MEMORY, WAITING))


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.000", ""),
        ("gzip;q=0.01", "gzip"),
        ("identity", ""),
        ("", ""),
        ("brotli, x-gzip", ""),
        ("BR", "br"),
    ],
)
def test_encodings_are_three(said, encoding):
    assert mapped("passerelle_encoding", said) == encoding


@pytest.mark.parametrize(
    ("asked", "compared_by"),
    [("/metiers/", "nginx"), ("?/metiers/", "the site"), ("/admin/", "the site"), ("/administration/", "nginx")],
)
def test_etags_are_compared_by_whoever_keeps_the_page(asked, compared_by):
    assert mapped("passerelle_if_none_match", asked) == {"nginx": "", "the site": "$http_if_none_match"}[compared_by]


# --- Who answers what -------------------------------------------------------------------------------------------------


def servers(role):
    """Of an upstream: who is asked first, and who stands in."""
    listed = re.findall(r"server (\S+) ?([^;]*);", block(f"upstream passerelle_{role} {{"))
    return [port for port, how in listed if "backup" not in how], [port for port, how in listed if "backup" in how]


def test_each_app_server_stands_in_for_the_other():
    visitors, workshop = (["127.0.0.1:8001"], ["127.0.0.1:8002"])

    assert servers("visitors") == (visitors, workshop)
    assert servers("workshop") == (workshop, visitors)


@pytest.mark.parametrize(
    ("place", "role"),
    [
        (MEMORY, "visitors"),
        (WAITING, "workshop"),
        (WORKSHOP, "workshop"),
        ("location /sante/ {", "visitors"),
        ("location /au/ {", "visitors"),
    ],
    ids=["from memory", "may wait", "workshop and its door", "health", "another day"],
)
def test_every_place_is_somebodys(place, role):
    assert set(re.findall(r"proxy_pass (\S+);", block(place))) == {f"http://passerelle_{role}"}


@pytest.mark.parametrize("place", [WAITING, WORKSHOP], ids=["may wait", "workshop"])
def test_who_waited_in_vain_does_not_keep_visitors_waiting(place):
    """Neither is the request sent on to their server, nor are later ones because the workshop's is taken for gone."""
    assert "proxy_next_upstream error;" in block(place)
    assert "server 127.0.0.1:8002 max_fails=0;" in block("upstream passerelle_workshop {")


def test_public_pages_that_ask_the_database_are_not_for_the_server_of_visitors(
    real_edition, shelf, older_editions, board
):
    """All there are, each as its first visitor finds it: nothing was read of the edition before, nor of what was
    counted."""
    rules = shelf.get("assistant-medical").parts["rules"]
    code = write(real_edition.number, rules.questions, {"diplomes": ("cqp-am",)})
    editions.publish_again(real_edition, by="Claire Morel", note="La même", at=now())
    shelf.clear()
    shelf.all()
    may_wait = re.compile(said(r"~ (\S+) {", WAITING))
    waiting, not_sent_there = set(), []
    for route in PUBLIC:
        path = filled(route, lambda name: code if name == "code" else real(name))
        older_editions.clear()
        board.clear()
        with CaptureQueriesContext(connection) as asked:
            Client().get(path)
        if asked:
            waiting.add(route)
        if asked and not may_wait.match(path):
            not_sent_there.append(path)

    assert not_sent_there == []
    assert {"code/<str:code>/", "chiffres/", "sitemap.xml"} <= waiting
    assert "metiers/<slug:career>/editions.atom" in waiting


# --- What is passed on, and what is not -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Host", "$host"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-For", "$remote_addr"),
        ("X-Forwarded-Host", '""'),
        ("Forwarded", '""'),
        ("X-Request-ID", "$request_id"),
    ],
)
def test_headers_the_site_believes_are_set_here_whatever_the_request_said(header, value):
    assert directive(f"proxy_set_header {header}") == [value]


def test_no_place_forgets_these_headers():
    """nginx inherits headers only where none is set: one line in a location would drop all the others there."""
    assert "proxy_set_header" not in SITE[SITE.rindex(MEMORY) :]


def test_measures_are_for_the_machine_itself():
    assert block("location ^~ /sante/mesures {").strip() == "return 404;"


def test_other_names_get_no_certificate():
    stranger = block("server {\n    listen 443 ssl http2 default_server;")

    assert "ssl_reject_handshake on;" in stranger


@pytest.mark.parametrize(
    "limit",
    [
        *("client_header_timeout", "client_body_timeout", "send_timeout", "keepalive_timeout"),
        *(
            "client_max_body_size",
            "large_client_header_buffers",
            "limit_conn",
            "limit_req",
            "reset_timedout_connection",
        ),
    ],
)
def test_slow_and_large_requests_have_a_limit(limit):
    assert directive(limit)


def test_site_refuses_long_addresses_before_nginx_does_in_english():
    _, size = directive("large_client_header_buffers")[0].split()

    assert int(size.removesuffix("k")) * 1024 > LONGEST_ADDRESS


@pytest.mark.parametrize("page", re.findall(r"=?\s/([\w-]+\.html)", " ".join(directive("error_page"))))
def test_pages_of_nginx_are_there_in_french_and_need_nothing_else(page):
    text = (DEPLOY / "pages" / page).read_text(encoding="utf-8")

    assert '<html lang="fr">' in text
    assert not re.search(r"(?:src|href|style)=|<style|<script|'", text)
    assert page.removesuffix(".html") in block("server {\n    listen 443 ssl http2;")


# --- An app server ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        *("User=passerelle", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"),
        *("CapabilityBoundingSet=", "RestrictNamespaces=yes", "SystemCallFilter=@system-service", "UMask=0077"),
        *("Restart=always", "KillMode=mixed", "StateDirectory=passerelle", "MemoryMax=600M"),
    ],
)
def test_app_server_may_little_and_comes_back(line):
    assert line in UNIT.splitlines()


def test_app_server_is_killed_later_than_it_kills_its_workers():
    workers = int(OPTIONS[OPTIONS.index("--workers-kill-timeout") + 1])

    assert workers < int(said(r"TimeoutStopSec=(\d+)", UNIT))


def test_app_servers_listen_where_nginx_looks():
    assert "--host 127.0.0.1 --port %i" in UNIT
    assert set(re.findall(r"server (127\.0\.0\.1:\d+)", SITE)) == {"127.0.0.1:8001", "127.0.0.1:8002"}
    assert "passerelle@8001 passerelle@8002" in UNIT


def test_workers_of_visitors_have_one_thread_and_the_others_what_is_safe_alone():
    assert f"Environment={THREADS}=1" in OF_VISITORS.splitlines()
    assert THREADS not in UNIT
    assert "--blocking-threads" not in (*OPTIONS, *UNIT.split(), *OF_VISITORS.split())


# --- The environment --------------------------------------------------------------------------------------------------


def test_every_variable_of_the_settings_is_in_the_example_or_the_unit():
    settings = (DEPLOY.parent / "config" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'environment\.\w+\(\s*"(\w+)"', settings))

    told = set(re.findall(r"(?m)^(?:# )?([A-Z_]+)=", EXAMPLE)) | set(re.findall(r"(?m)^Environment=([A-Z_]+)=", UNIT))
    assert read - told == set()


def test_example_holds_no_secret():
    assert re.search(r"(?m)^SECRET_KEY=$", EXAMPLE)
