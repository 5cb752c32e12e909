"""Asking a WSGI application as a server does, and what it would send."""

import contextlib
import gzip
import io

import brotli  # type: ignore[import-untyped]
from django.core.handlers.wsgi import WSGIHandler


class Answer:
    """What a server would send."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = int(status.partition(" ")[0]), headers, body

    def __getitem__(self, name):
        (value,) = (value for key, value in self.headers if key.lower() == name.lower())
        return value

    def __contains__(self, name):
        return name.lower() in {key.lower() for key, _ in self.headers}

    @property
    def page(self):
        decoded = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
        return decoded[dict(self.headers).get("Content-Encoding", "")](self.body)


class Django:
    """The whole application behind the store, with the number of times it was asked."""

    def __init__(self):
        self.asked = 0
        self.meanwhile = lambda: None
        self._handler = WSGIHandler()

    def __call__(self, environ, start_response):
        self.asked += 1
        self.meanwhile()
        return self._handler(environ, start_response)


def ask(application, address, method="GET", host="testserver", scheme="http", script_name="", **headers):
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": script_name,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        **({"HTTP_HOST": host} if host else {}),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    started = []
    result = application(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
    with contextlib.closing(result) if hasattr(result, "close") else contextlib.nullcontext():
        body = b"".join(result)
    return Answer(*started[-1], body)
