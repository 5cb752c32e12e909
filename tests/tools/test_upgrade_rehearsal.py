"""What the rehearsal of an upgrade calls a loss, and what it says where it can't be run. (`make upgrade` runs it.)"""

from typing import Any

import pytest

from tools.upgrade_rehearsal import Failed, compared, main

BEFORE: dict[str, list[dict[str, Any]]] = {
    "careers.Career": [{"id": 1, "code": "assistant-medical", "title": "Assistante"}],
    "careers.Mission": [{"claim_id": 4, "kind": "care"}],
    "sessions.Session": [{"session_key": "abc", "session_data": "x"}],
}


def after(**changes):
    return {**BEFORE, **{f"careers.{name}": rows for name, rows in changes.items()}}


@pytest.mark.parametrize(
    "there",
    [
        pytest.param(BEFORE, id="the-same"),
        pytest.param(after(Career=[{**BEFORE["careers.Career"][0], "easy_summary": ""}]), id="a-column-more"),
        pytest.param(after(Career=[*BEFORE["careers.Career"], {"id": 2, "code": "x", "title": "X"}]), id="a-row-more"),
        pytest.param({**BEFORE, "sessions.Session": []}, id="a-session-less"),
    ],
)
def test_what_was_there_is_kept(there):
    assert compared(BEFORE, there) == 2


@pytest.mark.parametrize(
    ("there", "said"),
    [
        pytest.param(after(Career=[]), "careers.Career 1", id="a-row-less"),
        pytest.param(after(Career=[{**BEFORE["careers.Career"][0], "title": "Autre"}]), "Autre", id="a-word-changed"),
        pytest.param(after(Career=[{"id": 1, "code": "assistant-medical"}]), "careers.Career 1", id="a-column-less"),
        pytest.param(after(Mission=[{"claim_id": 5, "kind": "care"}]), "careers.Mission 4", id="another-row"),
        pytest.param({"sessions.Session": []}, "careers.Career 1", id="tables-less"),
    ],
)
def test_a_loss_is_named(there, said):
    with pytest.raises(Failed, match=said):
        compared(BEFORE, there)


def test_a_commit_that_is_not_there_is_said(capsys):
    assert main(["0" * 40, "HEAD"]) == 1
    assert "CAN'T RUN: 0000" in capsys.readouterr().err
