"""Rules as of the period in the bar."""

from django.urls import URLPattern, path

from giaoban.regulations import views

coordinate_urlpatterns = [
    path("quy-tac/", views.register, name="register"),
    path("quy-tac/<slug:code>/", views.pack, name="pack"),
]
urlpatterns: list[URLPattern] = []
