"""What the logs say of an address: never the answers in it."""

import logging

import pytest

from config.privacy import WithoutAnswers

CODE = "G6D8-CZ6G-GB0PP"


@pytest.mark.parametrize(
    ("logged", "kept"),
    [
        pytest.param("GET /chiffres/ HTTP/1.1", "GET /chiffres/ HTTP/1.1", id="nothing-to-hide"),
        pytest.param("GET /a/resultat/?diplomes=deas HTTP/1.1", "GET /a/resultat/ HTTP/1.1", id="answers"),
        pytest.param(f"GET /code/{CODE}/ HTTP/1.1", "GET /code/…/ HTTP/1.1", id="code"),
        pytest.param(f"GET /code/{CODE}/?a=b HTTP/1.1", "GET /code/…/ HTTP/1.1", id="code-and-query"),
        pytest.param(f"GET /code/{CODE}.svg HTTP/1.1", "GET /code/….svg HTTP/1.1", id="drawing"),
        pytest.param(f"GET /code/{CODE} HTTP/1.1", "GET /code/… HTTP/1.1", id="without-slash"),
        pytest.param(f"GET /code/?code={CODE} HTTP/1.1", "GET /code/ HTTP/1.1", id="form"),
        pytest.param(f"/code/{CODE}/", "/code/…/", id="path-alone"),
        pytest.param("/code/G6D8 CZ6G\nGB0PP/", "/code/…/", id="spaces"),
        pytest.param(f"/admin/apercu/code/{CODE}/", "/admin/apercu/code/…/", id="preview"),
        pytest.param("/code/", "/code/", id="no-code"),
    ],
)
def test_a_log_line_holds_no_answer(logged, kept):
    record = logging.LogRecord("django.server", logging.INFO, "", 0, '"%s" %s', (logged, 200), None)

    assert WithoutAnswers().filter(record)
    assert record.args == (kept, 200)


def test_everything_that_is_logged_goes_through_it(settings):
    handlers = settings.LOGGING["handlers"].values()

    assert all("without_answers" in handler["filters"] for handler in handlers)
