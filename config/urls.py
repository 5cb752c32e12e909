from django.contrib import admin
from django.urls import include, path

from careers.views import sitemap
from config import discovery, health, metrics

urlpatterns = [
    path("admin/apercu/au/<str:au>/", include("config.site_urls", namespace="apercu-au"), {"preview": True}),
    path("admin/apercu/", include("config.site_urls", namespace="apercu"), {"preview": True}),
    path("admin/", admin.site.urls),
    path("favicon.ico", discovery.icon),
    path("apple-touch-icon.png", discovery.touch_icon),
    path("sante/vivant/", health.alive, name="alive"),
    path("sante/pret/", health.ready, name="ready"),
    path("sante/mesures/", metrics.metrics, name="metrics"),
    path("manifest.webmanifest", discovery.manifest, name="manifest"),
    path("robots.txt", discovery.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("integrer/", include("pathways.framed_urls")),
    path("au/<str:au>/", include("config.site_urls", namespace="site-au")),
    path("", include("config.site_urls", namespace="site")),
]

handler400 = "careers.views.errors.bad_request"
handler403 = "careers.views.errors.forbidden"
handler404 = "careers.views.errors.not_found"
handler500 = "careers.views.errors.failed"
