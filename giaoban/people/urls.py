"""Persons: the register of a unit, one person, the posts; one's own record and the picker."""

from django.urls import path

from giaoban.people import views

coordinate_urlpatterns = [
    path("can-bo/", views.register, name="register"),
    path("can-bo/them/", views.person_add, name="add"),
    path("can-bo/chuc-danh/them/", views.post_add, name="post_add"),
    path("can-bo/chuc-danh/<int:post_id>/thoi-giu/", views.post_end, name="post_end"),
    path("can-bo/chuc-danh/<int:post_id>/dinh-chinh/", views.post_correct, name="post_correct"),
    path("can-bo/chuc-danh/<int:post_id>/rut/", views.post_withdraw, name="post_withdraw"),
    path("can-bo/<int:person_id>/", views.person, name="person"),
    path("can-bo/<int:person_id>/tai-khoan/", views.account, name="account"),
]
urlpatterns = [
    path("cua-toi/", views.own_record, name="own"),
    path("chon/", views.pick, name="pick"),
]
