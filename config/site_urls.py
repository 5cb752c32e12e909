"""The public site, included twice: at the root, from the published edition; under admin/apercu/, from the rows."""

import careers.urls
import pathways.urls

app_name = "site"
urlpatterns = [*careers.urls.urlpatterns, *pathways.urls.urlpatterns]
