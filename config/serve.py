"""The app server of a production site: `python -m config.serve --port 8001`, with any other option of granian's.

The site is made ready before granian forks its workers: code, edition, rules and pages are in memory once for all of
them, and a worker answers at once (ADR 0025). Nothing that runs or is open may be left when that happens: no thread, no
connection. What each worker does for itself is in `worker`, which granian calls there.
"""

import gc
import multiprocessing
import os
import sys
from multiprocessing.util import Finalize
from wsgiref.types import WSGIApplication

import django

OPTIONS = (
    *("--interface", "wsgi", "--http", "1", "--no-ws", "--workers", "2"),
    # A worker that dies is replaced. One that does not hear SIGTERM, as while it starts, is ended after 10 seconds.
    *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
)
"""Those given on the command line come after these, and hold."""

THREADS = "GRANIAN_BLOCKING_THREADS"
"""How many requests a worker may be at. Each thread more costs memory and a share of the processor: all of them take
turns. One is enough where nothing waits, as in the app server of visitors, whose unit says so (ADR 0027)."""
THREADS_WHERE_PAGES_WAIT = "4"
"""So that a page that waits for the database does not keep others waiting: this holds where nothing else is said."""

SECONDS_TO_PREPARE = 5.0
"""Pages that are not made by then are made by workers, beside the requests."""


def main() -> None:
    prepare()
    multiprocessing.set_start_method("fork")  # nothing is shared otherwise; no longer the default from Python 3.14 on
    from granian.cli import entrypoint

    os.environ.setdefault(THREADS, THREADS_WHERE_PAGES_WAIT)
    sys.argv[1:] = [*OPTIONS, *sys.argv[1:], "--factory", "config.serve:worker"]
    entrypoint()  # type: ignore[no-untyped-call]


def prepare() -> None:
    """The site as its first visitors will ask for it, in the memory of this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from careers.shelf import shelf
    from config.kept_pages import expected_way
    from config.page_store import PageStore, give_memory_back
    from config.wsgi import application

    shelf.look()
    if isinstance(application, PageStore) and (way := expected_way()):
        application.prepare(way, SECONDS_TO_PREPARE)
    _close_connections()
    give_memory_back()  # and what is free put in order now: each worker would do so, and write all over the heap
    gc.freeze()  # who looks for garbage writes into all it looks at, and what is written to is no longer shared


def worker() -> WSGIApplication:
    """The site as `prepare` left it, in a worker of its own: it looks at the database itself, and counts itself."""
    from careers.shelf import shelf
    from config import metrics
    from config.page_store import PageStore
    from config.wsgi import application
    from pathways.statistics.tally import tally

    metrics.WORKERS.inc()
    Finalize(None, tally.end, exitpriority=0)  # workers of multiprocessing end without what atexit knows
    shelf.begin()
    shelf.look_beside_if_due()  # so that health knows of it before any visitor comes
    if isinstance(application, PageStore):
        application.go_on()
    return application


def _close_connections() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):  # PostgreSQL: it has threads of its own
            connection.close_pool()


if __name__ == "__main__":
    main()
