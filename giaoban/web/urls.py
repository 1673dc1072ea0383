"""Every address behind the sign-in, as a table of contents.

A room gives `coordinate_urlpatterns` (below /<unit>/<period>/) and `urlpatterns` (no prefix); both lie in
the room's own namespace. Pages that cross rooms have no namespace.
"""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLResolver, include, path, register_converter
from django.views.i18n import set_language

from giaoban.periods.converters import PeriodConverter
from giaoban.web.views import home, mau, search

register_converter(PeriodConverter, "period")
COORDINATES = "<slug:unit_code>/<period:period_code>/"


def room(name: str, plain: str = "") -> URLResolver:
    """Both kinds of addresses of one room, plain ones below `plain`."""
    urls = import_module(f"giaoban.{name}.urls")
    patterns = [path(COORDINATES, include(getattr(urls, "coordinate_urlpatterns", [])))]
    if plain:
        patterns.insert(0, path(plain, include(urls.urlpatterns)))
    return path("", include((patterns, name)))


urlpatterns = [
    path("", home.home, name="home"),
    path("chuyen/", home.switch, name="switch_coordinates"),
    path("ngon-ngu/", set_language, name="set_language"),
    path("suc-khoe/", home.health, name="health"),
    path("tro-giup/", home.help_page, name="help"),
    path("mau/", mau.index, name="mau"),
    path("mau/tim/", mau.pick, name="mau_pick"),
    path("mau/<slug:piece>/", mau.piece, name="mau_piece"),
    path("thiet-lap/", include("giaoban.web.setup.urls")),
    path(COORDINATES, home.period_file, name="period_file"),
    path(f"{COORDINATES}tim-kiem/", search.search, name="search"),
]
for name, plain in (("organisations", ""), ("accounts", ""), ("people", "can-bo/"), ("notices", "thong-bao/"), ("regulations", "quy-tac/"), ("files", "tep/")):
    if find_spec(f"giaoban.{name}.urls"):
        urlpatterns.append(room(name, plain))
