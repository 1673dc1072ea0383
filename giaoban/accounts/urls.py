"""Sign-in, activation, one's own account; below unit and period: accounts, slips, who follows what."""

from allauth.account import views as allauth
from django.urls import path

from giaoban.accounts.views import account, assignments, own, register

urlpatterns = [
    path("vao/", allauth.login, name="account_login"),
    path("ra/", allauth.logout, name="account_logout"),
    path("mo/", allauth.signup, name="account_signup"),
    path("khoa/", allauth.account_inactive, name="account_inactive"),
    path("mat-khau/", allauth.password_change, name="account_change_password"),
    path("xac-nhan/", allauth.reauthenticate, name="account_reauthenticate"),
    path("kich-hoat/", own.activate, name="account_activate"),
    path("cua-toi/", own.own, name="account_own"),
    path("cua-toi/phien/", own.end_session, name="account_end_session"),
    path("vi-sao/", own.why, name="account_why"),
    path("gui-tiep/", own.kept_form, name="account_kept_form"),
    path("chon-don-vi/", register.pick_unit, name="account_pick_unit"),
]

coordinate_urlpatterns = [
    path("tai-khoan/", register.register, name="list"),
    path("tai-khoan/moi/", register.create, name="create"),
    path("tai-khoan/hang-loat/", register.children, name="children"),
    path("tai-khoan/phieu/<uuid:batch>/", register.slips, name="slips"),
    path("tai-khoan/<int:user_id>/", account.account, name="account"),
    path("tai-khoan/<int:user_id>/sua/", account.edit, name="edit"),
    path("tai-khoan/<int:user_id>/vai-tro/", account.give, name="give"),
    path("tai-khoan/<int:user_id>/vai-tro/<int:grant_id>/ket-thuc/", account.end, name="end"),
    path("tai-khoan/<int:user_id>/phieu/", account.reset, name="reset"),
    path("tai-khoan/<int:user_id>/trang-thai/", account.state, name="state"),
    path("phan-cong/", assignments.table, name="assignments"),
    path("phan-cong/moi/", assignments.assign, name="assign"),
    path("phan-cong/<int:responsibility_id>/ket-thuc/", assignments.end, name="assign_end"),
]
