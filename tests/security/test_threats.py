"""The page of threats names tests and rehearsed scenarios: each of them is there."""

import ast
import re

import pytest

from tests.test_repository import ROOT

PAGE = (ROOT / "docs/securite.md").read_text()
ROWS = [line for line in PAGE.splitlines() if line.startswith("| **")]
TESTS = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)))
SCENARIOS = sorted(set(re.findall(r"“([^”]+)”", "".join(ROWS))))


def test_page_has_threats():
    assert len(ROWS) >= 15
    assert len(TESTS) >= 30
    assert len(SCENARIOS) >= 2


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("**")[1])
def test_threat_has_a_test(row):
    """Or says where it is told that nothing here can test it."""
    assert "::" in row or row.endswith("| below |")


@pytest.mark.parametrize(("file", "name"), TESTS, ids=[f"{file}::{name}" for file, name in TESTS])
def test_test_is_there(file, name):
    written = ast.parse((ROOT / "tests" / file).read_text())

    assert name in {node.name for node in written.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario_is_there(name):
    texts = [
        node.value
        for node in ast.walk(ast.parse((ROOT / "tools/rehearse/scenarios.py").read_text()))
        if isinstance(node, ast.Constant)
    ]

    assert name in texts
