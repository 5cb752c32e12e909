"""The workshop: where counsellors edit the rows that editions are made of. One module for each thing they edit."""

from django.contrib import admin

from careers.admin import career, claims, disagreements, editions, figures, sources

admin.site.site_header = "Passerelle, l’atelier"
admin.site.site_title = "Passerelle, l’atelier"
admin.site.index_title = "Ce qui compose le site"

__all__ = ["career", "claims", "disagreements", "editions", "figures", "sources"]
