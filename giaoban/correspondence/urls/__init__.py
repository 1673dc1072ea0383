"""Addresses of correspondence: hồ sơ trình and their papers, then both registers."""

from giaoban.correspondence.urls import arrivals, dossiers, sources, templates

coordinate_urlpatterns = [
    *dossiers.coordinate_urlpatterns,
    *arrivals.coordinate_urlpatterns,
    *sources.coordinate_urlpatterns,
    *templates.coordinate_urlpatterns,
]
urlpatterns = dossiers.urlpatterns
