"""Reports: what we owe and what we asked, one report from its grid to its approval, a round and its units."""

from django.urls import path

from giaoban.reporting.views import (
    compiling,
    consolidation,
    desk,
    drafting,
    exports,
    letters,
    lists,
    loading,
    report,
    taking_back,
)

PASSAGE = "bao-cao/<int:obligation_id>/doan/<int:passage_id>/"

coordinate_urlpatterns = [
    path("bao-cao/", lists.reports, name="list"),
    path("bao-cao/mo/", lists.open_round, name="open"),
    path("bao-cao/dot/<int:round_id>/", lists.obligations, name="obligations"),
    path("bao-cao/dot/<int:round_id>/xu-ly/", lists.run, name="run"),
    path("bao-cao/dot/<int:round_id>/cong-van/", letters.open_letter, name="letter"),
    path("bao-cao/<int:obligation_id>/", report.report, name="report"),
    path("bao-cao/<int:obligation_id>/ban/<int:number>/", report.version, name="version"),
    path("bao-cao/<int:obligation_id>/bat-dau/", report.begin, name="begin"),
    path("bao-cao/<int:obligation_id>/so-lieu/", report.save, name="save"),
    path("bao-cao/<int:obligation_id>/so-lieu/tu-luu/", report.autosave, name="autosave"),
    path("bao-cao/<int:obligation_id>/khong-phat-sinh/", report.nothing, name="nothing"),
    path("bao-cao/<int:obligation_id>/duyet/", report.approval, name="approval"),
    path("bao-cao/<int:obligation_id>/buoc/<slug:move>/", report.act, name="act"),
    path("bao-cao/<int:obligation_id>/doan/", drafting.add, name="passage_add"),
    path("bao-cao/<int:obligation_id>/doan/tra-lai/", drafting.restore, name="passage_restore"),
    path(PASSAGE, drafting.save, name="passage_save"),
    path(f"{PASSAGE}tu-luu/", drafting.autosave, name="passage_autosave"),
    path(f"{PASSAGE}bo/", drafting.remove, name="passage_remove"),
]
coordinate_urlpatterns += [
    path("tham-tra/", desk.desk, name="desk"),
    path("tham-tra/<int:obligation_id>/", desk.arrival, name="arrival"),
    path("tham-tra/ca-loat/<int:round_id>/", desk.clean, name="accept_clean"),
    path("tong-hop/<int:obligation_id>/", consolidation.consolidation, name="consolidation"),
    path("tong-hop/<int:obligation_id>/o/<str:key>/", consolidation.cell, name="cell"),
    path("tong-hop/<int:obligation_id>/loi-van/", compiling.passages, name="words"),
    path("tong-hop/<int:obligation_id>/loi-van/<int:section_id>/", compiling.passages, name="passages"),
    path("tong-hop/<int:obligation_id>/doan/<int:passage_id>/bo/", compiling.untake, name="untake"),
    path("bao-cao/<int:obligation_id>/bao-cao.docx", exports.word, name="word"),
    path("bao-cao/<int:obligation_id>/bao-cao.pdf", exports.pdf, name="pdf"),
    path("bao-cao/<int:obligation_id>/so-lieu.xlsx", exports.sheet, name="sheet"),
    path("bao-cao/<int:obligation_id>/sua.docx", taking_back.copy, name="word_copy"),
    path("bao-cao/<int:obligation_id>/nhan-word/", taking_back.send, name="word_back"),
    path("bao-cao/<int:obligation_id>/nhan-word/<int:file_id>/", taking_back.decide, name="word_changes"),
    path("bao-cao/<int:obligation_id>/bieu-nhap.xlsx", loading.entry, name="entry"),
    path("bao-cao/<int:obligation_id>/nap-bieu/", loading.load, name="load"),
    path("bao-cao/<int:obligation_id>/nap-bieu/<int:file_id>/", loading.preview, name="load_preview"),
    path("bao-cao/<int:obligation_id>/nap-bieu/<int:file_id>/loi.xlsx", loading.marked, name="load_marked"),
]
