# mypy: ignore-errors
# ruff: noqa: F403, F405
"""Settings of a project `wagtail start` made, for production; put into it as `peer.settings.measured`."""

from peer.settings.base import *

DEBUG = False
SECRET_KEY = "of a measurement on loopback, no secret"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
LANGUAGE_CODE = "fr"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
INSTALLED_APPS = ["wagtail_page", *INSTALLED_APPS]
DATABASES["default"]["CONN_MAX_AGE"] = None
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING_CONFIG = None
