"""The settings a site of another kind would start with, for tests."""

import os
import runpy
from typing import Any
from unittest import mock

from tests.test_repository import ROOT

OWN = ("PASSERELLE_ENV", "SECRET_KEY", "ALLOWED_HOSTS", "BEHIND_TLS_PROXY", "SECOND_FACTOR", "SECURE_SSL_REDIRECT")


def settings_of(**environment: str) -> dict[str, Any]:
    """Of an environment that says this and nothing else that matters here."""
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    with mock.patch.dict(os.environ, kept | environment, clear=True):
        return runpy.run_path(str(ROOT / "config/settings.py"))
