"""What search engines and messengers read of a page, made from what the page itself shows.

The head is written once, by blocks; these tags render it, and repeat its title and description for those who want them
under other names. The trail of a page becomes a list of its links the same way. So nothing is said twice, or otherwise.
"""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

import msgspec
from django import template
from django.http import HttpRequest
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from careers.context import Site
from careers.serving import absolute
from careers.typography import NB_HYPHEN, NBSP, NNBSP

register = template.Library()

PICTURE, PICTURE_SIZE = "img/partage.png", (1200, 630)
IS_LISTED = "is_listed"
"""Set by the head for the rest of the page: whether search engines may keep it."""

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')
_NOINDEX = re.compile(r'<meta name="robots" content="noindex')
_TRAIL = re.compile(r'<nav class="fil".*?</nav>', re.DOTALL)
_STEP = re.compile(r'<li(?: aria-current="page")?>(?:<a href="([^"]*)">)?(.*?)(?:</a>)?</li>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# A data block ends at "</script" and nowhere else; the line separators are for readers that take it for JavaScript.
_ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
# The spaces and hyphens of French typography are for eyes.
_AS_TYPED = str.maketrans({NBSP: " ", NNBSP: " ", NB_HYPHEN: "-"})
_encode = msgspec.json.Encoder(decimal_format="number").encode


def json_ld(data: dict[str, Any]) -> SafeString:
    """A block of data for machines. The policy of the site runs no inline script: a browser passes over this one."""
    text = _encode({"@context": "https://schema.org", **data}).decode().translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # escaped just above


@register.simple_tag(takes_context=True)
def structured_data(context: Context, blocks: Iterable[dict[str, Any]]) -> SafeString:
    """The blocks, on a page that may be listed; nothing on another day, in a preview or in a frame."""
    return mark_safe("".join(map(json_ld, blocks)) if context.get(IS_LISTED) else "")  # noqa: S308


@register.tag
def machine_readable(parser: Parser, token: Token) -> "_Head":
    """Around title, description and whatever says "noindex" in the head of a page."""
    return _Head(_until(parser, "endmachine_readable"))


@register.tag
def trail(parser: Parser, token: Token) -> "_Trail":
    """Around the breadcrumbs."""
    return _Trail(_until(parser, "endtrail"))


class _Head(Node):
    def __init__(self, nodelist: NodeList):
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        html = _without_tags(self.nodelist.render(context))
        site: Site = context["site"]
        is_public = bool(site.canonical)
        may_be_kept = is_public and not _NOINDEX.search(html)
        context[IS_LISTED] = may_be_kept and not site.another_day
        if not is_public:
            return html
        # Another day is not to be kept, and says which page is. The second page of a list names itself.
        if (may_be_kept or site.another_day) and '<link rel="canonical"' not in html:
            html += format_html('<link rel="canonical" href="{}">', site.canonical)
        return html + _card(context["request"], html)


class _Trail(Node):
    def __init__(self, nodelist: NodeList):
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        if not context.get(IS_LISTED) or not (found := _TRAIL.search(html)):
            return html
        return html + json_ld(breadcrumbs(context["request"], found[0]))


def breadcrumbs(request: HttpRequest, html: str) -> dict[str, Any]:
    steps = [
        (unescape(href), unescape(_TAG.sub("", words)).translate(_AS_TYPED)) for href, words in _STEP.findall(html)
    ]
    listed: list[dict[str, Any]] = [
        {"@type": "ListItem", "position": place, "name": name} | ({"item": absolute(request, href)} if href else {})
        for place, (href, name) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": listed}


def _as_typed(html: str) -> str:
    return unescape(_TAG.sub("", html)).translate(_AS_TYPED)


def _without_tags(html: str) -> SafeString:
    """A title and a description hold no tags: "1er" has its letters above the line on the page only."""
    for part in (_TITLE, _DESCRIPTION):
        html = part.sub(lambda found: found[0].replace(found[1], _TAG.sub("", found[1])), html)
    return mark_safe(html)  # noqa: S308


def _card(request: HttpRequest, html: str) -> SafeString:
    """What a messenger shows of a link: Open Graph, which the others read too."""
    title, description = _TITLE.search(html), _DESCRIPTION.search(html)
    assert title is not None
    assert description is not None
    return format_html(
        '<meta property="og:title" content="{}"><meta property="og:description" content="{}">'
        '<meta property="og:image" content="{}"><meta property="og:type" content="website">'
        '<meta property="og:site_name" content="Passerelle"><meta property="og:locale" content="fr_FR">'
        '<meta name="twitter:card" content="summary_large_image">',
        unescape(title[1]),
        unescape(description[1]),
        absolute(request, static(PICTURE)),
    )


def _until(parser: Parser, end: str) -> NodeList:
    nodelist = parser.parse((end,))
    parser.delete_first_token()
    return nodelist
