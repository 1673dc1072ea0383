"""Files have no unit in their address: the record they belong to decides."""

from django.urls import URLPattern, path

from giaoban.files import views

coordinate_urlpatterns: list[URLPattern] = []
urlpatterns = [path("<int:file_id>/", views.download, name="download")]
