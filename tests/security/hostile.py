"""What strangers type, and what an answer must be whatever they typed."""

from html.parser import HTMLParser
from urllib.parse import quote, urlencode, urlsplit

from django.http import HttpResponse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.careers.markup import Node, parse

MARK = "xmarkx"
"""The name of the element, and of the attribute, hostile markup tries to make."""

STRINGS = {
    "nothing": "",
    "a space": " ",
    "markup": f'"><{MARK} on{MARK}=1>',
    "markup in quotes": f"' on{MARK}='1",
    "end of a script": f"</script><{MARK}>",
    "end of a title": f"</title><{MARK}>",
    "comment": f"--><{MARK}><!--",
    "entity": f"&lt;{MARK}&gt;&#x3c;{MARK}&#x3e;",
    "a template": "{{ 7|add:7 }}{% debug %}{% include 'x' %}",
    "a format": "{0.__class__}%s%n%(a)s${7*7}",
    "SQL": "' OR 1=1; DROP TABLE careers_claim; --",
    "a script's address": "javascript:alert(1)",
    "another site": "//ailleurs.example/\\@ailleurs.example",
    "a header": "x\r\nSet-Cookie: a=b\r\n\r\n<p>",
    "NUL": "deas\x00.svg",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x85",
    "direction": "\u202egpj.exe\u2066\u200b\ufeff",
    "beyond the plane": "\U0001d505\U0001f469\U0001f3fd\u200d\u2695\ufe0f \U0010ffff",
    "private use": "\U000f0000\U000f0001\U000f0002\U000f00ff\U000ffffd\ue000",
    "combining": "e" + "\u0301" * 300,
    "huge fold": "ﷺ" * 50,
    "half a character": "\ud800",
    "not a number": "NaN",
    "no end": "-Infinity",
    "huge": "9" * 400,
    "tiny": "1e-400",
    "a power": "1e308",
    "negative": "-1",
    "other digits": "٣٤",
    "underscore": "1_0",
    "day": "2026-02-30",
    "year": "0000-00-00",
    "far day": "99999-12-31",
    "path": "../../../../etc/passwd%00",
    "percent": "%",
    "half a percent": "%E0%A4%A%zz%2",
    "ampersands": "&&==&a[]=1&a[0][b]=2",
    "long": "a" * 3000,
    "long number": "1" * 3000,
    "spaces": " " * 2000 + "x",
    "code": "G6D8-CZ6G-GB0PP",
}

fuzzed = settings(
    derandomize=True,  # the same tries for everybody: what breaks here breaks on the next machine too
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

strings = st.one_of(
    st.sampled_from(list(STRINGS.values())),
    st.text(max_size=30),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)


class _Names(HTMLParser):
    """Of the elements of a page and their attributes, whether or not they are well closed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(name for name, _ in attrs)}


def names_in(html: str) -> set[str]:
    reader = _Names()
    reader.feed(html)
    return reader.found


def quoted(text: str) -> str:
    """As part of a path. Half a character travels as the bytes it would have."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def queried(pairs: list[tuple[str, str]]) -> str:
    return urlencode(
        [(one.encode("utf-8", "surrogatepass"), two.encode("utf-8", "surrogatepass")) for one, two in pairs]
    )


def assert_sound(response: HttpResponse, asked: str) -> None:
    """No failure, no cookie, nowhere else, and a page is a whole French page in which nothing of ours was opened."""
    assert response.status_code < 500, asked
    assert not response.cookies, asked
    if "Location" in response:
        assert_ours(response["Location"], asked)
    if response.get("Content-Type", "").startswith("text/html") and response.content:
        assert_sound_page(parse(response.content.decode()), asked)


def assert_ours(location: str, asked: str) -> None:
    parts = urlsplit(location)
    assert (parts.scheme, parts.netloc) == ("", ""), (asked, location)
    assert location.startswith(("/", "?")), (asked, location)
    assert not location.startswith(("//", "/\\")), (asked, location)
    assert location.isprintable(), (asked, location)


def assert_sound_page(page: Node, asked: str) -> None:
    (html,) = page.find("html")
    (title,) = page.find("title")
    assert html.attributes["lang"] == "fr", asked
    assert title.text.strip("– "), asked
    assert_nothing_opened(page, asked)


def assert_nothing_opened(page: Node, asked: str) -> None:
    """No element and no attribute that was typed, no script in the page, nothing fetched from elsewhere."""
    for node in page.walk():
        assert MARK not in node.tag, (asked, node)
        for name, value in node.attributes.items():
            assert not name.startswith(("on", "style")), (asked, node)
            assert MARK not in name, (asked, node)
            if name in {"href", "src", "action", "formaction", "data", "srcset"}:
                assert not value.strip().lower().startswith(("javascript:", "data:", "vbscript:")), (asked, node)
            if name in {"src", "action", "formaction", "srcset", "data"} or node.tag == "link":
                is_canonical = node.attributes.get("rel") in {"canonical", "alternate"}
                assert is_canonical or "//" not in value, (asked, node.tag, value)
        if node.tag == "script" and node.attributes.get("type") != "application/ld+json":
            assert (bool(node.attributes.get("src")), node.parts) == (True, []), (asked, node)
