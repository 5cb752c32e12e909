"""The public site as strangers meet it: everything in memory, and no database to be reached through a page."""

import pytest


@pytest.fixture
def real_pages(real_pages, board):
    """The real content on the shelf, and totals of nothing on the board."""
    board._totals, board.is_known, board._looked_at = {}, True, 0.0
    return real_pages
