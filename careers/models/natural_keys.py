"""Rows named by their code, so that fixtures and documents can be read by a person."""

from typing import Any

from django.db import models


class CodeManager(models.Manager):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)


def code_field(
    help_text: str = "Un nom court et stable, jamais réécrit : il sert d’adresse et de référence.",
) -> "models.SlugField[str, str]":
    return models.SlugField("code", max_length=60, unique=True, help_text=help_text)
