"""The rehearsal must see what goes wrong: pages of two editions, answers in logs, a site file it did not understand."""

import gzip
import json
import socket
import sys
import threading
from email.message import Message
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from config.serve import THREADS
from tests.test_repository import ROOT
from tools.rehearse import front, publications
from tools.rehearse.database import QUIETLY
from tools.rehearse.deaths import MOST_MIB
from tools.rehearse.delayed_line import DelayedLine
from tools.rehearse.evidence import AccessLog, found_in
from tools.rehearse.rehearsal import Rehearsal
from tools.rehearse.running import HOST, DidNotStart, Program, wait_until
from tools.rehearse.scenarios import SCENARIOS
from tools.rehearse.site import (
    DEPLOYED,
    ENVIRONMENT,
    UNIT,
    VISITORS,
    WORKSHOP,
    command_of,
    environment_of,
    settings_of,
    unit_of,
)
from tools.rehearse.visitors import Seen, faults, judged, meaning, plain, wrong

FOLDER = Path("/rehearsal")


def moves():
    return front.changes(FOLDER, FOLDER / "logs", FOLDER / "app", http=4080, https=4443, apps=(4001, 4002))


# --- What is started is what is deployed ------------------------------------------------------------------------------


def test_site_file_is_moved_whole():
    site = front.moved(front.SITE_FILE.read_text(encoding="utf-8"), moves())

    assert front.of_a_server(site) == []
    assert {"listen 127.0.0.1:4443 ssl http2;", "server 127.0.0.1:4001 max_fails=5 fail_timeout=1s;"} <= {
        line.strip() for line in site.splitlines()
    }
    assert "[::]" not in site


@pytest.mark.parametrize("word", list(moves()), ids=list(moves()))
def test_site_file_without_something_known_is_refused(word):
    site = front.SITE_FILE.read_text(encoding="utf-8").replace(word, "elsewhere")

    with pytest.raises(front.NotWhatWasExpected):
        front.moved(site, moves())


@pytest.mark.parametrize(
    "line", ["listen 443 ssl;", "include /etc/nginx/more.conf;", "root /srv/other;", "proxy_temp_path /var/tmp/x;"]
)
def test_site_file_with_something_unknown_is_refused(tmp_path, line):
    with pytest.raises(front.NotWhatWasExpected):
        front.configured(tmp_path, f"server {{ {line} }}", tmp_path)


def test_app_server_is_started_by_the_command_of_the_unit():
    command = command_of(UNIT.read_text(encoding="utf-8"), 4001, Path("/here/python"))

    assert command[:3] == ["/here/python", "-m", "config.serve"]
    assert command[command.index("--port") + 1] == "4001"
    assert "\\" not in command


def test_app_server_has_the_variables_of_the_unit():
    said = environment_of(UNIT.read_text(encoding="utf-8"), 4001)

    assert said["MALLOC_ARENA_MAX"] == "2"
    assert said["PROMETHEUS_MULTIPROC_DIR"].endswith("/4001")


@pytest.mark.parametrize(
    ("place", "threads", "arenas"), [(VISITORS, "1", "4"), (WORKSHOP, None, "2")], ids=["visitors", "workshop"]
)
def test_app_server_has_what_is_said_of_its_instance_alone(place, threads, arenas):
    said = environment_of(unit_of(DEPLOYED[place]), 4001)

    assert said.get(THREADS) == threads
    assert said["MALLOC_ARENA_MAX"] == arenas


def test_app_server_is_held_to_half_of_what_its_unit_allows():
    assert f"MemoryHigh={MOST_MIB * 2:.0f}M" in UNIT.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "value"), QUIETLY.items())
def test_database_tells_its_log_as_little_as_the_guide_says(name, value):
    guide = (ROOT / "docs" / "exploitation.md").read_text(encoding="utf-8")

    assert f"ALTER ROLE passerelle SET {name} = {value}" in guide


def test_environment_is_that_of_the_example():
    said = settings_of(ENVIRONMENT.read_text(encoding="utf-8"))

    assert said["PASSERELLE_ENV"] == "production"
    assert {"SECRET_KEY", "DATABASE_URL", "VAR_DIR", "ALLOWED_HOSTS"} <= said.keys()
    assert "SECOND_FACTOR" not in said


def test_every_scenario_has_a_name_of_its_own():
    names = [name for name, _, _ in SCENARIOS]

    assert len(names) == len(set(names)) == len({scenario for _, _, scenario in SCENARIOS})


# --- What is seen -----------------------------------------------------------------------------------------------------

PAGE = "<!doctype html><main>{main}</main><footer><a>Édition {number}</a></footer></html>"


def answer(text, path="/", status=200, **headers):
    said = Message()
    for name, value in headers.items():
        said[name.replace("_", "-")] = value
    response: Any = SimpleNamespace(status=status, headers=said)
    return judged(path, 0.0, 0.1, response, text)


@pytest.mark.parametrize(
    ("seen", "fault"),
    [
        (answer(PAGE.format(main="", number=3), X_Edition="3"), ""),
        (answer(PAGE.format(main="", number=3), X_Edition="4"), "editions [3, 4] in one page"),
        (answer(PAGE.format(main="<a>Édition 2</a>", number=3)), "editions [2, 3] in one page"),
        (answer("<!doctype html><main>"), "cut short"),
        (answer("", path="/?age=16", Cache_Control="public, s-maxage=5"), "answers that anybody may keep"),
        (answer("", path="/?age=16", Cache_Control="private, max-age=0"), ""),
        (
            answer(
                PAGE.format(
                    main="Assistante ou assistant médical (répétition un) Assistant médical (répétition deux)", number=3
                )
            ),
            "names ['deux', 'un'] in one page",
        ),
    ],
    ids=["right", "header differs", "page differs", "cut", "answers kept", "answers private", "two names"],
)
def test_answer_is_looked_at(seen, fault):
    assert seen.fault == fault
    assert seen.is_whole is not bool(fault)


