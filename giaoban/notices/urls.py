"""The directory of contacts of a unit; one's own messages and long jobs stand outside units."""

from django.urls import path

from giaoban.notices import views

coordinate_urlpatterns = [
    path("dau-moi/", views.contact_register, name="contacts"),
    path("dau-moi/ghi/", views.contact_set, name="contact_set"),
    path("dau-moi/xac-nhan/", views.contacts_confirm, name="contacts_confirm"),
    path("dau-moi/<int:contact_id>/thoi/", views.contact_end, name="contact_end"),
]
urlpatterns = [
    path("hop-thu/", views.inbox, name="inbox"),
    path("hop-thu/<int:notice_id>/doc/", views.read, name="read"),
    path("hop-thu/doc-het/", views.read_all, name="read_all"),
    path("cong-viec/", views.job_list, name="jobs"),
    path("cong-viec/<int:job_id>/", views.job, name="job"),
]
