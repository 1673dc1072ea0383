"""Sign-in, activation, own password; the accounts of a unit."""

from allauth.account import views as allauth
from django.urls import path

urlpatterns = [
    path("vao/", allauth.login, name="account_login"),
    path("ra/", allauth.logout, name="account_logout"),
    path("mo/", allauth.signup, name="account_signup"),
    path("khoa/", allauth.account_inactive, name="account_inactive"),
    path("mat-khau/", allauth.password_change, name="account_change_password"),
    path("xac-nhan/", allauth.reauthenticate, name="account_reauthenticate"),
]
