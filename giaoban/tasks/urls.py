"""Tasks: the lists, programmes with their matrix, one unit's task; verbs come last."""

from django.urls import path

from giaoban.tasks import views

PROGRAMME = "nhiem-vu/chuong-trinh/<int:programme_id>"
ASSIGNMENT = "nhiem-vu/giao/<int:assignment_id>"
coordinate_urlpatterns = [
    path("nhiem-vu/", views.task_list, name="list"),
    path("nhiem-vu/da-giao/", views.given_list, name="given"),
    path("nhiem-vu/cu-the-hoa/", views.localise, name="localise"),
    path("nhiem-vu/chuong-trinh/them/", views.programme_add, name="programme_add"),
    path(f"{PROGRAMME}/", views.programme, name="programme"),
    path(f"{PROGRAMME}/ma-tran/", views.matrix, name="matrix"),
    path(f"{PROGRAMME}/ma-tran.xlsx", views.matrix_xlsx, name="matrix_xlsx"),
    path(f"{PROGRAMME}/chuong-trinh.<slug:form>", views.programme_paper, name="programme_paper"),
    path(f"{PROGRAMME}/sua/", views.programme_edit, name="programme_edit"),
    path(f"{PROGRAMME}/them-nhiem-vu/", views.task_add, name="task_add"),
    path(f"{PROGRAMME}/chon-don-vi/", views.assign, name="assign"),
    path(f"{PROGRAMME}/giao/", views.issue, name="issue"),
    path(f"{PROGRAMME}/ket-thuc/", views.close, name="close"),
    path(f"{PROGRAMME}/bo/", views.discard, name="discard"),
    path("nhiem-vu/<int:task_id>/sua/", views.task_edit, name="task_edit"),
    path("nhiem-vu/<int:task_id>/bo/", views.task_remove, name="task_remove"),
    path(f"{ASSIGNMENT}/", views.assignment, name="assignment"),
    path(f"{ASSIGNMENT}/minh-chung/", views.evidence, name="evidence"),
    path(f"{ASSIGNMENT}/gia-han/", views.extension, name="extension"),
    path(f"{ASSIGNMENT}/gia-han/<int:extension_id>/", views.extension_decide, name="extension_decide"),
    path(f"{ASSIGNMENT}/buoc/<slug:move>/", views.move, name="move"),
]
