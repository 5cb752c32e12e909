from django.urls import path

from careers.views import career, editions, information, sources

urlpatterns = [
    path("metiers/<slug:career>/", career.career, name="career"),
    path("metiers/<slug:career>/sources/", sources.sources, name="sources"),
    path("metiers/<slug:career>/editions/", editions.log, name="editions"),
    path("metiers/<slug:career>/edition.json", editions.document, name="edition-document"),
    path("plan-du-site/", information.site_map, name="site-map"),
    path("accessibilite/", information.accessibility, name="accessibility"),
    path("donnees-personnelles/", information.privacy, name="privacy"),
    path("mentions-legales/", information.legal, name="legal"),
]
