"""A line that turns out to be of a secret paper keeps nothing of what the paper says, and goes on."""

from datetime import date

from giaoban.audit.models import Entry
from giaoban.correspondence.models import Arrival, Dossier, Number
from giaoban.organisations.models import Department
from tests.cast import TODAY, Cast, sign_in
from tests.correspondence.common import HERE, at, post, words
from tests.correspondence.issuing import ready
from tests.factories.arrivals import make_arrival, make_remark

SUBJECT = "Phương án nhân sự dự kiến"
STUB = {
    "symbol": "112-CV/BTCTW",
    "type": "CV",
    "issued_on": "2/9/2019",
    "issuer": "Ban Tổ chức Trung ương",
    "summary": "",
    "arrived_on": "2/9/2019",
    "urgency": "",
    "due": "",
    "holder": "Tủ mật, phòng 203",
    "secrecy": "normal",
}


def kept_of(arrival: Arrival) -> str:
    found = Arrival.objects.get(pk=arrival.pk)
    number = Number.objects.get(pk=arrival.number_id)
    trail = [entry.changes for entry in Entry.objects.filter(action="correspondence.correct_arrival")]
    return f"{found.summary} {found.folded} {found.history} {number.about} {trail}"


def test_what_the_paper_says_stays_nowhere_in_the_book(cast: Cast) -> None:
    clerk = sign_in(cast.clerk)
    arrival = make_arrival(cast.unit("btc-thai-binh"), summary="Phương án nhân sự")
    page = f"{HERE}van-ban-den/{arrival.pk}/"
    first = {**STUB, "holder": "", "summary": SUBJECT, "reason": "Ghi thiếu", "version": "1"}
    assert post(clerk, f"{page}dinh-chinh/", **first).status_code == 302
    assert SUBJECT in kept_of(arrival)
    done = post(clerk, f"{page}dinh-chinh/", **STUB, reason="Là tài liệu mật", version="2")
    assert done.status_code == 302
    assert "Phương án nhân sự" not in words(clerk.get(page))
    said = Arrival.objects.get(pk=arrival.pk)
    assert [line["reason"] for line in said.history] == ["Ghi thiếu", "Là tài liệu mật"]
    assert (
        "Phương án nhân sự"
        not in f"{said.history} {said.folded} {Number.objects.get(pk=arrival.number_id).about}"
    )
    last = Entry.objects.filter(action="correspondence.correct_arrival").latest("pk")
    assert "Phương án nhân sự" not in str(last.changes)


def test_a_reply_to_it_is_issued_and_settles_it_without_words(cast: Cast) -> None:
    arrival = make_arrival(cast.unit("btc-thai-binh"), summary="", holder="Tủ mật, phòng 203")
    dossier = ready(cast, answers=arrival)
    typed = {"on": "16/9/2019", "recipients": "", "receivers": "Lưu Văn phòng", "version": "1"}
    assert post(sign_in(cast.clerk), at(dossier, "ban-hanh"), **typed)["Location"] == at(dossier)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.settled_note) == ("settled", "")


def test_a_reply_begins_although_the_department_of_the_remark_is_no_more(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh")
    gone = Department.objects.create(unit=unit, name="Phòng Tổ chức cũ", starts=date(2015, 1, 1), ends=TODAY)
    arrival = make_arrival(unit)
    make_remark(arrival, department=gone)
    assert post(sign_in(cast.clerk), f"{HERE}van-ban-den/{arrival.pk}/tra-loi/").status_code == 302
    assert Dossier.objects.get().department is None
