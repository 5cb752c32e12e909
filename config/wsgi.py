"""The WSGI application: `granian --interface wsgi config.wsgi:application`."""

import os
from wsgiref.types import WSGIApplication

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def _application() -> WSGIApplication:
    """Django; on a production site behind the pages that are kept. Elsewhere templates change while it runs."""
    django: WSGIApplication = get_wsgi_application()
    from django.conf import settings

    from careers.shelf import shelf  # the applications are ready from here on
    from config.page_store import PageStore

    if not settings.PRODUCTION:
        return django
    shelf.look_beside_if_due()  # so that health knows of an edition before any visitor comes
    return PageStore(django)


application = _application()
