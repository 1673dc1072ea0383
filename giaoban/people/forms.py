"""Forms about persons and posts: what a directory needs, in the words of the decision."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN, last_day
from giaoban.core.forms import ComboboxField, HouseDateField, HouseForm
from giaoban.core.models import SECRECY_LABELS
from giaoban.core.secrecy import Zone
from giaoban.people import queries
from giaoban.people.models import CONFIDENCE_LABELS, POST_LABELS, Person, Post
from giaoban.people.rules import NAME_LIMIT, TITLE_LIMIT, Confidence, PostFacts


class PostForm(HouseForm):
    """One post as its decision words it; an empty last day means it is still held."""

    title = forms.CharField(
        label=_("Chức danh"),
        max_length=TITLE_LIMIT,
        help_text=_("Ghi như trong quyết định, ví dụ: Trưởng ban."),
    )
    kind = forms.ChoiceField(
        label=_("Loại chức danh"),
        choices=[("", _("Chọn loại")), *((k.value, label) for k, label in POST_LABELS.items())],
    )
    starts = HouseDateField(label=_("Giữ chức từ ngày"))
    last_day = HouseDateField(
        label=_("Đến hết ngày"), required=False, help_text=_("Bỏ trống nếu đang giữ chức.")
    )
    decision = forms.CharField(label=_("Số, ký hiệu quyết định"), max_length=120, required=False)
    decided_on = HouseDateField(label=_("Ngày ký quyết định"), required=False)
    public = forms.BooleanField(
        label=_("Đã công bố, quyết định đã ban hành"),
        required=False,
        initial=True,
        help_text=_("Chức danh đã công bố thì mọi người được xem."),
    )
    source = forms.CharField(label=_("Nguồn"), max_length=300, required=False)
    confidence = forms.ChoiceField(
        label=_("Độ tin cậy"), choices=[(c.value, label) for c, label in CONFIDENCE_LABELS.items()]
    )
    secrecy = forms.ChoiceField(
        label=_("Độ mật"), choices=[(c.value, label) for c, label in SECRECY_LABELS.items()]
    )

    def __init__(self, *args: Any, post: Post | None = None, **kwargs: Any) -> None:
        if post is not None:
            kwargs["initial"] = _initial(post) | kwargs.get("initial", {})
        kwargs.setdefault("initial", {}).setdefault("confidence", Confidence.UNVERIFIED.value)
        super().__init__(*args, **kwargs)
        if settings.GIAOBAN_ZONE == Zone.CONNECTED:
            # nothing above "Thường" may be typed here at all, so nothing is asked
            del self.fields["secrecy"]

    def facts(self, unit_id: int) -> PostFacts:
        data = self.cleaned_data
        last: date | None = data["last_day"]
        return PostFacts(
            unit_id=unit_id,
            title=data["title"],
            kind=data["kind"],
            starts=data["starts"],
            ends=OPEN if last is None or last == date.max else last + timedelta(days=1),
            public=data["public"],
            decision=data["decision"],
            decided_on=data["decided_on"],
            source=data["source"],
            confidence=data["confidence"],
            secrecy=data.get("secrecy", "normal"),
        )


class PersonForm(PostForm):
    """A person with the first post. The tick is asked for only when the name is already in the unit."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=NAME_LIMIT)
    birth_year = forms.IntegerField(
        label=_("Năm sinh"),
        required=False,
        localize=False,
        help_text=_("Chỉ để phân biệt người trùng tên; không hiện cho mọi người."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-num"}),
    )
    confirmed = forms.BooleanField(
        label=_("Đúng là người khác cùng tên"), required=False, widget=forms.HiddenInput
    )
    field_order = ["full_name", "birth_year", "confirmed", "title", "kind", "starts", "last_day"]

    def ask_to_confirm(self) -> None:
        self.fields["confirmed"].widget = forms.CheckboxInput()


class AppointForm(PostForm):
    """A further post for somebody who is already known."""

    person = ComboboxField(
        label=_("Cán bộ"),
        help_text=_("Gõ họ tên, có dấu hoặc không dấu."),
        find=lambda _text: (),
        get=lambda _key: None,
        url=lambda: reverse("people:pick"),
    )
    field_order = ["person", "title", "kind", "starts", "last_day"]

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

        def find(text: str) -> list[tuple[str, str]]:
            return [(str(c.person_id), f"{c.label} ({c.hint})") for c in queries.pick(actor, text, on)]

        def get(key: str) -> Person | None:
            found = (
                queries.visible_to(actor, on).filter(pk=int(key))
                if key.isdecimal() and len(key) < 19
                else None
            )
            return found.first() if found is not None else None

        field: Any = self.fields["person"]
        field.find, field.get = find, get
        field.widget.label_of = lambda key: getattr(get(key), "full_name", "")


class AccountForm(HouseForm):
    """Which account of the unit is this person's; none undoes it."""

    user = forms.ChoiceField(
        label=_("Tài khoản"),
        required=False,
        help_text=_("Người này sẽ thấy hồ sơ của mình và ai đã mở. Chỉ liệt kê tài khoản của đơn vị."),
    )

    def __init__(self, *args: Any, accounts: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.choices = [("", _("Không gắn tài khoản")), *((str(pk), label) for pk, label in accounts)]


class EndForm(HouseForm):
    last_day = HouseDateField(label=_("Ngày cuối cùng giữ chức"))
    end_decision = forms.CharField(label=_("Quyết định thôi giữ chức"), max_length=120, required=False)


class CorrectForm(PostForm):
    """The whole post again, as it should have been written, and why."""

    reason = forms.CharField(
        label=_("Lý do đính chính"),
        max_length=500,
        help_text=_("Bản cũ được giữ lại cùng lý do, người ghi, thời điểm."),
    )
    field_order = ["reason"]


class WithdrawForm(HouseForm):
    reason = forms.CharField(
        label=_("Lý do rút bản ghi"),
        max_length=500,
        help_text=_("Ví dụ: ghi nhầm người. Bản ghi vẫn được giữ để tra cứu."),
    )


def _initial(post: Post) -> dict[str, Any]:
    return {
        "title": post.title,
        "kind": post.kind,
        "starts": post.starts,
        "last_day": last_day(post.ends),
        "decision": post.decision,
        "decided_on": post.decided_on,
        "public": post.public,
        "source": post.source,
        "confidence": post.confidence,
        "secrecy": post.secrecy,
    }
