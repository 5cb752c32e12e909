"""Whose questionnaires count: people's, as far as a request can tell."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from pathways.statistics.visitors import is_browser, is_counted

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)


@pytest.mark.parametrize(
    "user_agent",
    [
        pytest.param(FIREFOX, id="firefox"),
        pytest.param(CHROME, id="chrome"),
        pytest.param(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.6 Mobile/15E148 Safari/604.1",
            id="iphone",
        ),
        pytest.param(
            "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.104 "
            "Mobile Safari/537.36",
            id="a-telephone-called-cubot",
        ),
        pytest.param("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)", id="an-old-one"),
        pytest.param("Opera/9.80 (Android; Opera Mini/36.2/191.249; U; fr) Presto/2.12.423", id="opera-mini"),
    ],
)
def test_people_use_browsers(user_agent):
    assert is_browser(user_agent)


@pytest.mark.parametrize(
    "user_agent",
    [
        pytest.param("", id="nothing-said"),
        pytest.param("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", id="googlebot"),
        pytest.param(
            "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile "
            "Safari/537.36 (compatible; bingbot/2.0)",
            id="bingbot-on-a-telephone",
        ),
        pytest.param("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)", id="gptbot"),
        pytest.param("Mozilla/5.0 (Macintosh) AppleWebKit/600.2.5 (Applebot/0.1)", id="applebot"),
        pytest.param("Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)", id="bytespider"),
        pytest.param("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/142.0.0.0 Safari/537.36", id="headless"),
        pytest.param("Mozilla/5.0 (Linux; Android 11) Chrome/142.0 Mobile Chrome-Lighthouse", id="lighthouse"),
        pytest.param("Mozilla/5.0 (Windows NT 10.0) Gecko SkypeUriPreview Preview/0.5", id="link-preview"),
        pytest.param("Mozilla/5.0 (X11) Firefox/145.0 (+https://example.org/who-we-are)", id="gives-an-address"),
        pytest.param("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", id="facebook"),
        pytest.param("WhatsApp/2.23.20.0", id="whatsapp"),
        pytest.param("curl/8.15.0", id="curl"),
        pytest.param("python-requests/2.32.5", id="python"),
    ],
)
def test_robots_do_not(user_agent):
    assert not is_browser(user_agent)


@pytest.mark.parametrize(
    ("method", "headers", "page", "expected"),
    [
        pytest.param("GET", {}, {}, True, id="a-person"),
        pytest.param("HEAD", {}, {}, False, id="only-the-headers"),
        pytest.param("GET", {"Sec-Purpose": "prefetch"}, {}, False, id="prefetched"),
        pytest.param("GET", {"Sec-Purpose": "prefetch;prerender"}, {}, False, id="prerendered"),
        pytest.param("GET", {"Purpose": "prefetch"}, {}, False, id="prefetched-by-an-older-browser"),
        pytest.param("GET", {"X-Purpose": "preview"}, {}, False, id="preview"),
        pytest.param("GET", {"X-Moz": "prefetch"}, {}, False, id="prefetched-by-firefox"),
        pytest.param("GET", {}, {"is_today": False}, False, id="another-day"),
        pytest.param("GET", {}, {"is_draft": True}, False, id="the-draft"),
        pytest.param("GET", {"User-Agent": "curl/8.15.0"}, {}, False, id="a-robot"),
    ],
)
def test_what_counts(method, headers, page, expected):
    request: Any = RequestFactory().generic(method, "/", headers={"User-Agent": FIREFOX} | headers)
    request.publication = SimpleNamespace(is_draft=page.get("is_draft", False))
    request.is_today = page.get("is_today", True)

    assert is_counted(request) is expected
