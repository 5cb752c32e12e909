"""The WSGI application; config/serve.py serves it in production."""

import os
from wsgiref.types import WSGIApplication

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def _application() -> WSGIApplication:
    """Django; on a production site behind the pages that are kept. Elsewhere templates change while it runs."""
    django: WSGIApplication = get_wsgi_application()
    from django.conf import settings

    from config.page_store import PageStore  # the applications are ready from here on

    return PageStore(django) if settings.PRODUCTION else django


application = _application()
