"""How allauth behaves here: nobody signs up, tries are counted in the database, words are ours.

Unknown name, wrong password and switched-off account answer with one text after one Argon2 computation.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.accounts import throttle
from giaoban.accounts.rules import SIGN_IN_LIMITS
from giaoban.audit.services import record


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("Tên đăng nhập hoặc mật khẩu không đúng."),
        "too_many_login_attempts": gettext_lazy(
            "Đã thử sai nhiều lần. Chờ 15 phút rồi thử lại, hoặc đề nghị người quản trị in phiếu mới."
        ),
        "enter_current_password": gettext_lazy("Mật khẩu đang dùng không đúng."),
        "incorrect_password": gettext_lazy("Mật khẩu không đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  the adapter's signature
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Five tries in a quarter of an hour for one account from one place, wider limits for each alone."""
        name, place = str(credentials.get("username", "")).strip().lower(), self.get_client_ip(request)
        parts = {"pair": ("in", name, place), "account": ("in", name), "place": ("in from", place)}
        self._tries = throttle.enter({throttle.key(*parts[k]): limit for k, limit in SIGN_IN_LIMITS.items()})
        if self._tries is None:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is None or not user.is_active:
            return None
        throttle.forgive(self._tries or [])
        return user

    @transaction.atomic
    def set_password(self, user: Any, password: str) -> None:
        """A new password ends every other session of the account and the duty to change it."""
        user.must_change_password = False
        super().set_password(user, password)
        user.sessions.exclude(session_key=self.request.session.session_key).delete()
        record(user, "accounts.change_password", user, unit_id=user.home_unit_id)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_rest: Any, **_more: Any
    ) -> None:
        """Only what the user must know; allauth's own texts are not the house's."""
        if "password_changed" in (message_template or ""):
            messages.add_message(request, level, _("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."))
