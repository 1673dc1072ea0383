"""The structure of units: list, tree, unit page, decisions. All below unit and period."""

from django.urls import URLPattern, path

from giaoban.organisations.views import changes, decisions, departments, register, tree, unit

urlpatterns: list[URLPattern] = []

coordinate_urlpatterns = [
    path("to-chuc/", register.register, name="register"),
    path("to-chuc/xuat/", register.export, name="export"),
    path("to-chuc/chon/", register.pick, name="pick"),
    path("to-chuc/cay/", tree.tree, name="tree"),
    path("to-chuc/quyet-dinh/", decisions.decision_list, name="decisions"),
    path("to-chuc/quyet-dinh/xuat/", decisions.decision_export, name="decisions_export"),
    path("to-chuc/quyet-dinh/<int:change_id>/", decisions.decision_page, name="decision"),
    path("to-chuc/<slug:code>/", unit.unit, name="unit"),
    path("to-chuc/<slug:code>/phan/<slug:panel_code>/", unit.lazy_panel, name="panel"),
    path("to-chuc/<slug:code>/phong/", departments.department_list, name="departments"),
    path("to-chuc/<slug:code>/phong/<int:department_id>/", departments.department, name="department"),
    path("to-chuc/<slug:code>/quyet-dinh/moi/", changes.new, name="decision_new"),
    path("to-chuc/<slug:code>/quyet-dinh/moi/<slug:kind>/", changes.form, name="decision_form"),
    path("to-chuc/<slug:code>/quyet-dinh/moi/<slug:kind>/ghi/", changes.record, name="decision_record"),
]
