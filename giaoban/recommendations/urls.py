"""Kiến nghị: the two lists of a unit, one of them, sending one, answering one or many."""

from django.urls import path

from giaoban.recommendations import views

coordinate_urlpatterns = [
    path("kien-nghi/", views.register, name="list"),
    path("kien-nghi/gui/", views.add, name="add"),
    path("kien-nghi/tra-loi/", views.answer, name="answer"),
    path("kien-nghi/<int:recommendation_id>/", views.detail, name="detail"),
    path("kien-nghi/<int:recommendation_id>/tiep-nhan/", views.receive, name="receive"),
    path("kien-nghi/<int:recommendation_id>/chuyen/", views.forward, name="forward"),
    path("kien-nghi/<int:recommendation_id>/da-ro/", views.understand, name="understand"),
    path("kien-nghi/<int:recommendation_id>/chua-ro/", views.unclear, name="unclear"),
    path("kien-nghi/<int:recommendation_id>/rut/", views.withdraw, name="withdraw"),
]
