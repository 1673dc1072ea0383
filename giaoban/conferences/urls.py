"""Conferences: the list, one conference and its preparation, its points, the hall, its conclusion."""

from django.urls import path

from giaoban.conferences import views

ONE = "giao-ban/<int:conference_id>"
POINT = f"{ONE}/diem-cau/<int:point_id>"
coordinate_urlpatterns = [
    path("giao-ban/", views.listing, name="list"),
    path("giao-ban/lap/", views.create, name="create"),
    path("ket-luan/", views.conclusions, name="conclusions"),
    path(f"{ONE}/", views.conference, name="conference"),
    path(f"{ONE}/sua/", views.change, name="change"),
    path(f"{ONE}/chuyen/", views.move, name="move"),
    path(f"{ONE}/chuong-trinh/", views.agenda, name="agenda"),
    path(f"{ONE}/chuong-trinh/<int:item_id>/", views.item, name="item"),
    path(f"{ONE}/giay-moi/", views.letters, name="letters"),
    path(f"{ONE}/giay-moi/<int:point_id>/", views.letter, name="letter"),
    path(f"{ONE}/diem-cau/", views.points, name="points"),
    path(f"{POINT}/", views.point, name="point"),
    path(f"{POINT}/man-hinh/", views.point_screen, name="point_screen"),
    path(f"{ONE}/phat-bieu/<int:speech_id>/", views.speech_change, name="speech"),
    path(f"{ONE}/dieu-hanh/", views.console, name="console"),
    path(f"{ONE}/man-hinh/", views.projector, name="projector"),
    path(f"{ONE}/dien-bien/", views.pulse, name="pulse"),
    path(f"{ONE}/ket-luan/", views.conclusion, name="conclusion"),
    path(f"{ONE}/ket-luan.<slug:form>", views.conclusion_paper, name="conclusion_paper"),
    path(f"{ONE}/kich-ban.<slug:form>", views.script_paper, name="script_paper"),
    path(f"{ONE}/bien-ban.<slug:form>", views.minutes_paper, name="minutes_paper"),
    path(f"{ONE}/giay-moi/<int:point_id>/giay-moi.<slug:form>", views.letter_paper, name="letter_paper"),
    path(f"{ONE}/ket-luan/ban-hanh/", views.issue, name="issue"),
    path(f"{ONE}/ket-luan/loi-van/", views.wording, name="wording"),
    path(f"{ONE}/ket-luan/sua.docx", views.conclusion_word, name="conclusion_word"),
    path(f"{ONE}/ket-luan/nhan-lai/", views.word_back, name="word_back"),
    path(f"{ONE}/giao-nhiem-vu/", views.review, name="review"),
]
urlpatterns = [path("<int:conference_id>/", views.own, name="own")]
