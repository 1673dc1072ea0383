"""Templates of papers: the list, one of them, its file to begin with and its sample; papers filled in."""

from django.urls import path

from giaoban.correspondence.views import filling, making, templates

ONE = "mau-van-ban/<slug:paper>"
coordinate_urlpatterns = [
    path("mau-van-ban/", templates.listed, name="templates"),
    path(f"{ONE}/", templates.one, name="template"),
    path(f"{ONE}/mau-chung/", templates.use_shipped, name="template_drop"),
    path(f"{ONE}/mau.docx", templates.starter, name="template_docx"),
    path(f"{ONE}/mau.pdf", templates.sample, name="template_pdf"),
    path(f"{ONE}/dien/", making.make, name="template_make"),
    path("ho-so-trinh/<int:dossier_id>/dien-mau/", filling.fill_in, name="fill"),
]
