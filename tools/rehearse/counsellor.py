"""Somebody of the workshop: a name, a password and a telephone, and what the workshop shows them."""

import html
import re
import secrets
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlencode

from django_otp.oath import TOTP

from tools.rehearse.front import NAME
from tools.rehearse.site import Site
from tools.rehearse.visitors import Browser, plain

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TELEPHONE = """
from django.contrib.auth.models import User
from django_otp.plugins.otp_totp.models import TOTPDevice
user = User.objects.create_superuser({name!r}, password={password!r})
TOTPDevice.objects.create(user=user, name="Téléphone", key={key!r}, confirmed=True)
"""


class Counsellor:
    """With all rights. Their secrets are looked for in the logs afterwards."""

    name = "claire"

    def __init__(self, site: Site):
        self.password, self._key = f"mot-de-passe-{secrets.token_hex(8)}", secrets.token_hex(20)
        self._site, self._cookies = site, dict[str, str]()
        site.manage("shell", "-c", TELEPHONE.format(name=self.name, password=self.password, key=self._key))
        self._browser = Browser(site.https, site.certificate, seconds=60)

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.password, self._key, *self._cookies.values())

    def enter(self) -> None:
        self.log_in()
        code = f"{TOTP(bytes.fromhex(self._key)).token():06}"
        status, page = self.post("/admin/second-facteur/?next=/admin/", code=code)
        if self.see("/admin/")[0] != 200:
            raise RuntimeError(f"The workshop does not let its counsellor in: {status} {title(page)}")

    def log_in(self) -> tuple[int, str]:
        """The first of the two doors."""
        return self.post("/admin/login/?next=/admin/", username=self.name, password=self.password)

    def see(self, path: str) -> tuple[int, str]:
        try:
            return self._read(*self._browser.get(path, Cookie=self._said()))
        except (OSError, HTTPException) as error:
            return 0, type(error).__name__

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        status, page = self.see(path)
        if not (token := TOKEN.search(page)):
            return status, page
        body = urlencode({"csrfmiddlewaretoken": token.group(1), **fields})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"https://{NAME}",
            "Cookie": self._said(),
        }
        try:
            return self._read(*self._browser.ask("POST", path, headers=headers, body=body))
        except (OSError, HTTPException) as error:
            return 0, type(error).__name__

    def stranger(self) -> "Counsellor":
        """The same person in another browser, who is nobody yet."""
        other = object.__new__(Counsellor)
        other.password, other._key, other._site, other._cookies = self.password, self._key, self._site, {}
        other._browser = Browser(self._site.https, self._site.certificate, seconds=60)
        return other

    def window(self) -> "Counsellor":
        """Another one of the same browser."""
        other = self.stranger()
        other._cookies = self._cookies
        return other

    def _said(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def _read(self, response: HTTPResponse, content: bytes) -> tuple[int, str]:
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, plain(content, response.headers.get("Content-Encoding", "")).decode(errors="replace")


def title(page: str) -> str:
    """What a page is called, or how it begins."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", found.group(1) if found else page[:80])).strip()
