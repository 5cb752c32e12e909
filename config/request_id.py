"""The name of the request being answered, for whoever has to find in the logs what a person met.

Nothing here knows Django: the app server's own process writes logs too, and does without.
"""

import re
import uuid
from contextvars import ContextVar
from dataclasses import dataclass, field

SANE = re.compile(r"[A-Za-z0-9-]{8,64}")
HEADER = "X-Request-ID"
UNASKED = "passerelle.unasked"
"""Set in the environment of a page that is made before anybody asks for it (config/page_store.py)."""


@dataclass
class Followed:
    """A request while it is answered; the status is known at its end."""

    id: str
    method: str = ""
    path: str = field(default="", repr=False)


following: ContextVar[Followed | None] = ContextVar("following", default=None)


def id_of(said: str) -> str:
    """The one the proxy gave, if that is what it is; else a new one."""
    return said if SANE.fullmatch(said) else uuid.uuid4().hex
