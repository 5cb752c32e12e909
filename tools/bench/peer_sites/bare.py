# mypy: ignore-errors
"""A bare Django site, run by an environment of its own: a constant page, and django-formtools' questionnaire.

From the environment: PEER_FOLDER, with `page.html` (what the constant page answers) and `questions.json` (those of the
first career). Nothing of the project is imported.
"""

import json
import os
from pathlib import Path

import django
from django import forms
from django.conf import settings
from django.urls import path

FOLDER = Path(os.environ["PEER_FOLDER"])

settings.configure(
    SECRET_KEY="of a measurement on loopback, no secret",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    LANGUAGE_CODE="fr",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "formtools",
    ],
    # As `startproject` writes them.
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).with_name("templates")],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "peer.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    },
    LOGGING_CONFIG=None,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402  # settings first
from django.http import HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from formtools.wizard.views import SessionWizardView  # noqa: E402

PAGE = (FOLDER / "page.html").read_bytes()
QUESTIONS = json.loads((FOLDER / "questions.json").read_text(encoding="utf-8"))


def constant(request):
    return HttpResponse(PAGE)


def _field(question):
    words = {"label": question["wording"], "help_text": question.get("hint", "")}
    if question["kind"] == "number":
        return forms.FloatField(min_value=question["low"], max_value=question["high"], **words)
    choices = [(option["code"], option["label"]) for option in question["options"]]
    if question["kind"] == "several":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **words)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)


class Wizard(SessionWizardView):
    """One question a step, answers kept in the session, as its documentation shows it."""

    form_list = [
        (question["code"], type("Asked", (forms.Form,), {question["code"]: _field(question)})) for question in QUESTIONS
    ]
    template_name = "step.html"

    def done(self, form_list, **kwargs):
        return render(self.request, "done.html", {"answers": [form.cleaned_data for form in form_list]})


urlpatterns = [path("", constant)]
if QUESTIONS:
    urlpatterns.append(path("wizard/", Wizard.as_view()))
application = get_wsgi_application()

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line()
