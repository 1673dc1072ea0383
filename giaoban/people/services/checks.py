"""What may be written about a person and a post: each rule refuses by itself, in a sentence of its own."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from giaoban.core.dates import OPEN, today, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean, split_name
from giaoban.organisations.models import Unit
from giaoban.people.models import Person, Post
from giaoban.people.rules import (
    EARLIEST_BIRTH,
    NAME_LIMIT,
    TITLE_LIMIT,
    Confidence,
    Held,
    PostFacts,
    PostKind,
    clash,
    published,
    zone_holds,
)


def check_name(name: str) -> None:
    if not name or not any(char.isalpha() for char in name):
        raise Refusal("people.name_missing", _("Chưa ghi họ và tên."), field="full_name")
    if len(name) > NAME_LIMIT or any(len(part) > 40 for part in (split_name(name)[0], split_name(name)[2])):
        raise Refusal(
            "people.name_too_long",
            _("Họ và tên dài quá %(limit)s ký tự.") % {"limit": NAME_LIMIT},
            field="full_name",
        )


def check_birth(year: int | None) -> None:
    if year is not None and not EARLIEST_BIRTH <= year <= today().year:
        raise Refusal(
            "people.birth_year",
            _("Năm sinh phải từ %(first)s đến %(last)s.") % {"first": EARLIEST_BIRTH, "last": today().year},
            field="birth_year",
        )


def same_name(same: Sequence[Person]) -> Refusal:
    return Refusal(
        "people.same_name",
        _("Đơn vị này đã có %(count)s người tên “%(name)s”. Nếu là người khác, hãy xác nhận rồi ghi tiếp.")
        % {"count": len(same), "name": same[0].full_name},
        field="full_name",
        rule=_("Mỗi người chỉ có một hồ sơ; một người giữ thêm chức danh thì ghi thêm chức danh."),
    )


def check_title(title: str, kind: str) -> None:
    if not title:
        raise Refusal("people.title_missing", _("Chưa ghi chức danh."), field="title")
    if len(title) > TITLE_LIMIT:
        raise Refusal(
            "people.title_too_long",
            _("Chức danh dài quá %(limit)s ký tự.") % {"limit": TITLE_LIMIT},
            field="title",
        )
    if kind not in set(PostKind):
        raise Refusal("people.kind", _("Chưa chọn loại chức danh."), field="kind")


def check_days(facts: PostFacts) -> None:
    if facts.starts >= facts.ends:
        raise Refusal(
            "people.days",
            _("Ngày kết thúc phải sau ngày bắt đầu %(day)s.") % {"day": vi(facts.starts)},
            field="ends",
        )


def check_unit(facts: PostFacts) -> None:
    unit = Unit.objects.filter(pk=facts.unit_id).first()
    if unit is None:
        raise Hidden("unit")
    rule = _(
        "Chức danh chỉ có trong thời gian đơn vị tồn tại; khi đơn vị kết thúc, chức danh kết thúc cùng ngày."
    )
    begun = unit.established_on
    if begun is None and unit.predecessor_rows.exists():
        begun = unit.starts
    if begun is not None and facts.starts < begun:
        raise Refusal(
            "people.before_unit",
            _("Đơn vị được thành lập ngày %(day)s, sau ngày bắt đầu giữ chức.") % {"day": vi(begun)},
            field="starts",
            rule=rule,
        )
    if facts.ends > unit.ends:
        raise Refusal(
            "people.after_unit",
            _("Đơn vị đã kết thúc; ngày cuối cùng là %(day)s.") % {"day": vi(unit.ends - timedelta(days=1))},
            field="ends",
            rule=rule,
        )


def check_published(facts: PostFacts) -> None:
    if facts.public and facts.secrecy != Secrecy.NORMAL:
        raise Refusal(
            "people.public_and_secret",
            _("Chức danh có độ mật thì không thể ghi là đã công bố."),
            field="public",
            rule=_("Chức danh đã công bố là thông tin mọi người được xem."),
        )
    known = published(public=facts.public, decided_on=facts.decided_on, today=today())
    if facts.public and not known:
        raise Refusal(
            "people.not_decided",
            _("Quyết định ghi ngày %(day)s, chưa đến ngày ký, nên chưa thể ghi là đã công bố.")
            % {"day": vi(facts.decided_on or today())},
            field="decided_on",
            rule=_("Chỉ quyết định đã ban hành mới được công bố."),
        )
    if not zone_holds(settings.GIAOBAN_ZONE, public=facts.public, decided_on=facts.decided_on, today=today()):
        raise Refusal(
            "people.zone",
            _("Mạng kết nối không được lưu chức danh chưa công bố. Hãy ghi trên mạng LAN độc lập."),
            field="public",
            rule=_(
                "Mạng kết nối chỉ giữ những gì đã công bố về cán bộ: chức danh đang giữ, quyết định đã có."
            ),
        )


def check_clash(person: Person, new: Held) -> None:
    others = Post.objects.filter(person=person, unit_id=new.unit_id, title_key=new.title, current=True)
    held = [Held(post.unit_id, post.title_key, post.starts, post.ends) for post in others]
    found = clash(new, held)
    if found is not None:
        raise clash_refusal(others[0].title, found.starts, found.ends)


def clash_refusal(title: str, starts: date, ends: date) -> Refusal:
    until = _("đến nay") if ends == OPEN else vi(ends - timedelta(days=1))
    return Refusal(
        "people.overlap",
        _("Người này đã giữ chức danh “%(title)s” ở đơn vị này từ %(first)s – %(last)s.")
        % {"title": title, "first": vi(starts), "last": until},
        field="starts",
        rule=_("Một chức danh ở một đơn vị không được ghi hai lần cho cùng một ngày."),
    )


def confidence(value: str) -> str:
    if value not in set(Confidence):
        raise Refusal("people.confidence", _("Chưa chọn độ tin cậy."), field="confidence")
    return value


def reason(reason: str) -> str:
    why = clean(reason)
    if not why:
        raise Refusal(
            "people.reason_missing",
            _("Chưa ghi lý do đính chính."),
            field="reason",
            rule=_("Bản đính chính giữ cả bản cũ, lý do, người ghi và thời điểm."),
        )
    return why[:500]
