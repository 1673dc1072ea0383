"""Documents: the register of a unit, one document, entering and correcting, relations and files."""

from django.urls import path

from giaoban.directives import views

coordinate_urlpatterns = [
    path("van-ban/", views.register, name="list"),
    path("van-ban/ghi-so/", views.document_add, name="register"),
    path("van-ban/chon/", views.pick, name="pick"),
    path("van-ban/nhan-dang/", views.recognise, name="recognise"),
    path("van-ban/quan-triet/", views.disseminations, name="disseminations"),
    path("van-ban/<int:document_id>/", views.document, name="document"),
    path("van-ban/<int:document_id>/dinh-chinh/", views.document_correct, name="correct"),
    path("van-ban/<int:document_id>/noi-nhan/", views.document_address, name="address"),
    path("van-ban/<int:document_id>/quan-he/", views.relation_add, name="relate"),
    path("van-ban/<int:document_id>/quan-he/<int:relation_id>/go/", views.relation_remove, name="unrelate"),
    path("van-ban/<int:document_id>/tep/", views.file_add, name="attach"),
    path("van-ban/<int:document_id>/tep/<int:file_id>/go/", views.file_remove, name="detach"),
    path("van-ban/<int:document_id>/quan-triet/", views.dissemination, name="dissemination"),
    path("van-ban/<int:document_id>/quan-triet/xlsx/", views.dissemination_xlsx, name="dissemination_xlsx"),
    path("van-ban/<int:document_id>/quan-triet/<int:party_id>/", views.disseminate, name="disseminate"),
    path("van-ban/<int:document_id>/phan/<str:panel_code>/", views.panel, name="panel"),
]
