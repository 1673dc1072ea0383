"""Hồ sơ trình: the register, one dossier, its drafts and their exact pages, opinions, issuing."""

from django.urls import path

from giaoban.correspondence.views import (
    checking,
    consulting,
    deciding,
    drafts,
    facts,
    issuing,
    lists,
    pages,
    record,
)

ONE = "ho-so-trinh/<int:dossier_id>"
DRAFT = f"{ONE}/du-thao/<int:number>"
coordinate_urlpatterns = [
    path("ho-so-trinh/", lists.register, name="dossiers"),
    path("ho-so-trinh.xlsx", lists.register_xlsx, name="dossiers_xlsx"),
    path("ho-so-trinh/mo/", facts.open_, name="open"),
    path(f"{ONE}/", record.dossier, name="dossier"),
    path(f"{ONE}/kiem-tra/", record.checks, name="checks"),
    path(f"{ONE}/sua/", facts.correct, name="correct"),
    path(f"{ONE}/soan/", drafts.write, name="write"),
    path(f"{ONE}/so-sanh/", drafts.compare, name="compare"),
    path(f"{ONE}/nhan-lai/", drafts.take_back, name="take_back"),
    path(f"{ONE}/ban-in/", pages.exact, name="exact"),
    path(f"{DRAFT}/tai.docx", drafts.word, name="draft_docx"),
    path(f"{DRAFT}/tai.pdf", pages.pdf, name="draft_pdf"),
    path(f"{DRAFT}/trang/<int:page>.png", pages.picture, name="draft_page"),
    path(f"{ONE}/trinh/", deciding.submit, name="submit"),
    path(f"{ONE}/quyet-dinh/", deciding.decide, name="decide"),
    path(f"{ONE}/rut/", deciding.withdraw, name="withdraw"),
    path(f"{ONE}/ban-hanh/", issuing.issue, name="issue"),
    path(f"{ONE}/ban-da-ky/", issuing.signed, name="signed"),
    path(f"{ONE}/thu-hoi/", issuing.recall, name="recall"),
    path(f"{ONE}/thay-the/", issuing.replace, name="replace"),
    path(f"{ONE}/lay-y-kien/", consulting.ask, name="ask"),
    path(f"{ONE}/lay-y-kien/ket-thuc/", consulting.settle, name="settle"),
    path(f"{ONE}/y-kien/", consulting.opinions, name="opinions"),
    path(f"{ONE}/y-kien/bang.xlsx", consulting.table_xlsx, name="opinions_xlsx"),
    path(f"{ONE}/y-kien/bang.docx", consulting.table_docx, name="opinions_docx"),
    path(f"{ONE}/y-kien/bang.pdf", consulting.table_pdf, name="opinions_pdf"),
    path(f"{ONE}/y-kien/diem/<int:point_id>/", consulting.respond, name="respond"),
    path(f"{ONE}/phieu/<int:consultation_id>/", consulting.counts, name="counts"),
    path("gop-y/<int:opinion_id>/", consulting.opinion, name="opinion"),
    path("gop-y/<int:opinion_id>/trang/<int:page>.png", consulting.opinion_page, name="opinion_page"),
    path("gop-y/<int:opinion_id>/du-thao.docx", consulting.opinion_docx, name="opinion_docx"),
]
urlpatterns = [
    path("", checking.ask, name="check"),
    path("<str:code>/", checking.edition, name="edition"),
    path("<str:code>/tai.pdf", checking.edition_pdf, name="edition_pdf"),
    path("<str:code>/trang/<int:page>.png", checking.edition_page, name="edition_page"),
]
