"""Đọc văn bản: texts of a unit, one text with its marks, corrections, the work made of it."""

from django.urls import path

from giaoban.web.reading.views import marks, texts, work

_TEXT = "doc-van-ban/<int:text_id>/"

coordinate_urlpatterns = [
    path("doc-van-ban/", texts.listing, name="list"),
    path("doc-van-ban/doc/", texts.read, name="read"),
    path("doc-van-ban/sua-chua.xlsx", texts.corrections_xlsx, name="corrections_xlsx"),
    path("doc-van-ban/sua-chua.csv", texts.corrections_csv, name="corrections_csv"),
    path(_TEXT, texts.text, name="text"),
    path(f"{_TEXT}ca-kiem-thu.json", texts.case, name="case"),
    path(f"{_TEXT}bo/", texts.discard, name="discard"),
    path(f"{_TEXT}dau/<slug:mark_key>/", marks.mark, name="mark"),
    path(f"{_TEXT}them-dau/<slug:kind>/", marks.add, name="mark_add"),
    path(f"{_TEXT}sua-chua/<int:correction_id>/hoan-tac/", marks.undo, name="undo"),
    path(f"{_TEXT}lap-viec/", work.work, name="work"),
]
