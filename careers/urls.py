from django.urls import path

from careers.views import career, editions, information, leaflets, search, sources

urlpatterns = [
    path("metiers/<slug:career>/", career.career, name="career"),
    path("metiers/<slug:career>/missions/", leaflets.missions, name="missions"),
    path("metiers/<slug:career>/lieux/", leaflets.workplaces, name="workplaces"),
    path("metiers/<slug:career>/quotidien/", leaflets.everyday, name="everyday"),
    path("metiers/<slug:career>/salaire/", leaflets.pay, name="pay"),
    path("metiers/<slug:career>/formation/", leaflets.training, name="training"),
    path("metiers/<slug:career>/delais-et-financement/", leaflets.funding, name="funding"),
    path("metiers/<slug:career>/evolution/", leaflets.prospects, name="prospects"),
    path("metiers/<slug:career>/histoire/", leaflets.history, name="history"),
    path("metiers/<slug:career>/aide/", leaflets.aid, name="aid"),
    path("metiers/<slug:career>/sources/", sources.sources, name="sources"),
    path("metiers/<slug:career>/sources/<slug:source>/", sources.source, name="source"),
    path("metiers/<slug:career>/desaccords/", sources.disputes, name="disputes"),
    path("metiers/<slug:career>/editions/", editions.log, name="editions"),
    path("metiers/<slug:career>/edition.json", editions.document, name="edition-document"),
    path("metiers/<slug:career>/edition.schema.json", editions.schema, name="edition-schema"),
    path("metiers/<slug:career>/editions.atom", editions.feed, name="edition-feed"),
    path("recherche/", search.search, name="search"),
    path("plan-du-site/", information.site_map, name="site-map"),
    path("accessibilite/", information.accessibility, name="accessibility"),
    path("donnees-personnelles/", information.privacy, name="privacy"),
    path("mentions-legales/", information.legal, name="legal"),
]
