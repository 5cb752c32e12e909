"""Whose wrong passwords are counted together, when every request comes through a proxy."""

from ipaddress import ip_address

from django.http import HttpRequest


def seen_by_the_proxy(request: HttpRequest) -> str:
    """The last address of X-Forwarded-For: the proxy added it. Those before it came with the request, and may lie."""
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(said))
    except ValueError:
        return str(request.META["REMOTE_ADDR"])
