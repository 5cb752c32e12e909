"""What a first visit waits for: a page and its sheets in one round trip, hence 14 KB compressed, whatever its state."""

import brotli  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from django.test import Client

from tests.careers.markup import Node, parse
from tests.every_page import EVERY_PAGE, FAILURES

WEIGHT = 14 * 1024

pytestmark = pytest.mark.django_db


def sheets(page: Node) -> bytes:
    """Those a screen waits for."""
    links = [link for link in page.find("link", rel="stylesheet") if link.attributes.get("media") != "print"]
    return b"".join((settings.BASE_DIR / link.attributes["href"].lstrip("/")).read_bytes() for link in links)


def test_every_page_and_state_weighs_at_most_14_kb(real_edition):
    """The table of all is told when one is too heavy."""
    weights = {}
    compressed: dict[bytes, int] = {}
    for name, address in EVERY_PAGE.items():
        response = Client().get(address, follow=True)
        assert response.status_code == 200 or name in FAILURES, name
        parts = response.content, sheets(parse(response.content.decode()))
        for part in parts:
            compressed.setdefault(part, len(brotli.compress(part)))
        weights[name] = sum(compressed[part] for part in parts)
    table = "\n".join(f"{weights[name]:6}  {name}" for name in sorted(weights, key=lambda name: -weights[name]))
    assert max(weights.values()) <= WEIGHT, f"\n{table}"
