"""Whose questionnaires count: people who answer today's published questions, as far as a request can tell.

Nothing is kept of what is looked at here. A robot that passes for a browser is counted; a person whose browser says
nothing of itself is not.
"""

import re

from careers.serving import PublicRequest

ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|scrap|archiv|headless|phantom|lighthouse|pagespeed|inspection|preview|monitor"
    r"|compatible;(?! MSIE)|https?://",  # robots give the address of who sends them; Cubot makes telephones
    re.IGNORECASE,
)
PREFETCHING = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
"""Headers of a browser that asks for a page before anybody wants it."""


def is_counted(request: PublicRequest) -> bool:
    return (
        request.method == "GET"
        and not request.publication.is_draft
        and request.is_today  # nobody asks for themselves about another day
        and not any(re.search("prefetch|preview", request.headers.get(name, "")) for name in PREFETCHING)
        and is_browser(request.headers.get("User-Agent", ""))
    )


def is_browser(user_agent: str) -> bool:
    """Whether it names a browser people use: all of them call themselves Mozilla or Opera, and no robot's name."""
    return user_agent.startswith(("Mozilla/", "Opera/")) and not ROBOT.search(user_agent)
