"""The lines of the left navigation that belong to pages crossing rooms, and the names of its groups."""

from django.utils.translation import gettext_lazy as _

from giaoban.accounts.rules import Permission as Accounts
from giaoban.audit.rules import Permission as Audit
from giaoban.core.registries import NavEntry, navigation
from giaoban.notices.rules import Permission as Notices
from giaoban.organisations.rules import Permission as Organisations
from giaoban.reporting.rules.states import Permission as Reporting
from giaoban.web.rules import Permission as Web

GROUPS = {
    "cycle": _("Chu trình"),
    "rooms": _("Nghiệp vụ"),
    "lookup": _("Tra cứu"),
    "house": _("Đơn vị và hệ thống"),
}

navigation.add(NavEntry("period_file", _("Hồ sơ kỳ"), "cycle", "period_file", Organisations.VIEW, order=10))
navigation.add(NavEntry("my_work", _("Việc của tôi"), "cycle", "my_work", Reporting.WRITE, order=12))
navigation.add(NavEntry("areas", _("Địa bàn theo dõi"), "cycle", "areas", Reporting.REVIEW, order=14))
navigation.add(NavEntry("read_texts", _("Đọc văn bản"), "cycle", "reading:list", Web.READ_TEXT, order=22))
navigation.add(NavEntry("search", _("Tìm kiếm"), "lookup", "search", Organisations.VIEW, order=10))
navigation.add(
    NavEntry("setup", _("Thiết lập"), "house", "setup:home", Accounts.SET_UP, order=90, plain=True)
)
navigation.add(
    NavEntry(
        "sheets", _("Nhập từ Excel"), "house", "setup:sheets", Notices.CHANGE_CONTACTS, order=92, plain=True
    )
)
navigation.add(NavEntry("trail", _("Nhật ký"), "house", "trail", Audit.VIEW, order=80))
navigation.add(NavEntry("help", _("Trợ giúp"), "house", "help", Organisations.VIEW, order=95, plain=True))
