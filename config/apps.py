from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class WorkshopConfig(AdminConfig):
    """Django's admin, with our workshop for its site."""

    default_site = "careers.admin.site.Workshop"

    def ready(self) -> None:
        # The site is made when something is first registered. Were it asked for before, importing its module would
        # register our models in a first workshop, and then a second one would take its place.
        import_module("careers.admin")
        super().ready()