def test_broken_answers_are_counted_and_wrong_ones_are_told_apart():
    seen = [
        Seen("/", 0, 0, 200),
        Seen("/", 0, 0, 502),
        Seen("/", 0, 0, 0, fault="ConnectionResetError"),
        Seen("/", 0, 0, 200, fault="cut short"),
    ]

    assert faults(seen) == {"status 502": 1, "ConnectionResetError": 1, "cut short": 1}
    assert wrong(seen) == [seen[3]]


@pytest.mark.parametrize(
    ("mark", "mixed"), [("deux", False), ("trois", True)], ids=["named as its edition", "named as another"]
)
def test_page_named_as_another_edition_is_mixed(mark, mixed):
    rehearsal: Any = SimpleNamespace(marks={2: "deux", 3: "trois"})
    seen = [Seen("/", 0, 0, 200, edition=2, marks=frozenset({mark})), Seen("/", 0, 0, 200, edition=2)]

    assert Rehearsal.of_two_editions(rehearsal, seen) == ([seen[0]] if mixed else [])


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("<main>Ouverte (répétition deux), le 3 février 2027. Code W7KE-3FRA-9XQ2P</main>", True),
        ("<main>Ouverte, le 12 mars 2026.<svg><path d='M1'/></svg> Code AAAA-BBBB-CCCCC</main>", True),
        ("<main>Fermée (répétition deux), le 3 février 2027. Code W7KE-3FRA-9XQ2P</main>", False),
    ],
    ids=["another edition", "another day", "another verdict"],
)
def test_what_a_page_says_whatever_the_edition(other, same):
    page = "<main>Ouverte, le 3 janvier 2027. Code W7KE-3FRA-9XQ2P</main>"

    assert (meaning(page) == meaning(other)) is same


def test_compressed_bytes_are_read():
    assert plain(gzip.compress(b"page"), "gzip") == plain(b"page", "") == b"page"


# --- What was written -------------------------------------------------------------------------------------------------


def test_hit_ratio_is_of_what_may_be_kept_since_then(tmp_path):
    log = tmp_path / "access.log"
    log.write_text('{"kept": "MISS"}\n')
    since = AccessLog(log)
    with log.open("a") as more:
        more.writelines(f'{{"kept": "{kept}"}}\n' for kept in ("HIT", "HIT", "STALE", "EXPIRED", "BYPASS", ""))
        more.write('{"kept": "HI')

    assert since.hit_ratio() == (0.75, 4)


def test_who_was_asked_is_told_apart(tmp_path):
    log = tmp_path / "access.log"
    log.touch()
    since = AccessLog(log)
    with log.open("a") as more:
        for path, app in (("/", "one"), ("/", ""), ("/code/-/", "one, two"), ("/admin/", "two")):
            more.write(json.dumps({"path": path, "app": app}) + "\n")

    assert since.asked(of_the_workshop=False) == {"one": 2, "two": 1}
    assert since.asked(of_the_workshop=True) == {"two": 1}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("GET /eligibilite/ 200", False),
        ("GET /eligibilite/?diplomes=deas 200", True),
        ("password hunter2", True),
        ("Traceback (most recent call last):", True),
    ],
)
def test_what_no_log_may_hold_is_found(tmp_path, line, found):
    log = tmp_path / "app.log"
    log.write_text(f"started\n{line}\n")

    assert bool(found_in([log], ["diplomes=", "hunter2", ""], [r"Traceback \(most recent"])) is found


@pytest.mark.parametrize(
    ("copy", "whole"),
    [
        ('{"text": "abc", "checksum": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}', True),
        ('{"text": "abd", "checksum": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}', False),
        ('{"text": "abc", "che', False),
        ("", False),
    ],
    ids=["whole", "another text", "cut", "empty"],
)
def test_damaged_copy_is_found(tmp_path, copy, whole):
    file = tmp_path / "copy.json"
    file.write_text(copy)

    assert publications.is_whole(file) is whole


# --- Programs ---------------------------------------------------------------------------------------------------------


def test_program_that_ends_at_once_says_why(tmp_path):
    program = Program([sys.executable, "-c", "raise SystemExit('no such place')"], tmp_path / "log", cwd=tmp_path)

    with pytest.raises(DidNotStart, match="no such place"):
        program.start(lambda: False)


def test_program_leaves_nobody_behind(tmp_path):
    """Its child ignores the signal its parent ends by."""
    child = "import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    parent = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(600)"
    program = Program([sys.executable, "-c", parent], tmp_path / "log", cwd=tmp_path)
    program.start(lambda: bool(program.children()))
    (orphan,) = program.children()

    program.end()

    assert wait_until(lambda: is_gone(orphan), 30)
    assert not program.is_running()


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_line_passes_everything_on_both_ways():
    with socket.create_server((HOST, 0)) as server:
        line = DelayedLine(server.getsockname()[1])
        line.start()
        echo = threading.Thread(target=echo_once, args=(server,))
        echo.start()
        try:
            with socket.create_connection((HOST, line.port), 30) as client:
                client.sendall(b"ping")
                assert client.recv(10) == b"ping"
        finally:
            echo.join()
            line.end()


def echo_once(server):
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(100):
            connection.sendall(data)
