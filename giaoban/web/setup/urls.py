"""Thiết lập: the list of the first morning; for each sheet its template, its check, its confirmation."""

from django.urls import path, register_converter

from giaoban.web.setup import views
from giaoban.web.setup.rules import Sheet


class SheetConverter:
    """The sheets by their Vietnamese words in the address."""

    slugs = {Sheet.UNITS: "don-vi", Sheet.PEOPLE: "can-bo", Sheet.CONTACTS: "dau-moi"}
    regex = "|".join(slugs.values())

    def to_python(self, value: str) -> Sheet:
        return next(sheet for sheet, slug in self.slugs.items() if slug == value)

    def to_url(self, value: Sheet) -> str:
        return self.slugs[value]


register_converter(SheetConverter, "sheet")

app_name = "setup"
urlpatterns = [
    path("thiet-lap/", views.home, name="home"),
    path("nhap-tu-excel/", views.sheets, name="sheets"),
    path("nhap-tu-excel/<sheet:sheet>/", views.sheet_page, name="sheet"),
    path("nhap-tu-excel/<sheet:sheet>/mau/", views.template, name="template"),
    path("nhap-tu-excel/<sheet:sheet>/<int:file_id>/", views.preview, name="preview"),
    path("nhap-tu-excel/<sheet:sheet>/<int:file_id>/loi/", views.errors, name="errors"),
    path("nhap-tu-excel/<sheet:sheet>/<int:file_id>/ghi/", views.confirm, name="confirm"),
]
