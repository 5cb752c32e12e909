from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import include, path
from django.views.decorators.http import require_safe


@require_safe
def icon(request: HttpRequest) -> HttpResponseRedirect:
    """Where browsers look on pages that name no icon, such as the admin's."""
    return HttpResponseRedirect(static("img/icone.svg"))


urlpatterns = [
    path("admin/apercu/au/<str:au>/", include("config.site_urls", namespace="apercu-au"), {"preview": True}),
    path("admin/apercu/", include("config.site_urls", namespace="apercu"), {"preview": True}),
    path("admin/", admin.site.urls),
    path("favicon.ico", icon),
    path("au/<str:au>/", include("config.site_urls", namespace="site-au")),
    path("", include("config.site_urls", namespace="site")),
]

handler400 = "careers.views.errors.bad_request"
handler403 = "careers.views.errors.forbidden"
handler404 = "careers.views.errors.not_found"
handler500 = "careers.views.errors.failed"
