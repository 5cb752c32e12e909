#!/usr/bin/env python3
"""queries.py PATH: what a page asks of the database, as JSON: right after a publication, and from then on.

Run in a copy of the project with a throw-away database: it publishes the edition in force again. What is looked up
beside the requests counts too, in whatever thread: `cold` is all that is asked from the publication to the first page
of the new edition; `warm` is what some more pages ask of it, `beside` what is looked up meanwhile.
"""

import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults

import django

PAGES = 50
SECONDS_TO_SHOW = 30


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.db.backends.utils import CursorWrapper
    from django.utils.timezone import now

    from careers import editions
    from careers.models import Edition
    from careers.shelf import shelf
    from config.wsgi import application

    asked = Counter[bool]()
    ours = threading.get_ident()
    execute = CursorWrapper.execute

    def counted(self: Any, sql: Any, params: Any = None) -> Any:
        asked[threading.get_ident() == ours] += 1
        return execute(self, sql, params)

    def page() -> None:
        environ = {
            "PATH_INFO": sys.argv[1],
            "HTTP_HOST": settings.ALLOWED_HOSTS[0],
            "HTTP_X_FORWARDED_PROTO": "https",
        }
        setup_testing_defaults(environ)
        said: list[str] = []

        def start(status: str, headers: object, error: object = None) -> Callable[[bytes], object]:
            said.append(status)
            return lambda _: None

        b"".join(application(environ, start))
        if not said[0].startswith("200 "):
            sys.exit(f"{sys.argv[1]} answers {said[0]}")

    page()
    newest = Edition.objects.latest()
    newer = editions.publish_again(newest, by="Mesure", note="La même.", at=now())
    CursorWrapper.execute = counted  # type: ignore[method-assign]
    end = time.monotonic() + SECONDS_TO_SHOW
    while all(publication.number != newer.number for publication in shelf.all().values()):
        if time.monotonic() > end:
            sys.exit("The new edition is not shown.")
        page()
        time.sleep(0.01)
    page()
    cold = asked.total()
    asked.clear()
    for _ in range(PAGES):
        page()
    print(json.dumps({"cold": cold, "warm": asked[True] / PAGES, "beside": asked[False], "pages": PAGES}))


if __name__ == "__main__":
    main()
