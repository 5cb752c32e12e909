"""What `make update` says of a new lock."""

import pytest

from tools.lock_changes import changes

OLD = r"""
django==5.2.19 \
    --hash=sha256:aa
psycopg-binary==3.3.9 ; implementation_name != 'pypy' \
    --hash=sha256:bb
"""


@pytest.mark.parametrize(
    ("new", "said"),
    [
        pytest.param(OLD, [], id="the same"),
        pytest.param(OLD.replace("aa", "cc"), [], id="the same version, built again"),
        pytest.param(OLD.replace("5.2.19", "5.2.20"), ["django 5.2.19 → 5.2.20"], id="newer"),
        pytest.param(OLD.replace("3.3.9 ;", "3.4 ;"), ["psycopg-binary 3.3.9 → 3.4"], id="newer, with a condition"),
        pytest.param(OLD + "sqlparse==0.6.1\n", ["sqlparse new → 0.6.1"], id="came"),
        pytest.param(OLD.partition("psycopg")[0], ["psycopg-binary 3.3.9 → gone"], id="went"),
        pytest.param("", ["django 5.2.19 → gone", "psycopg-binary 3.3.9 → gone"], id="all gone"),
    ],
)
def test_what_moved_is_said(new, said):
    assert [" ".join(line.split()) for line in changes(OLD, new)] == said
