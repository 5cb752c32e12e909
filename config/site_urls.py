"""The public site: at the root, from the published edition; under admin/apercu/, from the rows; each of them today, and
under au/<day>/ on another day."""

import careers.urls
import pathways.urls

app_name = "site"
urlpatterns = [*careers.urls.urlpatterns, *pathways.urls.urlpatterns]
