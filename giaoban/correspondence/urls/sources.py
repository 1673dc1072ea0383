"""A hồ sơ trình opened from a report, a conclusion, a programme."""

from django.urls import path

from giaoban.correspondence.views import sources

coordinate_urlpatterns = [
    path("ho-so-trinh/mo/<str:kind>/<int:object_id>/", sources.open_from, name="open_from"),
]
