"""Reports: what we owe and what we asked, one report from its grid to its approval, a round and its units."""

from django.urls import path

from giaoban.reporting.views import lists, report

coordinate_urlpatterns = [
    path("bao-cao/", lists.reports, name="list"),
    path("bao-cao/<int:obligation_id>/", report.report, name="report"),
]
