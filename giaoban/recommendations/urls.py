"""Addresses of the room."""

from django.urls import URLPattern

coordinate_urlpatterns: list[URLPattern] = []
