"""What the environment may say: what is taken of each variable, and what stops the start with a word on why."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.settings_of import settings_of
from tests.test_repository import ROOT

SECRET = "abcdefghij" * 6
SETTINGS = (ROOT / "config/settings.py").read_text(encoding="utf-8")
NAMES = set(re.findall(r'environment\.\w+\(\s*"(\w+)"', SETTINGS))
FREE = {"LEGAL_EDITOR", "LEGAL_HOST"}
"""Whatever is said of these is a text."""


def start(**given):
    """The settings of a production site with this changed; None takes a variable away."""
    production = {
        "PASSERELLE_ENV": "production",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "passerelle.example",
        "DATABASE_URL": "sqlite:////nowhere/site.sqlite3",
        **dict.fromkeys(NAMES - {"PASSERELLE_ENV", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"}, ""),
    }
    return settings_of(**{name: value for name, value in (production | given).items() if value is not None})


REFUSED = [
    pytest.param("PASSERELLE_ENV", "prod", id="kind of site unknown"),
    pytest.param("PASSERELLE_ENV", "Production", id="kind of site in capitals"),
    pytest.param("SECRET_KEY", "", id="no secret"),
    pytest.param("SECRET_KEY", "abcdefghij" * 4, id="secret too short"),
    pytest.param("SECRET_KEY", "a" * 60, id="secret of one letter"),
    pytest.param("SECRET_KEY", "django-insecure-" + SECRET, id="secret of an example"),
    pytest.param("ALLOWED_HOSTS", "", id="no host"),
    pytest.param("ALLOWED_HOSTS", "*", id="every host"),
    pytest.param("ALLOWED_HOSTS", "https://passerelle.example", id="host with a scheme"),
    pytest.param("ALLOWED_HOSTS", "passerelle.example:443", id="host with a port"),
    pytest.param("ALLOWED_HOSTS", "passerelle.example autre.example", id="hosts without a comma"),
    pytest.param("DATABASE_URL", "mysql://a@b/c", id="database of another kind"),
    pytest.param("DATABASE_URL", "/var/lib/passerelle.sqlite3", id="database without a kind"),
    pytest.param("DATABASE_URL", "postgres://user:hunter2@host:abc/name", id="database with a wrong port"),
    pytest.param("DATABASE_URL", "postgres://user:hunter2@host/", id="database without a name"),
    pytest.param("DATABASE_URL", "sqlite://", id="database in memory"),
    pytest.param("VAR_DIR", "var", id="folder that depends on where one is"),
    pytest.param("SECOND_FACTOR", "maybe", id="second factor neither yes nor no"),
    pytest.param("SECURE_SSL_REDIRECT", "non", id="redirect neither yes nor no"),
    pytest.param("SECURE_HSTS_SECONDS", "1 year", id="time in words"),
    pytest.param("SECURE_HSTS_SECONDS", "-1", id="time below nothing"),
    pytest.param("SECURE_HSTS_SECONDS", "٣٦٠٠", id="time in digits of others"),
    pytest.param("BEHIND_TLS_PROXY", "nginx", id="proxy neither yes nor no"),
    pytest.param("CONTACT_EMAIL", "contact", id="address that is none"),
    pytest.param("CONTACT_EMAIL", "a@b.example, c@d.example", id="two addresses"),
    pytest.param("SITE_URL", "passerelle.example", id="site without a scheme"),
    pytest.param("SITE_URL", "https://passerelle.example/metiers/", id="site with a path"),
    pytest.param("SITE_URL", "javascript:alert(1)", id="site that is a program"),
    pytest.param("PROMETHEUS_MULTIPROC_DIR", "counts", id="counts in a folder that depends on where one is"),
    pytest.param("PROMETHEUS_MULTIPROC_DIR", "/nowhere/at/all", id="counts in a folder that is not there"),
]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_malformed_value_stops_the_start_and_is_named(name, value):
    with pytest.raises(ImproperlyConfigured) as refusal:
        start(**{name: value})

    assert name in str(refusal.value)
    assert "hunter2" not in str(refusal.value)
    assert SECRET not in str(refusal.value)


def test_every_variable_has_a_malformed_value_here():
    assert {case.values[0] for case in REFUSED} | FREE == NAMES


@pytest.mark.parametrize(
    ("name", "value", "setting", "expected"),
    [
        pytest.param("PASSERELLE_ENV", None, "DEBUG", False, id="nothing said is no debugging"),
        pytest.param("PASSERELLE_ENV", "development", "DEBUG", True, id="development"),
        pytest.param("PASSERELLE_ENV", "production", "DEBUG", False, id="production"),
        pytest.param(
            "ALLOWED_HOSTS", " A.example ,b.example,", "ALLOWED_HOSTS", ["a.example", "b.example"], id="hosts"
        ),
        pytest.param("SECRET_KEY", "$" + SECRET, "SECRET_KEY", "$" + SECRET, id="secret with a dollar"),
        pytest.param("SECOND_FACTOR", "", "SECOND_FACTOR", True, id="second factor by itself"),
        pytest.param("SECOND_FACTOR", "off", "SECOND_FACTOR", False, id="second factor given up"),
        pytest.param("SECURE_SSL_REDIRECT", "", "SECURE_SSL_REDIRECT", True, id="https only by itself"),
        pytest.param("SECURE_SSL_REDIRECT", "No", "SECURE_SSL_REDIRECT", False, id="http allowed"),
        pytest.param("SECURE_HSTS_SECONDS", "", "SECURE_HSTS_SECONDS", 31_536_000, id="a year by itself"),
        pytest.param("SECURE_HSTS_SECONDS", "60", "SECURE_HSTS_SECONDS", 60, id="a minute"),
        pytest.param("CONTACT_EMAIL", " a@b.example ", "CONTACT_EMAIL", "a@b.example", id="address"),
        pytest.param("SITE_URL", "https://a.example/", "SITE_URL", "https://a.example", id="site"),
        pytest.param("LEGAL_EDITOR", " Le Lien, 1 rue X ", "LEGAL_EDITOR", "Le Lien, 1 rue X", id="editor"),
        pytest.param("PROMETHEUS_MULTIPROC_DIR", "", "METRICS_DIR", "", id="counts of one process"),
    ],
)
def test_what_is_said_is_taken(name, value, setting, expected):
    assert start(**{name: value})[setting] == expected


def test_a_folder_to_count_in_is_taken(tmp_path):
    assert start(PROMETHEUS_MULTIPROC_DIR=str(tmp_path))["METRICS_DIR"] == str(tmp_path)


def test_a_file_is_no_folder_to_count_in(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured):
        start(PROMETHEUS_MULTIPROC_DIR=str(tmp_path / "file"))


def test_every_variable_is_told_in_the_guide():
    """One row each, and none of a variable nobody reads."""
    guide = (ROOT / "docs/exploitation.md").read_text(encoding="utf-8")
    _, _, table = guide.partition("\n## Settings\n")
    rows = re.findall(r"^\| (`.*?`)", table.partition("\n## ")[0], re.MULTILINE)

    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(NAMES)


# --- What it makes of the logs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "formatter"), [("production", "json"), ("local", "line"), ("development", "line")])
def test_production_writes_json_lines(kind, formatter):
    logging = start(PASSERELLE_ENV=kind)["LOGGING"]

    assert [handler["formatter"] for handler in logging["handlers"].values()] == [formatter]


def test_production_writes_one_line_for_each_response():
    loggers = start()["LOGGING"]["loggers"]

    assert (loggers["passerelle.responses"]["level"], loggers["django.request"]["level"]) == ("INFO", "ERROR")
