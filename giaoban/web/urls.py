"""Every address behind the sign-in, as a table of contents.

A room gives `coordinate_urlpatterns` (below /<unit>/<period>/) and, where it has pages without coordinates,
`urlpatterns`; both lie in the room's own namespace. Pages that cross rooms have no namespace.
"""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.i18n import set_language

from giaoban.accounts import urls as accounts
from giaoban.conferences import urls as conferences
from giaoban.correspondence import urls as correspondence
from giaoban.directives import urls as directives
from giaoban.files import urls as files
from giaoban.notices import urls as notices
from giaoban.organisations import urls as organisations
from giaoban.people import urls as people
from giaoban.periods.converters import PeriodConverter
from giaoban.recommendations import urls as recommendations
from giaoban.regulations import urls as regulations
from giaoban.reporting import urls as reporting
from giaoban.tasks import urls as tasks
from giaoban.web.reading import urls as reading
from giaoban.web.views import archive, cycle, home, mau, search, trail

register_converter(PeriodConverter, "period")
COORDINATES = "<slug:unit_code>/<period:period_code>/"


def room(name: str, *parts: tuple[str, Sequence[URLPattern | URLResolver]]) -> URLResolver:
    """The addresses of one room under their prefixes, all in its namespace."""
    return path("", include(([path(prefix, include(list(patterns))) for prefix, patterns in parts], name)))


urlpatterns = [
    path("", home.home, name="home"),
    path("chuyen/", home.switch, name="switch_coordinates"),
    path("ngon-ngu/", set_language, name="set_language"),
    path("suc-khoe/", home.health, name="health"),
    path("tro-giup/", home.help_page, name="help"),
    path("mau/", mau.index, name="mau"),
    path("mau/tim/", mau.pick, name="mau_pick"),
    path("mau/<slug:piece>/", mau.piece, name="mau_piece"),
    path("", include("giaoban.web.setup.urls")),
    path(COORDINATES, home.period_file, name="period_file"),
    path(f"{COORDINATES}viec-cua-toi/", cycle.my_work, name="my_work"),
    path(f"{COORDINATES}dia-ban/", cycle.areas, name="areas"),
    path(f"{COORDINATES}tom-tat/", cycle.brief, name="brief"),
    path(f"{COORDINATES}tom-tat/tom-tat.pdf", cycle.brief_pdf, name="brief_pdf"),
    path(f"{COORDINATES}luu-ho-so/", archive.archive, name="archive"),
    path(f"{COORDINATES}luu-ho-so/muc-luc.pdf", archive.contents_pdf, name="contents_pdf"),
    path(f"{COORDINATES}van-ban/<int:document_id>/dong-van-ban/", cycle.document_line, name="document_line"),
    path(f"{COORDINATES}tim-kiem/", search.search, name="search"),
    path(f"{COORDINATES}tim-kiem/luu/", search.save, name="search_save"),
    path(f"{COORDINATES}tim-kiem/<int:saved_id>/ten/", search.rename, name="search_rename"),
    path(f"{COORDINATES}tim-kiem/<int:saved_id>/bo/", search.remove, name="search_remove"),
    path(f"{COORDINATES}tim-kiem/<int:saved_id>/lay-lai/", search.restore, name="search_restore"),
    path(f"{COORDINATES}nhat-ky/", trail.trail, name="trail"),
    room("reading", (COORDINATES, reading.coordinate_urlpatterns)),
    room("organisations", (COORDINATES, organisations.coordinate_urlpatterns)),
    room("accounts", (COORDINATES, accounts.coordinate_urlpatterns)),
    room("people", ("can-bo/", people.urlpatterns), (COORDINATES, people.coordinate_urlpatterns)),
    room("notices", ("thong-bao/", notices.urlpatterns), (COORDINATES, notices.coordinate_urlpatterns)),
    room("regulations", (COORDINATES, regulations.coordinate_urlpatterns)),
    room("directives", (COORDINATES, directives.coordinate_urlpatterns)),
    room(
        "correspondence",
        ("doi-chieu/", correspondence.urlpatterns),
        (COORDINATES, correspondence.coordinate_urlpatterns),
    ),
    room("tasks", (COORDINATES, tasks.coordinate_urlpatterns)),
    room("recommendations", (COORDINATES, recommendations.coordinate_urlpatterns)),
    room("reporting", (COORDINATES, reporting.coordinate_urlpatterns)),
    room(
        "conferences",
        ("giao-ban/", conferences.urlpatterns),
        (COORDINATES, conferences.coordinate_urlpatterns),
    ),
    room("files", ("tep/", files.urlpatterns)),
]
