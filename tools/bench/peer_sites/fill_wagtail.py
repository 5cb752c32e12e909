# mypy: ignore-errors
"""fill_wagtail.py CONTENT: tables, and pages made of this content, in the Wagtail project of the current folder."""

import json
import os
import sys
from pathlib import Path

import django

PAGES = 8
"""Enough for a menu."""


def main() -> None:
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "peer.settings.measured"
    django.setup()
    from django.core.management import call_command

    call_command("makemigrations", "wagtail_page", verbosity=0)
    call_command("migrate", verbosity=0)

    from wagtail.models import Site
    from wagtail.rich_text import RichText
    from wagtail_page.models import ContentPage

    def block(kind, value):
        return kind, RichText(f"<p>{value}</p>") if kind == "paragraph" else value

    content = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    root = Site.objects.get(is_default_site=True).root_page
    for number in range(PAGES):
        root.add_child(
            instance=ContentPage(
                title=f"{content['title']} {number or ''}".strip(),
                slug="page" if not number else f"page-{number}",
                show_in_menus=True,
                body=[block(*each) for each in content["blocks"]],
            )
        )


if __name__ == "__main__":
    main()
